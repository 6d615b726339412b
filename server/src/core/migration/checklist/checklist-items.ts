/** The parts of a checklist: what every release needs, and what settings of one area need beside it. */
export type ChecklistBlock = 'release' | 'database' | 'cache' | 'security';

interface AskedItem {
  readonly name: string;
  /** What stands in brackets behind the name, for the person who fills it in. */
  readonly hint: string;
}

/** What a checklist asks for, in the order in which it is written. Names are those that the reader looks for. */
export const ASKED_ITEMS: Readonly<Record<ChecklistBlock, readonly AskedItem[]>> = {
  release: [
    { name: 'lint', hint: 'commit, and a link where there is one' },
    { name: 'unit tests', hint: 'commit, and a link where there is one' },
    { name: 'integration check', hint: 'what was run, result, date' },
    { name: 'staging configuration', hint: 'result, date' },
    { name: 'release tag', hint: 'tag, commit' },
  ],
  database: [
    { name: 'indexes', hint: 'which ones the change needs or leaves unused' },
    { name: 'query plan', hint: 'of which query, before and after' },
    { name: 'real data', hint: 'on which copy it was tried' },
    { name: 'connections', hint: 'replicas=N pool=N limit=N, surge=N where a roll adds fewer than all' },
  ],
  cache: [
    { name: 'rule', hint: 'its name' },
    { name: 'pattern', hint: 'a path with `*`, or a regular expression that begins with `^`' },
    { name: 'bypass', hint: 'the conditions that go past the cache' },
    { name: 'cached', hint: 'pages, with commas between' },
    { name: 'not cached', hint: 'pages, with commas between' },
  ],
  security: [
    { name: 'permissions', hint: 'who may read and change it' },
    { name: 'secrets', hint: 'where they are kept, how they are rotated' },
    { name: 'headers', hint: 'which change' },
    { name: 'upload limits', hint: 'which change' },
    { name: 'logging', hint: 'that no value reaches a log' },
  ],
};

/** Blocks beside that of the release, by the tag of the record that asks for them. */
export const TAGGED_BLOCKS = ['database', 'cache', 'security'] as const;

/** The lines of the section `Checklist` of a new record with these tags. */
export function checklistLines(tags: readonly string[]): readonly string[] {
  return [
    ...linesOf('release'),
    ...TAGGED_BLOCKS.filter((it) => tags.includes(it)).flatMap((block) => [
      '',
      `### ${block.charAt(0).toUpperCase()}${block.slice(1)}`,
      '',
      ...linesOf(block),
    ]),
  ];
}

function linesOf(block: ChecklistBlock): readonly string[] {
  return ASKED_ITEMS[block].map(({ name, hint }) => `- [ ] ${name} (${hint}):`);
}
