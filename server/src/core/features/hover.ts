import { bindLayer } from '../binding/bind.ts';
import { environmentsOf } from '../binding/environments.ts';
import type { FieldResolution } from '../binding/resolution.ts';
import { resolveForAll } from '../binding/side-by-side.ts';
import { readersOf } from '../binding/unknown.ts';
import { recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import { variableName } from '../rules/reader-name.ts';
import type { Constraints, FieldType } from '../schema/field-type.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import { containsOffset, type Span } from '../text/span.ts';
import { blastRadius, fieldReach } from './blast-radius.ts';
import { inlineCode, markdownTable, plainMarkdown } from './markdown-text.ts';
import { isUnseen, type SeenField } from './seen-field.ts';
import { MASKED, showData, showValue } from './show-value.ts';
import { sourcePlace, sourceText } from './source-place.ts';

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
  /** In a settings file: the line that the place is about. */
  readonly entry?: Entry;
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
      const { entry, field } = it;
      found.push({ schema, field, span: entry.key.span, key: entry.key.name, entry });
    }
  }
  return found;
}

function describe(snapshot: Snapshot, { schema, field, entry }: FieldAt): string {
  const lines = [`\`${field.name}: ${field.annotation}\` of \`${schema.className ?? schema.id}\``];
  if (field.description) lines.push(plainMarkdown(field.description));
  if (field.deprecated)
    lines.push(
      `**Deprecated**${field.deprecated.message ? `: ${plainMarkdown(field.deprecated.message)}` : ''}`,
    );
  if (field.sets)
    lines.push(
      `Sets ${field.sets.map((it) => inlineCode(it.name) + (it.django ? ' of Django' : '')).join(', ')}`,
    );
  lines.push(
    [defaultText(field), limits(field.type), declaration(snapshot, field)]
      .filter((it) => it !== '')
      .join(' · '),
  );
  const seen = environmentsOf(snapshot, schema).flatMap((environment): SeenField[] => {
    const found = resolveForAll(snapshot, schema, environment).fields.find((it) => it.field === field);
    return found ? [{ found, environment }] : [];
  });
  lines.push(table(snapshot, seen), ...(entry ? givesWay(snapshot, seen, entry) : []), ...guesses(seen));
  lines.push(...underWay(snapshot, schema, field));
  for (const it of field.undecided) lines.push(`Not decided here: ${plainMarkdown(it.reason)}`);
  return lines.filter((it) => it !== '').join('\n\n');
}

const OPEN: ReadonlySet<string> = new Set(['expand', 'migrate', 'contract']);

/** Whom a change of the key reaches; of one that is being migrated also how far it is. */
function underWay(snapshot: Snapshot, schema: SettingsSchema, field: Field): readonly string[] {
  const key = variableName(schema, field).toLowerCase();
  const record = recordsOf(snapshot).find(
    (it) => OPEN.has(it.phase) && [...it.from, ...it.to].some((name) => name.toLowerCase() === key),
  );
  const gathered = record && factsOfRecord(snapshot, record);
  if (!record || gathered?.ok !== true) {
    const reach = fieldReach(snapshot, schema, field).map((it) => `- ${it}`);
    return reach.length === 0 ? [] : [`A change of it reaches`, reach.join('\n')];
  }
  const reach = blastRadius(snapshot, gathered.facts).map((it) => `- ${it}`);
  return [`Being migrated: ${inlineCode(record.id)} is in \`${record.phase}\``, reach.join('\n')];
}

function defaultText(field: Field): string {
  if (field.required) return 'required';
  if (field.default === undefined) return 'has a default that is computed';
  return `default ${inlineCode(field.secret ? MASKED : showData(field.default))}`;
}

function limits(type: FieldType): string {
  switch (type.kind) {
    case 'constrained':
      return [limits(type.inner), constraintText(type.constraints)].filter((it) => it !== '').join(', ');
    case 'optional':
      return limits(type.inner);
    case 'literal':
      return `one of ${type.members.map((it) => inlineCode(showData(it.data))).join(', ')}`;
    case 'enum':
      return `one of ${type.members.map((it) => inlineCode(showData(it.value))).join(', ')}`;
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
    it.pattern !== undefined && `matches ${inlineCode(it.pattern)}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

function declaration(snapshot: Snapshot, field: Field): string {
  const file = snapshot.files.get(field.place.path);
  const line = file ? lineIndex(file).position(field.place.span.start).line + 1 : 1;
  return `declared in \`${field.place.path}:${line}\``;
}

function table(snapshot: Snapshot, seen: readonly SeenField[]): string {
  const rows = seen.map((it) => {
    const unseen = isUnseen(it);
    return [
      plainMarkdown(it.environment.name),
      unseen ? 'not seen' : valueText(it.found),
      unseen ? '' : originText(snapshot, it.found),
    ];
  });
  return rows.length === 0 ? '' : markdownTable(['environment', 'value', 'from'], rows);
}

/** Where this very line is not the one that counts. */
function givesWay(snapshot: Snapshot, seen: readonly SeenField[], entry: Entry): readonly string[] {
  const lost = seen.flatMap(({ found, environment }) => {
    const isHidden = found.source?.entry !== entry && found.overrides.some((it) => it.entry === entry);
    if (!isHidden || !found.source) return [];
    const winner = inlineCode(sourceText(sourcePlace(snapshot, found.source)));
    return [`to ${winner} in ${plainMarkdown(environment.name)}`];
  });
  return lost.length === 0 ? [] : [`This line gives way ${lost.join(', ')}`];
}

/** What was assumed of the files that the table speaks of. */
function guesses(seen: readonly SeenField[]): readonly string[] {
  return seen.flatMap((it) => {
    const { guess, name } = it.environment;
    return guess === undefined || isUnseen(it)
      ? []
      : [`Assumed in ${plainMarkdown(name)}: ${plainMarkdown(guess)}`];
  });
}

function valueText(it: FieldResolution): string {
  switch (it.state) {
    case 'set':
    case 'default':
      return inlineCode(showValue(it));
    case 'missing':
      return it.possible ? 'may be set elsewhere' : '**missing**';
    case 'invalid':
      return `**refused**: ${plainMarkdown(it.errors[0]?.message ?? '')}`;
    case 'undecided':
      return 'not decided';
  }
}

function originText(snapshot: Snapshot, { source, overrides }: FieldResolution): string {
  if (!source) return '';
  const place = sourcePlace(snapshot, source);
  const from = place.path === undefined ? sourceText(place) : inlineCode(sourceText(place));
  const over = overrides.map((it) => inlineCode(sourceText(sourcePlace(snapshot, it))));
  return over.length === 0 ? from : `${from} over ${over.join(', ')}`;
}
