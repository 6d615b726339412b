import { suppliedEntries } from '../binding/supplied-entries.ts';
import { readersOf } from '../binding/unknown.ts';
import { isRecordPath } from '../migration/record.ts';
import { variableName } from '../rules/reader-name.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Data } from '../syntax/data.ts';
import type { Document } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import { commentCompletions } from './comment-completions.ts';
import { recordCompletions } from './record-completions.ts';

/** One thing that can be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'value';
  readonly newText: string;
  /** What it replaces: the word that is being typed. */
  readonly span: Span;
  readonly detail?: string;
  readonly documentation?: string;
  readonly deprecated: boolean;
}

/** What can be written at an offset of a settings file, a migration record, or a `crossfade:` comment anywhere. */
export function completions(snapshot: Snapshot, path: string, offset: number): readonly Completion[] {
  const file = snapshot.files.get(path);
  if (!file) return [];
  const inComment = commentCompletions(file, offset);
  if (inComment) return inComment;
  if (isRecordPath(snapshot, path)) return recordCompletions(file, offset);
  const document = documentOf(file);
  if (!document) return [];
  const supplied = suppliedCompletions(snapshot, document, offset);
  if (supplied) return supplied;
  const separator =
    document.format.name === 'dotenv' ? '=' : document.format.name === 'yaml' ? ':' : undefined;
  if (separator === undefined) return [];
  const readers = (readersOf(snapshot).get(path) ?? []).filter(
    (it) => !it.layer.variables && !it.layer.unproven,
  );
  const schemas = [...new Set(readers.map((it) => it.schema))];
  const line = lineBefore(file, offset);
  const at = line.text.indexOf(separator);
  return at < 0
    ? keys(schemas, document, file, offset, line.start, separator)
    : values(schemas, line.text.slice(0, at), file, offset, line.start + at + 1);
}

function lineBefore(file: SourceFile, offset: number): { readonly text: string; readonly start: number } {
  const lines = lineIndex(file);
  const start = lines.lineStart(lines.position(offset).line);
  return { text: file.text.slice(start, offset), start };
}

/** Fields that the file does not set yet. Nested keys of YAML have no schema of their own here. */
function keys(
  schemas: readonly SettingsSchema[],
  document: Document,
  file: SourceFile,
  offset: number,
  lineStart: number,
  separator: string,
): readonly Completion[] {
  const typed = file.text.slice(lineStart, offset);
  const prefix = /^(export\s+)?/.exec(typed)?.[0].length ?? 0;
  if (/^\s+\S/.test(typed) && separator === ':') return [];
  if (typed.includes('#')) return [];
  const span = { start: lineStart + prefix, end: offset };
  const set = new Set(
    document.root.entries
      .filter((entry) => entry.key.span.end < span.start || entry.key.span.start > offset)
      .map((entry) => entry.key.name.toLowerCase()),
  );
  const follows = file.text
    .slice(offset, offset + 200)
    .trimStart()
    .startsWith(separator);
  return schemas.flatMap((schema) =>
    schema.fields.flatMap((field) => {
      const name = separator === '=' ? variableName(schema, field) : (field.inputs[0]?.key ?? field.name);
      if (set.has(name.toLowerCase())) return [];
      const tail = follows ? '' : separator === '=' ? '=' : ': ';
      return [keyCompletion(schema, field, name, `${name}${tail}`, span)];
    }),
  );
}

/**
 * Names and values of variables that a file puts into the process environment of a workload; undefined where the line
 * is none of those. A line counts as one where the line above or below holds a variable in the same form and column.
 */
function suppliedCompletions(
  snapshot: Snapshot,
  document: Document,
  offset: number,
): readonly Completion[] | undefined {
  const { file } = document;
  const all = suppliedEntries(snapshot, file.path).filter((it) => it.variable.shape !== 'name-value');
  if (all.length === 0) return undefined;
  const line = lineBefore(file, offset);
  const own = /^(\s*(?:- +)?["']?)([\w]*)(\s*[=:] *["']?)?/.exec(line.text);
  const [, lead = '', name = '', separator] = own ?? [];
  const lines = lineIndex(file);
  const here = lines.position(offset).line;
  const column = line.start + lead.length - lines.lineStart(here);
  const beside = all.find(({ entry }) => {
    const at = lines.position(entry.key.span.start);
    return Math.abs(at.line - here) <= 1 && at.column === column;
  });
  if (!beside) return undefined;
  const schemas = [...new Set(beside.readers.map((it) => it.schema))];
  if (separator !== undefined) {
    return values(schemas, name, file, offset, line.start + lead.length + name.length + separator.length);
  }
  const { shape } = beside.variable;
  const mark = shape === 'assignment' || shape === 'line' ? '=' : ': ';
  const set = new Set(
    all.filter((it) => lines.position(it.entry.key.span.start).line !== here).map((it) => it.variable.name),
  );
  const span = { start: line.start + lead.length, end: offset };
  return schemas.flatMap((schema) =>
    schema.fields.flatMap((field) => {
      const label = variableName(schema, field);
      return set.has(label) ? [] : [keyCompletion(schema, field, label, `${label}${mark}`, span)];
    }),
  );
}

function keyCompletion(
  schema: SettingsSchema,
  field: Field,
  name: string,
  newText: string,
  span: Span,
): Completion {
  return {
    label: name,
    kind: 'key',
    newText,
    span,
    detail: `${field.annotation} · ${schema.className ?? schema.id}`,
    ...(field.description ? { documentation: field.description } : {}),
    deprecated: field.deprecated !== undefined,
  };
}

function values(
  schemas: readonly SettingsSchema[],
  written: string,
  file: SourceFile,
  offset: number,
  valueStart: number,
): readonly Completion[] {
  const key = written
    .replace(/^\s*(export\s+)?/, '')
    .trim()
    .toLowerCase();
  const blank = /^\s*/.exec(file.text.slice(valueStart, offset))?.[0].length ?? 0;
  const span = { start: valueStart + blank, end: offset };
  const labels = new Map<string, Field>();
  for (const schema of schemas) {
    for (const field of schema.fields) {
      if (!field.inputs.some((it) => it.environment.toLowerCase() === key || it.key.toLowerCase() === key))
        continue;
      for (const value of valuesOf(field.type)) labels.set(value, field);
    }
  }
  return [...labels].map(([label, field]) => ({
    label,
    kind: 'value',
    newText: label,
    span,
    detail: field.annotation,
    deprecated: false,
  }));
}

function valuesOf(type: FieldType): readonly string[] {
  switch (type.kind) {
    case 'bool':
      return ['true', 'false'];
    case 'literal':
      return type.members.flatMap((it) => textOf(it.data));
    case 'enum':
      return type.members.flatMap((it) => textOf(it.value));
    case 'optional':
    case 'constrained':
      return valuesOf(type.inner);
    case 'union':
      return type.members.flatMap(valuesOf);
    default:
      return [];
  }
}

function textOf(data: Data): readonly string[] {
  if (data.kind === 'str') return [data.value];
  return data.kind === 'int' ? [String(data.value)] : [];
}
