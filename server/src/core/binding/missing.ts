import { optionsFor } from '../options-for.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import { isScriptPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment, writtenFor } from '../supply/environment-name.ts';
import type { Entry } from '../syntax/document.ts';
import { bind, bindVariables } from './bind.ts';
import type { Environment, Layer } from './environment.ts';
import { environmentsOf } from './environments.ts';
import { listedTogether } from './listed-together.ts';
import { verdictsOf } from './verdicts.ts';

/** A required field that nothing supplies in an environment, under every plausible order of the layers. */
export interface MissingField {
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly field: Field;
  /** The first entry of the environment's highest-ranked dotenv file, else the field's name. */
  readonly anchor: Place & { readonly entry?: Entry };
  /** The field's name when the anchor is in a file, else absent. */
  readonly related?: Place;
}

/** The required fields of a schema that are missing, in all its environments. */
export function missingFields(snapshot: Snapshot, schema: SettingsSchema): readonly MissingField[] {
  return environmentsOf(snapshot, schema).flatMap((it) => missingIn(snapshot, schema, it));
}

/** The required fields that are missing in one environment. Empty for open schemas and what is not fully seen. */
function missingIn(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): readonly MissingField[] {
  if (!isFullySeen(snapshot, schema, environment)) return [];
  const alternatives = layersBelow(snapshot, schema, environment);
  const found: MissingField[] = [];
  for (const it of verdictsOf(snapshot, schema, shared(environment)).missing) {
    if ((it.possible?.length ?? 0) > 0) continue;
    if (alternatives.some((layer) => supplies(schema, environment, layer, it.field))) continue;
    found.push({ schema, environment, field: it.field, ...anchorOf(environment, it.field) });
  }
  return found;
}

/** True where whatever supplies an environment is seen, so that what is not among it is not there. */
export function isFullySeen(snapshot: Snapshot, schema: SettingsSchema, environment: Environment): boolean {
  return provable(schema, environment) && seesDotenv(snapshot, schema, environment);
}

function provable(schema: SettingsSchema, environment: Environment): boolean {
  if (schema.loading.unread) return false;
  if (schema.open.length > 0 || (schema.loading.envFileUndecided && !schema.loading.envFilePattern))
    return false;
  if (schema.modelUndecided.some((it) => !it.after)) return false;
  const isCode = schema.form === 'calls' && schema.reader !== 'json-schema';
  if (isCode && isScriptPath(schema.place.path, schema.service)) return false;
  const only = writtenFor(schema.place.path, schema.className);
  if (only !== undefined && !sameEnvironment(only, environment.name)) return false;
  if (
    environment.above ||
    environment.unseen ||
    environment.opaque.length > 0 ||
    environment.outside.length > 0
  )
    return false;
  return !environment.layers.some((it) => it.unproven);
}

/** False where the class's own dotenv file is not here, as in a clone, and other files supply the rest. */
function seesDotenv(snapshot: Snapshot, schema: SettingsSchema, { name, layers }: Environment): boolean {
  if (schema.loading.envFiles.length === 0 || !schema.loading.sources.includes('dotenv')) return true;
  if (layers.some((it) => isSharedDotenv(it) || it.given)) return true;
  const { environments } = optionsFor(snapshot, schema.place.path);
  return Object.keys(environments).some((it) => sameEnvironment(it, name));
}

const withoutPersonal = new WeakMap<Environment, Environment>();

/** The environment as others have it: without personal layers. */
export function shared(environment: Environment): Environment {
  if (!environment.layers.some((it) => it.personal)) return environment;
  let known = withoutPersonal.get(environment);
  if (!known) {
    known = { ...environment, layers: environment.layers.filter((it) => !it.personal) };
    withoutPersonal.set(environment, known);
  }
  return known;
}

/**
 * Layers that may lie below this environment's own where the order is guessed: personal ones, and the dotenv files of
 * `development` unless this environment's file takes their place as a whole.
 */
export function layersBelow(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): readonly Layer[] {
  const personal = environment.layers.filter((it) => it.personal);
  if (environment.guess === undefined) return personal;
  const [development] = environmentsOf(snapshot, schema);
  const below = development === environment ? [] : (development?.layers ?? []).filter(isSharedDotenv);
  return [...personal, ...below.filter((it) => !isWhole(snapshot, schema, environment, it))];
}

function isSharedDotenv(layer: Layer): boolean {
  return layer.kind === 'dotenv' && !layer.personal;
}

/**
 * `.env.NAME` is a file of its own, not an overlay, when it sets at least half of the fields that the other file
 * sets and nothing lists the two together.
 */
function isWhole(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  other: Layer,
): boolean {
  const own = environment.layers.filter(isSharedDotenv);
  if (own.some((it) => listedTogether(snapshot, it.path, other.path))) return false;
  const set = new Set(own.flatMap((it) => [...fieldsIn(schema, it)]));
  const theirs = [...fieldsIn(schema, other)];
  return theirs.filter((field) => set.has(field)).length * 2 >= theirs.length;
}

function fieldsIn(schema: SettingsSchema, layer: Layer): Iterable<Field> {
  return layer.document ? bindVariables(layer.document, schema).byField.keys() : [];
}

/** True where a layer sets a field. */
export function supplies(
  schema: SettingsSchema,
  environment: Environment,
  layer: Layer,
  field: Field,
): boolean {
  const bound = bind(schema, { ...environment, layers: [layer] });
  return bound.layers.some((it) => (it.binding.byField.get(field)?.length ?? 0) > 0);
}

/** Where to say that a field is not set in an environment. */
export function anchorOf(environment: Environment, field: Field): Pick<MissingField, 'anchor' | 'related'> {
  const highest = environment.layers.findLast((it) => it.kind === 'dotenv' && !it.personal);
  const entry = highest?.document?.root.entries[0];
  if (highest?.path === undefined || !entry) return { anchor: field.place };
  return { anchor: { path: highest.path, span: entry.key.span, entry }, related: field.place };
}
