import { DEFAULT_OPTIONS, type Snapshot } from '../snapshot.ts';
import type { Document, Mapping, Problem, Value } from '../syntax/document.ts';
import { yaml } from '../syntax/yaml.ts';
import { filesOf } from '../text/files-of.ts';
import { memo, memoBy } from '../text/memo.ts';
import { type SourceFile, sourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import { frontMatterData, keyName, type Plain } from './front-matter.ts';
import { KIND_NAMES, type KindName, PHASES, type Phase, PLAN_NAMES, type PlanName } from './kinds/kinds.ts';

/** One migration record: what its front matter says, decoded where it is understood, and where each part stands. */
export interface RecordFile {
  readonly file: SourceFile;
  /** The front matter, with offsets into the file; changed through its format like any other document. */
  readonly frontMatter: Document;
  /** From `---` to `---`, both included; empty at the start where there is none. */
  readonly frontMatterSpan: Span;
  /** As plain data, for validation. Dates stay text. */
  readonly data: Plain;
  /** What the record says, or the name of its file. */
  readonly id: string;
  readonly kind?: KindName;
  readonly owner?: string;
  readonly plan?: PlanName;
  /** `draft` where it is missing or unknown, so that nothing is claimed. */
  readonly phase: Phase;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Of a move: the new name of each old one, in the order of `from`. */
  readonly map: ReadonlyMap<string, string>;
  readonly convert: string;
  readonly precedence: 'new' | 'old' | 'error';
  readonly bothAllowed: boolean;
  readonly rollbackWithoutEnvEdit: boolean;
  readonly readers: readonly string[];
  readonly secret: boolean;
  readonly tags: readonly string[];
  readonly keepOldFor?: string;
  /** How long a token that was signed with the old key stays valid. */
  readonly maxTokenTtl?: string;
  readonly expect: { readonly result?: string; readonly command?: string; readonly metric?: string };
  readonly env: ReadonlyMap<string, RecordEnvironment>;
  readonly evidence: readonly Evidence[];
  /** By gate: in every environment. */
  readonly waive: ReadonlyMap<string, Waiver>;
  /** Answers to the questions that were asked when the migration was created. */
  readonly answers: ReadonlyMap<string, string>;
  /** By path: `phase`, `env.production.attested`, `evidence.0.gate`. Spans of keys, or of items of lists. */
  readonly spans: ReadonlyMap<string, Span>;
  /** The same for values. */
  readonly valueSpans: ReadonlyMap<string, Span>;
  /** By heading in lower case, up to a bracket or colon: `why`, `rollback`, `checklist`, `final notes`. */
  readonly sections: ReadonlyMap<string, Section>;
  readonly problems: readonly Problem[];
}

export interface RecordEnvironment {
  /** Names that a person has seen there. */
  readonly has?: readonly string[];
  readonly equal?: boolean;
  /** Whether code takes the values that the next phase needs. */
  readonly valid?: boolean;
  /** The keys of the migration that a person has seen in a store that cannot be read, by the store's name. */
  readonly stores: ReadonlyMap<string, readonly string[]>;
  readonly attested?: Attestation;
  readonly deployed: readonly {
    readonly reader?: string;
    readonly ref?: string;
    readonly on?: string;
    readonly by?: string;
  }[];
  /** By gate: for this environment alone. */
  readonly waive: ReadonlyMap<string, Waiver>;
}

export interface Attestation {
  readonly by?: string;
  readonly on?: string;
  readonly command?: string;
}

export interface Evidence extends Attestation {
  readonly gate?: string;
  readonly result?: string;
  /** The phase that the record claimed then; written where what is said is of that phase only. */
  readonly phase?: string;
}

export interface Waiver {
  readonly reason?: string;
  readonly by?: string;
  readonly on?: string;
}

export interface Section {
  readonly title: string;
  /** The heading's line. */
  readonly heading: Span;
  /** What follows it, up to the next heading of the same or a higher level. */
  readonly body: Span;
  readonly text: string;
}

const FRONT_MATTER = /^---[ \t]*(?:\r\n|\r|\n)/;
const CLOSING = /(?:^|\r\n|\r|\n)(---[ \t]*)(?=\r\n|\r|\n|$)/g;

/** Reads one record. Never fails: what is not understood is absent, and the validator says so. */
export const parseRecord: (file: SourceFile) => RecordFile = memo(read);

function read(file: SourceFile): RecordFile {
  const bounds = frontMatterBounds(file.text);
  // The part before the text of the front matter is blank, so that every offset is one of the file.
  const blank = file.text.slice(0, bounds.inner.start).replace(/[^\r\n]/g, ' ');
  const text = blank + file.text.slice(bounds.inner.start, bounds.inner.end);
  const frontMatter = yaml.parse(sourceFile(file.path, text));
  const spans = new Map<string, Span>();
  const valueSpans = new Map<string, Span>();
  collectSpans(frontMatter.root, [], spans, valueSpans);
  const data = frontMatterData(frontMatter.root);
  const problems = [...frontMatter.problems, ...bounds.problems];
  return {
    file,
    frontMatter,
    frontMatterSpan: bounds.outer,
    data,
    ...decode(data, file.path),
    spans,
    valueSpans,
    sections: sectionsOf(file.text, bounds.outer.end),
    problems,
  };
}

function frontMatterBounds(text: string): {
  readonly outer: Span;
  readonly inner: Span;
  readonly problems: readonly Problem[];
} {
  const opening = FRONT_MATTER.exec(text);
  const first = span(0, Math.min(text.length, Math.max(1, text.search(/[\r\n]|$/))));
  if (opening === null) {
    const message = 'A record begins with front matter between two lines `---`';
    return { outer: span(0, 0), inner: span(0, 0), problems: [{ span: first, message, kind: 'syntax' }] };
  }
  const start = opening[0].length;
  CLOSING.lastIndex = start - 1;
  const closing = CLOSING.exec(text);
  if (closing === null) {
    const message = 'The front matter never ends: a line `---` is missing';
    const inner = span(start, text.length);
    return { outer: span(0, text.length), inner, problems: [{ span: span(0, 3), message, kind: 'syntax' }] };
  }
  const end = closing.index + closing[0].length;
  return { outer: span(0, end), inner: span(start, end - (closing[1]?.length ?? 3)), problems: [] };
}

function collectSpans(
  mapping: Mapping,
  path: readonly string[],
  keys: Map<string, Span>,
  values: Map<string, Span>,
): void {
  for (const entry of mapping.entries) {
    const here = [...path, keyName(entry)];
    keys.set(here.join('.'), entry.key.span);
    if (entry.value !== undefined) collectValue(entry.value, here, keys, values);
  }
}

function collectValue(
  value: Value,
  path: readonly string[],
  keys: Map<string, Span>,
  values: Map<string, Span>,
): void {
  values.set(path.join('.'), value.span);
  if (value.kind === 'mapping') collectSpans(value, path, keys, values);
  if (value.kind !== 'sequence') return;
  value.items.forEach((item, index) => {
    keys.set([...path, index].join('.'), item.span);
    collectValue(item, [...path, String(index)], keys, values);
  });
}

function decode(data: Plain, path: string) {
  const top = object(data);
  const expect = object(top.get('expect'));
  const kind = KIND_NAMES.find((name) => name === top.get('kind'));
  const plan = PLAN_NAMES.find((name) => name === top.get('plan'));
  return {
    id: text(top.get('id')) ?? fileStem(path),
    ...defined('kind', kind),
    ...defined('owner', text(top.get('owner'))),
    ...defined('plan', plan),
    phase: PHASES.find((name) => name === top.get('phase')) ?? ('draft' as const),
    from: texts(top.get('from')),
    to: texts(top.get('to')),
    map: new Map([...mapValues(top.get('map'), text)].flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
    convert: text(top.get('convert')) ?? 'same',
    precedence: (['old', 'error'] as const).find((it) => it === top.get('precedence')) ?? ('new' as const),
    bothAllowed: top.get('both_allowed') !== false,
    rollbackWithoutEnvEdit: top.get('rollback_without_env_edit') === true,
    readers: texts(top.get('readers')),
    secret: top.get('secret') === true,
    tags: texts(top.get('tags')),
    ...defined('keepOldFor', text(top.get('keep_old_for'))),
    ...defined('maxTokenTtl', text(top.get('max_token_ttl'))),
    expect: {
      ...defined('result', text(expect.get('result'))),
      ...defined('command', text(expect.get('command'))),
      ...defined('metric', text(expect.get('metric'))),
    },
    env: mapValues(top.get('env'), environment),
    evidence: list(top.get('evidence')).map(evidence),
    waive: mapValues(top.get('waive'), waiver),
    answers: mapValues(top.get('answers'), (it) => text(it) ?? ''),
  };
}

function environment(value: Plain | undefined): RecordEnvironment {
  const it = object(value);
  const equal = it.get('equal');
  const valid = it.get('valid');
  return {
    ...defined('has', it.has('has') ? texts(it.get('has')) : undefined),
    ...defined('equal', typeof equal === 'boolean' ? equal : undefined),
    ...defined('valid', typeof valid === 'boolean' ? valid : undefined),
    stores: mapValues(it.get('stores'), texts),
    ...defined('attested', it.has('attested') ? attestation(it.get('attested')) : undefined),
    deployed: list(it.get('deployed')).map((item) => ({
      ...attestation(item),
      ...pick(item, ['reader', 'ref']),
    })),
    waive: mapValues(it.get('waive'), waiver),
  };
}

function waiver(value: Plain): Waiver {
  return pick(value, ['reason', 'by', 'on']);
}

function evidence(value: Plain): Evidence {
  return { ...attestation(value), ...pick(value, ['gate', 'result', 'phase']) };
}

function attestation(value: Plain | undefined): Attestation {
  return pick(value, ['by', 'on', 'command']);
}

function pick<K extends string>(
  value: Plain | undefined,
  names: readonly K[],
): { readonly [P in K]?: string } {
  const it = object(value);
  const found: { [P in K]?: string } = {};
  for (const name of names) {
    const read = text(it.get(name));
    if (read !== undefined) found[name] = read;
  }
  return found;
}

function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}

function object(value: Plain | undefined): ReadonlyMap<string, Plain> {
  return value instanceof Map ? value : new Map<string, Plain>();
}

function mapValues<V>(value: Plain | undefined, each: (value: Plain) => V): ReadonlyMap<string, V> {
  return new Map([...object(value)].map(([name, it]) => [name, each(it)]));
}

function list(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Plain | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** One text counts as a list of one. */
function texts(value: Plain | undefined): readonly string[] {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.flatMap((item: Plain) => text(item) ?? []);
}

function fileStem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
}

const HEADING = /^(#{1,6})[ \t]+(.+?)[ \t]*$/gm;

function sectionsOf(source: string, from: number): ReadonlyMap<string, Section> {
  const headings = [...source.slice(from).matchAll(HEADING)].map((match) => ({
    level: match[1]?.length ?? 1,
    title: match[2] ?? '',
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
  const sections = new Map<string, Section>();
  headings.forEach((heading, index) => {
    const next = headings.slice(index + 1).find((it) => it.level <= heading.level);
    const body = span(heading.end, next?.start ?? source.length);
    const name = heading.title
      .replace(/[(:].*$/, '')
      .trim()
      .toLowerCase();
    if (sections.has(name)) return;
    const text = source.slice(body.start, body.end).trim();
    sections.set(name, { title: heading.title, heading: span(heading.start, heading.end), body, text });
  });
  return sections;
}

/**
 * The records of a workspace: Markdown files directly in a folder named by the `migrations` option. The same list while
 * no Markdown file changes.
 */
export const recordsOf: (snapshot: Snapshot) => readonly RecordFile[] = memoBy(
  (snapshot) => [filesOf(snapshot.files, isPage), snapshot.options, snapshot.configurations],
  (snapshot) => {
    const records = filesOf(snapshot.files, isPage).filter((file) => isRecordPath(snapshot, file.path));
    return records.map(parseRecord).sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  },
);

function isPage(path: string): boolean {
  return path.endsWith('.md');
}

/** True for `settings-migrations/X.md` in the root or in any folder, and for the folder that an option names. */
export function isRecordPath(snapshot: Snapshot, path: string): boolean {
  const slash = path.lastIndexOf('/');
  if (slash < 0 || !path.endsWith('.md') || path.endsWith('/README.md')) return false;
  const folder = path.slice(0, slash);
  const name = snapshot.options.migrations || DEFAULT_OPTIONS.migrations;
  if (folder === name || folder.endsWith(`/${name}`)) return true;
  return snapshot.configurations.some((it) => {
    const migrations = it.options.migrations || name;
    return folder === (it.folder === '' ? migrations : `${it.folder}/${migrations}`);
  });
}

/** Where a path of the front matter stands: its key, or the nearest key above it that exists. */
export function spanOf(record: RecordFile, path: readonly (string | number)[]): Span {
  for (let length = path.length; length > 0; length--) {
    const found = record.spans.get(path.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  const end = record.file.text.search(/[\r\n]|$/);
  return span(0, Math.max(end, 0));
}
