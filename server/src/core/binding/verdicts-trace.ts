import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Engines, Snapshot } from '../snapshot.ts';
import { entryAtIndex, entryContents } from '../syntax/content-of.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import { memo } from '../text/memo.ts';
import { fieldOfFileKey } from './bind.ts';
import { decodesAsJson } from './complex.ts';
import type { Environment, Layer } from './environment.ts';
import { entryItem, fileKeys } from './file-source.ts';
import { meaningOf, namesOf } from './names.ts';
import type { FieldResolution, Resolution } from './resolution.ts';
import { type FieldOutcome, fieldResolver, missing } from './resolve-field.ts';
import { isWhollySeen, perhapsSupplied } from './resolve-pydantic.ts';
import { fieldItem } from './sources.ts';
import { failed, stopsLoading } from './stopped.ts';
import { interpolates, plainValue } from './variables.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * What has to be known of a resolution so that the next, in which some values differ, need not look at all fields.
 *
 * It holds only for schemas and environments in which a field depends on nothing but the entries that set it. Of those
 * fields it knows the one that a single entry sets and nothing else does: when that entry's value changes and every
 * key of every file is the same, this field alone can come out differently.
 */
export interface Trace {
  readonly environment: Environment;
  readonly engines: Engines;
  /** By layer and entry: the index of the field that the entry alone sets; NOBODY where none or several do. */
  readonly setBy: readonly (readonly number[])[];
  /** By field: the layer and entry that alone set it, or undefined. */
  readonly places: readonly (Place | undefined)[];
  /** By field. */
  readonly invalid: ReadonlyMap<number, FieldResolution>;
  readonly missing: readonly Field[];
}

interface Place {
  readonly layer: number;
  readonly entry: number;
}

interface Change extends Place {
  /** A variable without text is an unknown key for some libraries and not for others. */
  readonly empty: boolean;
}

const NOBODY = -1;
/** More changes than a person makes at once are looked at as a whole. */
const MOST_CHANGES = 64;
const MOST_MISSING = 200;

/** Undefined where more than an entry's own field may depend on its value. */
export function traceOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  resolution: Resolution,
): Trace | undefined {
  if (!isTraceable(schema) || !isWhollySeen(resolution)) return undefined;
  const layerAt = new Map(environment.layers.map((layer, index) => [layer, index]));
  const entryAt = environment.layers.map((layer) => indexOfEntries(layer));
  const setBy = environment.layers.map((layer) => (layer.document?.root.entries ?? []).map(() => NOBODY));
  const places = resolution.fields.map((it, index) => {
    const layer = it.source?.layer && layerAt.get(it.source.layer);
    if (!isSetByOne(it) || !isPlain(schema, it.field, it.source?.layer?.kind)) return undefined;
    const entry = layer === undefined ? undefined : it.source?.entry && entryAt[layer]?.get(it.source.entry);
    if (layer === undefined || entry === undefined) return undefined;
    const list = setBy[layer] as number[];
    list[entry] = list[entry] === NOBODY ? index : NOBODY;
    return { layer, entry };
  });
  const own = places.map((it, index) => (it && setBy[it.layer]?.[it.entry] === index ? it : undefined));
  const invalid = new Map<number, FieldResolution>();
  for (const [index, it] of resolution.fields.entries()) if (it.state === 'invalid') invalid.set(index, it);
  const lacking = resolution.fields.filter((it) => it.state === 'missing').map((it) => it.field);
  if (lacking.length > MOST_MISSING) return undefined;
  return { environment, engines: snapshot.engines, setBy, places: own, invalid, missing: lacking };
}

/** Where decoding fails, what other sources give the field is not known. The default it hides stays what it is. */
function isSetByOne(resolution: FieldResolution): boolean {
  const { overrides, origins } = resolution;
  return (
    overrides.every((it) => it.layer === undefined) && origins === undefined && !stopsLoading(resolution)
  );
}

function indexOfEntries({ document }: Layer): ReadonlyMap<Entry, number> {
  return new Map(document?.root.entries.map((entry, index) => [entry, index]));
}

