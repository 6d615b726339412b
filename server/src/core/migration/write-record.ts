import { checklistLines } from './checklist/checklist-items.ts';
import type { KindName, Phase, PlanName } from './kinds/kinds.ts';
import { kindNamed } from './kinds/kinds.ts';

/** What a new record says. Names only: a value has no place in a record. */
export interface NewRecord {
  readonly id: string;
  readonly kind: KindName;
  readonly owner: string;
  readonly plan: PlanName;
  readonly phase: Phase;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly convert?: string;
  readonly precedence?: 'new' | 'old' | 'error';
  readonly maxTokenTtl?: string;
  readonly bothAllowed: boolean;
  readonly readers: readonly string[];
  readonly secret: boolean;
  readonly tags: readonly string[];
  readonly keepOldFor?: string;
  readonly expect?: { readonly result?: string; readonly metric?: string };
  readonly rollbackWithoutEnvEdit?: boolean;
  readonly answers?: ReadonlyMap<string, string>;
  readonly why?: string;
  /** Questions that are still open, by id: the record says nothing in their place. */
  readonly unanswered?: ReadonlySet<string>;
}

/** The text of a new record. Equal input gives equal text. */
export function writeRecord(record: NewRecord): string {
  return `---\n${frontMatter(record).join('\n')}\n---\n${body(record).join('\n')}\n`;
}

function frontMatter(record: NewRecord): readonly string[] {
  const kind = kindNamed(record.kind);
  const expect = kind.expect(record);
  const answers = [...(record.answers ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    'schema: 1',
    `id: ${quoted(record.id)}`,
    `kind: ${record.kind}`,
    `owner: ${scalar(record.owner)}`,
    `plan: ${record.plan}`,
    `phase: ${record.phase}`,
    `keep_old_for: ${scalar(record.keepOldFor ?? '14d')}`,
    '',
    `from: ${flow(record.from)}`,
    `to: ${flow(record.to)}`,
    ...(record.kind === 'move' ? ['map:', ...mapped(record)] : []),
    ...conversion(record),
    ...(record.maxTokenTtl === undefined ? [] : [`max_token_ttl: ${scalar(record.maxTokenTtl)}`]),
    ...(record.unanswered?.has('both_allowed') ? [] : [`both_allowed: ${record.bothAllowed}`]),
    ...(record.rollbackWithoutEnvEdit ? ['rollback_without_env_edit: true'] : []),
    `readers: ${flow(record.readers)}`,
    `secret: ${record.secret}`,
    `tags: ${flow(record.tags)}`,
    '',
    'expect:',
    `  result: ${prose(record.expect?.result ?? expect.result)}`,
    `  command: ${prose(`crossfade gates ${record.id}`)}`,
    `  metric: ${prose(record.expect?.metric ?? expect.metric)}`,
    '',
    'env: {}',
    'evidence: []',
    'waive: {}',
    ...(answers.length === 0 ? [] : ['answers:', ...answers.map(([k, v]) => `  ${quoted(k)}: ${quoted(v)}`)]),
  ];
}

/** The new name of each old one, again as pairs. */
function mapped({ from, to }: NewRecord): readonly string[] {
  return from.map((key, index) => `  ${scalar(key)}: ${scalar(to[index] ?? '')}`);
}

/** How the value changes and which key wins, where there is anything to say of it. */
function conversion({
  convert = 'same',
  precedence = 'new',
  from,
  to,
  unanswered,
}: NewRecord): readonly string[] {
  if (to.length === 0) return [];
  const stays = to.every((key) => from.includes(key));
  return [
    ...(stays && convert === 'same' ? [] : [`convert: ${convert}`]),
    ...(stays || unanswered?.has('precedence') ? [] : [`precedence: ${precedence}`]),
  ];
}

function body(record: NewRecord): readonly string[] {
  const kind = kindNamed(record.kind);
  const title = kind.title(record.from, record.to);
  return [
    `# ${title}`,
    '',
    '## Why',
    '',
    record.why ?? '',
    ...(record.why === undefined ? [] : ['']),
    '## Rollback',
    '',
    ...kind.rollback(record).map(({ phase, note }) => `- ${phase}: ${note}`),
    '',
    '## Checklist',
    '',
    ...checklistLines(record.tags),
    '',
    '## Final notes',
    '',
    '- Reason:',
    '- Files touched:',
    '- Command used:',
    '- Metric that improved:',
  ];
}

function flow(items: readonly string[]): string {
  return `[${items.map(scalar).join(', ')}]`;
}

/** Texts that YAML 1.1 and 1.2 readers both take for a text when they stand without quotes, inside brackets too.
 * What begins with a digit is a number, a date or a base 60 number to some reader, so it is quoted. */
const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./ ()-]*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const DURATION = /^\d+[dhw]$/;
/** Outside of brackets commas and semicolons are plain as well. */
const PROSE = /^[A-Za-z][A-Za-z0-9_./,;() -]* [A-Za-z0-9_./,;() -]*[A-Za-z0-9)]$/;

function scalar(text: string): string {
  const plain = PLAIN.test(text) && !WORDS.test(text) && text.trim() === text;
  return plain || DURATION.test(text) ? text : quoted(text);
}

function prose(text: string): string {
  return PROSE.test(text) ? text : scalar(text);
}

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\t/g, '\\t');
  return `"${escaped.replace(/\p{Cc}/gu, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}
