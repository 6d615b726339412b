import type { Data } from '../../syntax/data.ts';
import type { Mapping, Sequence, Value } from '../../syntax/document.ts';
import { lineBreakAt, lineEnd, lineStart } from '../../syntax/lines.ts';
import { writeText, writeValue } from '../../syntax/yaml/yaml-write.ts';
import { yaml } from '../../syntax/yaml.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { span } from '../../text/span.ts';
import { keyName } from '../front-matter.ts';
import { parseRecord, type RecordFile } from '../record.ts';

/** Gives a field of the front matter a value, or a list of it one more item. Fields in between are made. */
export interface FieldChange {
  /** `['env', 'production', 'has']`. */
  readonly path: readonly string[];
  readonly value: Data;
  /** The value becomes the last item of the list at the path. */
  readonly append?: true;
}

/**
 * The record's text after changes, one after the other. Comments, order, quotes and line endings of everything else
 * stay.
 * @returns undefined where the front matter is broken, or is written so that it cannot be changed (anchors, a text
 * where a mapping should be)
 */
export function editFrontMatter(text: string, changes: readonly FieldChange[]): string | undefined {
  let current: string | undefined = text;
  for (const change of changes) {
    if (current === undefined) return undefined;
    current = changed(parseRecord(sourceFile('record.md', current)), change);
  }
  return current;
}

function changed(record: RecordFile, change: FieldChange): string | undefined {
  if (record.problems.length > 0) return undefined;
  const edits = editsFor(record, record.frontMatter.root, change.path, change);
  if (edits === undefined || edits.length === 0) return undefined;
  const text = applyEdits(record.file.text, edits);
  return parseRecord(sourceFile(record.file.path, text)).problems.length > 0 ? undefined : text;
}

function editsFor(
  record: RecordFile,
  mapping: Mapping,
  path: readonly string[],
  change: FieldChange,
): readonly Edit[] | undefined {
  const [name = '', ...rest] = path;
  const entry = mapping.entries.findLast((it) => keyName(it) === name);
  if (entry === undefined) return inserted(record, mapping, name, nested(rest, change));
  const { value } = entry;
  if (rest.length > 0 && value?.kind === 'mapping' && value.entries.length > 0)
    return editsFor(record, value, rest, change);
  if (rest.length > 0)
    return isEmpty(value) ? replaced(record, value, entry, nested(rest, change)) : undefined;
  if (!change.append) {
    if (value?.kind === 'scalar' || value === undefined)
      return yaml.replace(record.frontMatter, entry, change.value);
    return replaced(record, value, entry, change.value);
  }
  if (value?.kind === 'sequence' && value.items.length > 0) return appended(record, value, change.value);
  return isEmpty(value) ? replaced(record, value, entry, nested([], change)) : undefined;
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined) return true;
  if (value.kind === 'scalar') return value.data.kind === 'none';
  return value.kind === 'mapping' ? value.entries.length === 0 : value.items.length === 0;
}

/** The value below fields that are not there yet. */
function nested(path: readonly string[], change: FieldChange): Data {
  const leaf: Data = change.append ? { kind: 'list', items: [change.value] } : change.value;
  return path.reduceRight<Data>(
    (value, name) => ({ kind: 'dict', entries: [[{ kind: 'str', value: name }, value]] }),
    leaf,
  );
}

function inserted(
  record: RecordFile,
  mapping: Mapping,
  name: string,
  data: Data,
): readonly Edit[] | undefined {
  const { text } = record.file;
  if (text.charAt(mapping.span.start) === '{' || mapping.entries.length === 0)
    return yaml.insert(record.frontMatter, mapping, { name, value: { data } });
  const first = mapping.entries[0] as Mapping['entries'][number];
  const last = mapping.entries.reduce((a, b) => (b.span.start > a.span.start ? b : a));
  const column = first.span.start - lineStart(text, first.span.start);
  const eol = lineBreakAt(text, first.span.start);
  const at = lineEnd(text, last.span.end);
  const lines = fieldLines(name, data, column);
  return [{ span: span(at, at), newText: lines.map((line) => `${eol}${line}`).join('') }];
}

/** Replaces an empty value, or one of several parts, by lines of their own below the key. */
function replaced(
  record: RecordFile,
  value: Value | undefined,
  entry: Mapping['entries'][number],
  data: Data,
): readonly Edit[] | undefined {
  const { text } = record.file;
  const column = entry.span.start - lineStart(text, entry.span.start);
  if (text.slice(lineStart(text, entry.span.start), entry.span.start).trim() !== '') {
    return yaml.replace(record.frontMatter, entry, data);
  }
  const eol = lineBreakAt(text, entry.span.start);
  const [first = '', ...others] = fieldLines(keyName(entry), data, column);
  const colon = text.indexOf(':', entry.key.span.end);
  const end = Math.max(colon + 1, value?.span.end ?? 0);
  const behind = first.slice(first.indexOf(':', column + keyName(entry).length) + 1);
  return [{ span: span(colon + 1, end), newText: [behind, ...others].join(eol) }];
}

/** How deep mappings are written line by line: `env`, its environments and their fields. */
const LINES_DEEP = 3;

function fieldLines(name: string, data: Data, column: number, depth = 1): readonly string[] {
  const lead = `${' '.repeat(column)}${writeText(name, 'key')}:`;
  if (data.kind === 'dict' && depth < LINES_DEEP && data.entries.length > 0) {
    return [
      lead,
      ...data.entries.flatMap(([key, value]) => fieldLines(textOf(key), value, column + 2, depth + 1)),
    ];
  }
  if (data.kind === 'list' && data.items.some((item) => item.kind === 'dict')) {
    return [lead, ...data.items.map((item) => `${' '.repeat(column + 2)}- ${itemText(item)}`)];
  }
  return [`${lead} ${writeValue(data, 'value')}`];
}

function itemText(item: Data): string {
  return writeValue(item, item.kind === 'dict' || item.kind === 'list' ? 'flow-value' : 'value');
}

function textOf(key: Data): string {
  return key.kind === 'str' ? key.value : '';
}

function appended(record: RecordFile, list: Sequence, data: Data): readonly Edit[] | undefined {
  const { text } = record.file;
  const first = list.items[0] as Value;
  const last = list.items.at(-1) as Value;
  if (text.charAt(list.span.start) === '[') {
    const at = last.span.end;
    return [{ span: span(at, at), newText: `, ${writeValue(data, 'flow-value')}` }];
  }
  const start = lineStart(text, first.span.start);
  const dash = /^([ \t]*-[ \t]+)/.exec(text.slice(start, first.span.start))?.[1];
  if (dash === undefined) return undefined;
  const at = lineEnd(text, last.span.end);
  return [{ span: span(at, at), newText: `${lineBreakAt(text, first.span.start)}${dash}${itemText(data)}` }];
}