/** Sources that look at each key by itself. */
const isTraceable = memo(({ reader, loading, fields, dualReads = [] }: SettingsSchema): boolean => {
  const { dotenvFiltering, envPrefix, version } = loading;
  if (dualReads.length > 0 || fields.some((it) => it.respelled)) return false;
  if (reader !== 'pydantic-settings' || loading.deepMerge || loading.envFileUndecided) return false;
  if (dotenvFiltering === 'match_prefix' || (!behaviourOf(version).prefixIsNeeded && envPrefix !== ''))
    return false;
  return loading.yamlSection === undefined && (loading.tomlHeader ?? []).length === 0;
});

/** A field that one key sets: no path into JSON, no parts in keys of their own, no unknown key that hides it. */
function isPlain({ loading }: SettingsSchema, field: Field, kind: Layer['kind'] | undefined): boolean {
  if (field.inputs.some((it) => it.path.length > 0)) return false;
  if (kind !== 'file' && loading.nestedDelimiter !== undefined && decodesAsJson(field)) return false;
  return loading.extra !== 'allow' || field.inputs[0]?.key === field.name;
}

/** What is not in the workspace makes the same fields undecided. */
function hidesAsMuch(a: Environment, b: Environment): boolean {
  const reasons = ({ unseen, opaque, outside }: Environment) => JSON.stringify([unseen, opaque, outside]);
  return reasons(a) === reasons(b);
}

/** What comes of an environment with other values under the same keys; undefined where all has to be looked at. */
export function continued(
  before: Trace,
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): { readonly trace: Trace; readonly verdicts: Verdicts } | undefined {
  if (before.engines !== snapshot.engines || !hidesAsMuch(before.environment, environment)) return undefined;
  const changes = changesOf(before.environment, environment, schema);
  if (changes === undefined) return undefined;
  const invalid = new Map<number, FieldResolution>();
  for (const [index, it] of before.invalid) {
    const now = atPlace(before, environment, index, it);
    if (now === undefined) return undefined;
    invalid.set(index, now);
  }
  for (const { layer, entry, empty } of changes) {
    const index = before.setBy[layer]?.[entry] ?? NOBODY;
    if (index === NOBODY) {
      if (empty || isRead(schema, environment.layers[layer] as Layer, entry)) return undefined;
      continue;
    }
    const outcome = outcomeOf(snapshot, schema, environment.layers[layer] as Layer, entry, index);
    if (outcome === undefined) return undefined;
    if (outcome.resolution.state === 'invalid') invalid.set(index, outcome.resolution);
    else invalid.delete(index);
  }
  const lacking = before.missing.map(
    (field) => perhapsSupplied(snapshot, schema, environment, missing(schema, field)).resolution,
  );
  const inOrder = [...invalid].sort(([a], [b]) => a - b);
  return {
    trace: { ...before, environment, invalid: new Map(inOrder) },
    verdicts: { invalid: inOrder.map(([, it]) => it), missing: lacking },
  };
}

/** The entries whose values differ; undefined where anything else does. */
function changesOf(
  before: Environment,
  after: Environment,
  schema: SettingsSchema,
): readonly Change[] | undefined {
  if (before.layers.length !== after.layers.length) return undefined;
  const changes: Change[] = [];
  for (const [layer, now] of after.layers.entries()) {
    const old = before.layers[layer];
    if (old === now || (old && isSameLayer(old, now))) continue;
    if (!old?.document || !now.document || !isComparable(old, now)) return undefined;
    if (entryNames(old.document.root) !== entryNames(now.document.root)) return undefined;
    const [from, to] = [entryContents(old.document.root), entryContents(now.document.root)];
    for (let entry = 0; entry < to.length; entry++) {
      const [a, b] = [from[entry], to[entry]];
      if (a === b || !a || !b) continue;
      if (changes.length >= MOST_CHANGES || !isOtherValue(schema, now.kind, a, b)) return undefined;
      changes.push({ layer, entry, empty: isEmpty(a) || isEmpty(b) });
    }
  }
  return changes;
}

function isSameLayer(a: Layer, b: Layer): boolean {
  const parts = [
    'kind',
    'path',
    'file',
    'document',
    'files',
    'data',
    'given',
    'variables',
    'dialect',
  ] as const;
  return parts.every((part) => a[part] === b[part]);
}

