import { namesOf } from '../binding/names.ts';
import type { Constraints } from '../schema/field-type.ts';
import type { PythonProject } from '../schema/reader.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { withConstraint } from './constraint-answer.ts';
import type { ReaderFacts } from './facts.ts';
import { readsOfField } from './field-reads.ts';
import { acceptsDefault, acceptsText } from './field-values.ts';
import { markedBlocks } from './generate/end-of-migration.ts';
import { fieldNameFor } from './generate/pydantic-target.ts';
import { goneReads, hasAttribute } from './gone-attribute.ts';

/** The names of a migration, as people write variables. */
export interface Names {
  readonly from: string;
  readonly to?: string;
  readonly fromKeys: readonly string[];
  readonly toKeys: readonly string[];
  /** What the field demands on top of today's constraints from now on. */
  readonly constraints?: Constraints;
}

/** Every name of either side, once. */
export function allNames({ fromKeys, toKeys }: Names): readonly string[] {
  return [...new Set([...fromKeys, ...toKeys])];
}

/** What one schema has to do with the keys; empty for one that has nothing to do with them. */
export function readerFacts(
  snapshot: Snapshot,
  project: PythonProject,
  { name: called, schema }: Pick<ReaderFacts, 'name' | 'schema'>,
  names: Names,
  named: boolean,
): readonly ReaderFacts[] {
  const fields = new Map(
    allNames(names).flatMap((name) => {
      const field = withoutStub(project, fieldNamed(schema, name));
      return field ? [[name, field] as const] : [];
    }),
  );
  if (fields.size === 0 && !isStrict(schema) && !named) return [];
  const old = fields.get(names.from);
  const next = names.to === undefined ? undefined : fields.get(names.to);
  const { constraints } = names;
  const defaultAfter =
    old && constraints && acceptsDefault(snapshot, schema, withConstraint(old, constraints));
  const reader: ReaderFacts = {
    name: called,
    schema,
    ...(old ? { old } : {}),
    ...(next ? { new: next } : {}),
    fields,
    strict: strictLayers(schema),
    // While both are declared, OLD is of no type any more.
    emptyAccepted: emptyAccepted(snapshot, schema, next ?? old),
    readsOld: old ? readsOfField(project, schema, old, old.name, names.from) : [],
    readsNew: next && names.to !== undefined ? readsOfField(project, schema, next, next.name, names.to) : [],
    named,
    ...(defaultAfter === undefined ? {} : { defaultAfter }),
  };
  if (old) return [reader];
  if (next) return [{ ...reader, readsOld: readsLeft(project, reader, next, names.from) }];
  return [names.toKeys.length > 0 ? reader : { ...reader, readsOld: readsGone(project, reader, names.from) }];
}

/**
 * Reads of the attribute that OLD had, where the class has NEW alone. An alias leaves the attribute as it is, and a
 * property of that name that computes it from NEW serves them.
 */
function readsLeft(
  project: PythonProject,
  reader: ReaderFacts,
  next: Field,
  from: string,
): ReaderFacts['readsOld'] {
  const { schema } = reader;
  if (schema.reader === 'os-environ') return readsOfField(project, schema, next, '', from);
  if (schema.form === 'calls') return [];
  const plain = next.inputs.some((it) => it.key === next.name);
  const before = fieldNameFor(from, reader, next.name);
  if (!plain || !before.ok || hasAttribute(project, schema, before.name)) return [];
  return readsOfField(project, schema, next, before.name, from);
}

/** Reads of the attribute that OLD had, where nothing takes its place: they raise once that code runs. */
function readsGone(project: PythonProject, reader: ReaderFacts, from: string): ReaderFacts['readsOld'] {
  const { schema } = reader;
  const before = fieldNameFor(from, reader, schema.fields[0]?.name ?? 'name');
  return schema.form === 'class' && before.ok ? goneReads(project, schema, before.name) : [];
}

/** What a validator that a migration wrote makes of a field is known: it decides nothing about its type. */
function withoutStub(project: PythonProject, field: Field | undefined): Field | undefined {
  if (!field || field.undecided.length === 0) return field;
  const undecided = field.undecided.filter((it) => {
    const file = project.mentioning([field.name]).find((other) => other.file.path === it.path);
    const blocks = file ? markedBlocks(file) : [];
    return !blocks.some((block) => block.start <= it.span.start && it.span.start < block.end);
  });
  return undecided.length === field.undecided.length ? field : { ...field, undecided };
}

/** The field of a variable, of an attribute or of a key of a data file. */
export function fieldNamed(schema: SettingsSchema, name: string): Field | undefined {
  const { fields, fold } = namesOf(schema);
  const found = fields.get(fold(name))?.[0];
  return (
    found ?? schema.fields.find((field) => field.name === name || field.inputs.some((it) => it.key === name))
  );
}

/** A class that reads neither key and refuses what it does not know is stopped by the new one all the same. */
function isStrict(schema: SettingsSchema): boolean {
  return schema.reader === 'pydantic-settings' && schema.loading.extra === 'forbid';
}

/** pydantic-settings refuses unknown keys of dotenv files, never of the process environment. */
function strictLayers(schema: SettingsSchema): ReaderFacts['strict'] {
  if (schema.reader !== 'pydantic-settings' || schema.loading.extra !== 'forbid') return [];
  if (schema.loading.envFileUndecided) return undefined;
  return schema.loading.sources.includes('dotenv') && schema.loading.envFiles.length > 0 ? ['dotenv'] : [];
}

function emptyAccepted(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field | undefined,
): boolean | undefined {
  return field && acceptsText(snapshot, schema, field, '');
}
