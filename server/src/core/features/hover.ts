import { bindLayer } from '../binding/bind.ts';
import { environmentsOf } from '../binding/environments.ts';
import type { FieldResolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import { readersOf } from '../binding/unknown.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Constraints, Field, FieldType, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { documentOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import { containsOffset, type Span } from '../text/span.ts';
import { MASKED, showData, showValue } from './show-value.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** A field and the place in a file that speaks of it. */
export interface FieldAt {
  readonly schema: SettingsSchema;
  readonly field: Field;
  readonly span: Span;
  /** The key as written there. */
  readonly key: string;
}

/** What there is to say of the field at a place: type, default, declaration, value in each environment. */
export function hover(snapshot: Snapshot, path: string, offset: number): Hover | undefined {
  const found = fieldsAt(snapshot, path, offset);
  const [first] = found;
  if (!first) return undefined;
  return { span: first.span, markdown: found.map((it) => describe(snapshot, it)).join('\n\n---\n\n') };
}

/** The fields that an offset is about: of a key in a settings file, or of a declaration in Python. */
export function fieldsAt(snapshot: Snapshot, path: string, offset: number): readonly FieldAt[] {
  return path.endsWith('.py') ? declaredAt(snapshot, path, offset) : boundAt(snapshot, path, offset);
}

function declaredAt(snapshot: Snapshot, path: string, offset: number): readonly FieldAt[] {
  return schemasOf(snapshot).flatMap((schema) =>
    schema.fields
      .filter((field) => field.place.path === path && containsOffset(field.place.span, offset))
      .map((field) => ({ schema, field, span: field.place.span, key: field.name })),
  );
}

function boundAt(snapshot: Snapshot, path: string, offset: number): readonly FieldAt[] {
  const file = snapshot.files.get(path);
  const document = file && documentOf(file);
  const readers = document ? (readersOf(snapshot).get(path) ?? []) : [];
  const found: FieldAt[] = [];
  for (const { schema, layer } of readers) {
    if (!document) continue;
    for (const it of bindLayer(layer, schema, document).entries) {
      if (it.kind === 'extra' || !containsOffset(it.entry.span, offset)) continue;
      if (found.some((known) => known.field === it.field)) continue;
      found.push({ schema, field: it.field, span: it.entry.key.span, key: it.entry.key.name });
    }
  }
  return found;
}

function describe(snapshot: Snapshot, { schema, field }: FieldAt): string {
  const lines = [`\`${field.name}: ${field.annotation}\` of \`${schema.className ?? schema.id}\``];
  if (field.description) lines.push(plain(field.description));
  if (field.deprecated)
    lines.push(`**Deprecated**${field.deprecated.message ? `: ${plain(field.deprecated.message)}` : ''}`);
  lines.push(
    [defaultText(field), limits(field.type), declaration(snapshot, field)]
      .filter((it) => it !== '')
      .join(' · '),
  );
  lines.push(table(snapshot, schema, field));
  for (const it of field.undecided) lines.push(`Not decided here: ${plain(it.reason)}`);
  return lines.join('\n\n');
}

function defaultText(field: Field): string {
  if (field.required) return 'required';
  if (field.default === undefined) return 'has a default that is computed';
  return `default ${code(field.secret ? MASKED : showData(field.default))}`;
}

function limits(type: FieldType): string {
  switch (type.kind) {
    case 'constrained':
      return [limits(type.inner), constraintText(type.constraints)].filter((it) => it !== '').join(', ');
    case 'optional':
      return limits(type.inner);
    case 'literal':
      return `one of ${type.members.map((it) => code(showData(it.data))).join(', ')}`;
    case 'enum':
      return `one of ${type.members.map((it) => code(showData(it.value))).join(', ')}`;
    default:
      return '';
  }
}

function constraintText(it: Constraints): string {
  const parts = [
    it.ge && `at least ${showData(it.ge)}`,
    it.gt && `more than ${showData(it.gt)}`,
    it.le && `at most ${showData(it.le)}`,
    it.lt && `less than ${showData(it.lt)}`,
    it.multipleOf && `a multiple of ${showData(it.multipleOf)}`,
    it.minLength !== undefined && `length at least ${it.minLength}`,
    it.maxLength !== undefined && `length at most ${it.maxLength}`,
    it.pattern !== undefined && `matches ${code(it.pattern)}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

function declaration(snapshot: Snapshot, field: Field): string {
  const file = snapshot.files.get(field.place.path);
  const line = file ? lineIndex(file).position(field.place.span.start).line + 1 : 1;
  return `declared in \`${field.place.path}:${line}\``;
}

function table(snapshot: Snapshot, schema: SettingsSchema, field: Field): string {
  const rows = environmentsOf(snapshot, schema).flatMap((environment) => {
    const found = resolve(snapshot, schema, environment).fields.find((it) => it.field === field);
    if (!found) return [];
    const unseen = environment.unseen && found.source?.layer === undefined;
    return [
      `| ${environment.name} | ${unseen ? 'not seen' : valueText(found)} | ${unseen ? '' : sourceText(snapshot, found)} |`,
    ];
  });
  return rows.length === 0 ? '' : ['| environment | value | from |', '|:--|:--|:--|', ...rows].join('\n');
}

function valueText(it: FieldResolution): string {
  switch (it.state) {
    case 'set':
    case 'default':
      return code(showValue(it));
    case 'missing':
      return it.possible ? 'may be set elsewhere' : '**missing**';
    case 'invalid':
      return `**refused**: ${plain(it.errors[0]?.message ?? '')}`;
    case 'undecided':
      return 'not decided';
  }
}

function sourceText(snapshot: Snapshot, it: FieldResolution): string {
  const { source } = it;
  if (!source) return '';
  const path = source.layer?.path;
  if (path === undefined) return source.kind === 'default_factory' ? 'default' : source.kind;
  const file = snapshot.files.get(path);
  const line =
    file && source.entry ? `:${lineIndex(file).position(source.entry.key.span.start).line + 1}` : '';
  return `\`${path}${line}\``;
}

/** Text of the workspace, inert in Markdown; what stands between backticks stays code. */
function plain(text: string): string {
  const pieces = text.slice(0, 300).replace(/\s+/g, ' ').split('`');
  const balanced = pieces.length % 2 === 1;
  return pieces
    .map((piece, index) =>
      balanced && index % 2 === 1 ? code(piece) : piece.replace(/[\\*_{}[\]()#+!<>|~$]/g, '\\$&'),
    )
    .join('');
}

function code(text: string): string {
  const inert = text.replace(/`/g, "'").replace(/\|/g, '\\|').replace(/\s+/g, ' ');
  return `\`${inert}\``;
}