function isEmpty({ value }: Entry): boolean {
  return value?.kind === 'scalar' && value.data.kind === 'str' && value.data.value === '';
}

function isComparable(old: Layer, now: Layer): boolean {
  const [a, b] = [old.document as Document, now.document as Document];
  if (old.kind !== now.kind || old.path !== now.path || old.data !== now.data) return false;
  if ([old, now].some((it) => it.variables || it.given || it.files)) return false;
  if (old.dialect !== now.dialect || (now.dialect ?? USUAL) !== USUAL) return false;
  if (now.kind === 'dotenv') return !interpolates(a) && !interpolates(b);
  return now.kind === 'file' && now.data !== 'pyproject' && isSound(a) && isSound(b);
}

/** Other programs put other things in place of what a value refers to. */
const USUAL = 'python-dotenv';

/** A document with a mapping at the top that its loader takes. */
function isSound({ problems, root }: Document): boolean {
  return problems.length === 0 && entryContents(root).length > 0;
}

/** Two values of one key that the sources treat alike. An empty variable may count as none. */
function isOtherValue(schema: SettingsSchema, kind: Layer['kind'], a: Entry, b: Entry): boolean {
  if (kind === 'file') return a.key.data.kind === 'str' && b.key.data.kind === 'str';
  return [a, b].every(({ value }) => {
    if (value?.kind !== 'scalar' || value.data.kind !== 'str') return false;
    return value.data.value !== '' || !schema.loading.ignoreEmpty;
  });
}

/** An invalid field at the place where its entry stands now. */
function atPlace(
  before: Trace,
  environment: Environment,
  index: number,
  resolution: FieldResolution,
): FieldResolution | undefined {
  const gone = (layer: Layer | undefined) => layer !== undefined && !environment.layers.includes(layer);
  const touched = resolution.overrides.some((it) => gone(it.layer)) || resolution.origins !== undefined;
  if (!gone(resolution.source?.layer)) return touched ? undefined : resolution;
  const place = before.places[index];
  const layer = place && environment.layers[place.layer];
  const entry = place && layer?.document && entryAtIndex(layer.document.root, place.entry);
  if (touched || !resolution.source || !layer || !entry) return undefined;
  return { ...resolution, source: { ...resolution.source, layer, entry } };
}

/** True where fields may look at an entry though none is known to be set by it alone. */
function isRead(schema: SettingsSchema, layer: Layer, entry: number): boolean {
  const name = layer.document && entryNames(layer.document.root)[entry];
  if (name === undefined) return true;
  if (layer.kind === 'file') return fieldOfFileKey(schema, name) !== undefined;
  return meaningOf(namesOf(schema), name).kind !== 'extra';
}

/** What a field makes of the one entry that sets it; undefined where it takes nothing from it. */
function outcomeOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  layer: Layer,
  at: number,
  index: number,
): FieldOutcome | undefined {
  const entry = layer.document && entryAtIndex(layer.document.root, at);
  const names = namesOf(schema);
  const lookUp = names.lookUps[index];
  if (!entry || !lookUp) return undefined;
  const { field } = lookUp;
  const resolveIn = (key: string | undefined, item: Parameters<typeof fieldResolver>[1]) =>
    key === undefined ? undefined : fieldResolver(schema, item, snapshot.engines)(field, index);
  if (layer.kind === 'file') {
    const [key] = fileKeys(field, schema.loading);
    return fieldOfFileKey(schema, entry.key.name) === field && key !== undefined
      ? resolveIn(key, new Map([[key, entryItem(layer, entry)]]))
      : undefined;
  }
  const name = names.fold(entry.key.name);
  if (names.fields.get(name)?.length !== 1) return undefined;
  const source = { kind: 'dotenv', layer, entry } as const;
  const variable = { name: entry.key.name, value: plainValue(entry), source };
  const made = fieldItem(schema.loading, lookUp, new Map([[name, variable]]));
  if (made === undefined) return undefined;
  if ('failed' in made) return failed({ field, sourceClass: 'DotEnvSettingsSource', ...made.failed });
  return made.key === undefined ? undefined : resolveIn(made.key, new Map([[made.key, made.item]]));
}
