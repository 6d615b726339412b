import { lostPrefix } from '../binding/lost-prefix.ts';
import { type UnknownKey, unknownKeys } from '../binding/unknown.ts';
import { tombstoneFor } from '../migration/records-for.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { isSlip } from '../text/nearest.ts';
import type { Finding, Fix } from './finding.ts';
import { ignoreExtra } from './ignore-extra.ts';
import { readerName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: unknown-key.md */
export const unknownKey: Rule = {
  id: 'unknown-key',
  severity: 'error',
  summary: 'A key that no code reads: a strict reader refuses it, a tolerant one most likely meant another.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, document } = context;
    if (!document) return;
    const found = unknownKeys(snapshot, document);
    if (found.length === 0) return;
    const set = new Set(document.root.entries.map((entry) => entry.key.name.toLowerCase()));
    for (const unknown of found) {
      if (tombstoneFor(snapshot, unknown.entry.key.name) || lostPrefix(document, unknown)) continue;
      const near = unknown.near.filter((name) => !set.has(name.toLowerCase()));
      const finding =
        unknown.refusedBy.length > 0
          ? refused(context, document, unknown, near)
          : ignored(document, unknown, near);
      if (finding) yield finding;
    }
  },
};

function refused(
  context: RuleContext,
  document: Document,
  unknown: UnknownKey,
  near: readonly string[],
): Finding {
  const { entry, refusedBy } = unknown;
  const name = entry.key.name;
  const [first] = refusedBy as [UnknownKey['refusedBy'][number]];
  const inFile = spelled(document, near[0]);
  return {
    span: entry.key.span,
    message: `\`${name}\` is no field of \`${readerName(first.schema)}\`, which refuses unknown keys: the service does not start${inFile ? `; did you mean \`${inFile}\`?` : ''}`,
    key: name,
    environments: [...new Set(refusedBy.flatMap((it) => it.environments))],
    service: first.schema.service,
    upstream: {
      type: 'extra_forbidden',
      loc: [first.schema.loading.caseSensitive ? name : name.toLowerCase()],
    },
    related: [{ ...first.schema.place, message: `\`${readerName(first.schema)}\` reads this file` }],
    fixes: [
      ...(inFile ? renaming(document, entry, inFile) : []),
      ...removal(document, entry),
      // A tolerant class would still be told of a slip.
      ...(near.some((it) => isSlip(name, it)) ? [] : ignoreExtra(context.snapshot, first.schema)),
    ],
  };
}

/** A tolerant reader passes over the key; only what is most likely a slip is worth a word. */
function ignored(document: Document, unknown: UnknownKey, near: readonly string[]): Finding | undefined {
  const { entry, ignoredBy } = unknown;
  const meant = spelled(
    document,
    near.find((name) => isSlip(entry.key.name, name)),
  );
  const [first] = ignoredBy;
  if (!first || meant === undefined) return undefined;
  return {
    span: entry.key.span,
    severity: 'warning',
    message: `\`${entry.key.name}\` is read by nothing, and its value has no effect; did you mean \`${meant}\`?`,
    key: entry.key.name,
    environments: [...new Set(ignoredBy.flatMap((it) => it.environments))],
    service: first.schema.service,
    related: [{ ...first.schema.place, message: `\`${readerName(first.schema)}\` reads this file` }],
    fixes: renaming(document, entry, meant),
  };
}

/** Variables are upper case by custom; keys of data files are written as the fields. */
function spelled(document: Document, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const keys = document.root.entries.map((entry) => entry.key.name);
  const lower = keys.filter((key) => key === key.toLowerCase()).length;
  return lower * 2 > keys.length && name === name.toUpperCase() ? name.toLowerCase() : name;
}

function renaming(document: Document, entry: Entry, name: string): readonly Fix[] {
  return fixOf(document, `Rename to \`${name}\``, document.format.rename(document, entry, name));
}

function removal(document: Document, entry: Entry): readonly Fix[] {
  return fixOf(document, `Remove \`${entry.key.name}\``, document.format.remove(document, entry));
}

function fixOf(
  document: Document,
  title: string,
  edits: ReturnType<Document['format']['remove']>,
): readonly Fix[] {
  if (edits.length === 0) return [];
  return [
    {
      title,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
    },
  ];
}
