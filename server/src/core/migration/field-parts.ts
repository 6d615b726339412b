import { environmentsOf } from '../binding/environments.ts';
import { meaningOf, namesOf } from '../binding/names.ts';
import { processVariables, variablesOfLayer } from '../binding/variables.ts';
import { modelOf } from '../preflight/field-at.ts';
import { findSchemas } from '../schema/find-schemas.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { nearest } from '../text/nearest.ts';
import type { MigrationFacts } from './facts.ts';
import { fieldNamed } from './gather-readers.ts';
import { nameIn } from './reader-names.ts';
import type { Refusal } from './refuse-migration.ts';

/** The keys that somebody asks for, as they are written. */
interface AskedKeys {
  readonly from: string;
  readonly fromKeys?: readonly string[];
  readonly settings?: string;
}

interface Part {
  readonly schema: SettingsSchema;
  readonly field: Field;
  readonly path: readonly string[];
}

/** Refuses a key that sets a part of a field of pydantic-settings (`env_nested_delimiter`): no plan here moves parts. */
export function refusedPart(
  snapshot: Snapshot,
  { from, fromKeys, settings }: AskedKeys,
): Refusal | undefined {
  const named = settings === undefined ? undefined : findSchemas(snapshot, settings);
  const schemas = named?.kind === 'error' ? [] : named ? [named.schema] : schemasOf(snapshot);
  for (const key of fromKeys ?? [from]) {
    if (schemas.some((it) => fieldNamed(it, key) !== undefined)) continue;
    const [part] = schemas.flatMap((it) => partIn(it, key) ?? []);
    if (part) return partWords(key, part);
  }
  return undefined;
}

/** Refuses a whole field that an environment sets part by part, and a new name that would be a part of a field. */
export function refusedWhole(snapshot: Snapshot, facts: MigrationFacts): Refusal | undefined {
  for (const { schema } of facts.readers.filter((it) => it.fields.size > 0)) {
    for (const key of facts.toKeys.filter((it) => !facts.fromKeys.includes(it))) {
      const part = fieldNamed(schema, key) ? undefined : partIn(schema, key);
      if (part) return newPartWords(key, part);
    }
    for (const key of facts.fromKeys) {
      const field = fieldNamed(schema, key);
      const set = field && partsSet(snapshot, schema, field);
      if (set && set.length > 0) return { message: wholeWords(key, set), candidates: [] };
    }
  }
  return undefined;
}

function partIn(schema: SettingsSchema, key: string): Part | undefined {
  if (schema.reader !== 'pydantic-settings') return undefined;
  const meaning = meaningOf(namesOf(schema), key);
  return meaning.kind === 'part' ? { schema, field: meaning.field, path: meaning.path } : undefined;
}

function partWords(key: string, part: Part): Refusal {
  const { schema, field, path } = part;
  const whole = `the field \`${field.name}\` (\`${wholeKey(part)}\`) of \`${nameIn([schema], schema)}\``;
  const declared = declaredAt(part);
  const last = path.at(-1) ?? '';
  if (declared && !declared.some((it) => sameName(schema, it, last))) {
    const above = key.slice(0, key.length - last.length);
    const names = declared.map((it) => above + inCaseOf(above, it));
    return {
      message: `\`${key}\` would be a part of ${whole}, and the model of that declares no \`${last}\``,
      candidates: nearest(key, names),
    };
  }
  return {
    message: `\`${key}\` sets \`${[field.name, ...path].join('.')}\`, a part of ${whole}, and parts are changed by hand: let the model go on with the old and the new form for a while (of a name: \`validation_alias=AliasChoices("new", "${last}")\`), ship that, change the environments, then take the old form out`,
    candidates: [],
  };
}

function newPartWords(key: string, part: Part): Refusal {
  return {
    message: `\`${key}\` would be a part of the field \`${part.field.name}\` (\`${wholeKey(part)}\`) of \`${nameIn([part.schema], part.schema)}\`: choose a name without \`${part.schema.loading.nestedDelimiter}\` behind that one`,
    candidates: [],
  };
}

/** The variable of the whole field that the part's name begins with. */
function wholeKey({ schema, field }: Part): string {
  const name = field.inputs[0]?.environment ?? field.name;
  return schema.loading.caseSensitive ? name : name.toUpperCase();
}

/** The names that the model around a part declares; undefined where it is no model that is known. */
function declaredAt({ schema, field, path }: Part): readonly string[] | undefined {
  let inside: Field | undefined = field;
  for (const key of path.slice(0, -1))
    inside =
      inside && fieldsOf(inside)?.find((it) => namesOfPart(it).some((name) => sameName(schema, name, key)));
  return inside && fieldsOf(inside)?.flatMap(namesOfPart);
}

function fieldsOf({ type }: Field): readonly Field[] | undefined {
  const model = modelOf(type);
  return model && model.extra !== 'allow' && model.undecided.length === 0 ? model.fields : undefined;
}

function namesOfPart({ name, inputs }: Field): readonly string[] {
  return [...new Set([name, ...inputs.map((it) => it.key)])];
}

function sameName(schema: SettingsSchema, a: string, b: string): boolean {
  const { fold } = namesOf(schema);
  return fold(a) === fold(b);
}

function inCaseOf(above: string, name: string): string {
  return above === above.toUpperCase() ? name.toUpperCase() : name;
}

/** A part that an environment sets. */
interface SetPart {
  readonly name: string;
  readonly where: string;
}

function partsSet(snapshot: Snapshot, schema: SettingsSchema, field: Field): readonly SetPart[] {
  if (schema.reader !== 'pydantic-settings' || schema.loading.nestedDelimiter === undefined) return [];
  const found = new Map<string, SetPart>();
  for (const { layers, name: environment } of environmentsOf(snapshot, schema)) {
    const process = processVariables(layers);
    for (const layer of layers.filter((it) => it.kind === 'dotenv' || it.kind === 'process')) {
      for (const { name } of variablesOfLayer(layer, process))
        if (partIn(schema, name)?.field === field && !found.has(name))
          found.set(name, { name, where: layer.path ?? layer.store ?? environment });
    }
  }
  return [...found.values()];
}

/** How many parts are named; the others are counted. */
const MOST_NAMED = 3;

function wholeWords(key: string, parts: readonly SetPart[]): string {
  const named = parts.slice(0, MOST_NAMED).map((it) => `\`${it.name}\` in \`${it.where}\``);
  const others = parts.length - named.length;
  const list = others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`;
  return `\`${key}\` is set part by part (${list}), and parts are changed by hand: let code go on with the old and the new form for a while, ship that, change the environments, then take the old form out`;
}
