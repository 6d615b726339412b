import type { SourceName } from '../schema/loading.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Data, NONE, str } from '../syntax/data.ts';
import { classLibrary } from './class-libraries.ts';
import { withDefaultItems } from './default-items.ts';
import { withDualReads } from './dual-read.ts';
import type { Environment } from './environment.ts';
import { environmentNamed, environmentsOf } from './environments.ts';
import { withExtras } from './extras.ts';
import { fileSource } from './file-source.ts';
import { initItems } from './init-source.ts';
import { type Item, type Items, mergeItems } from './item.ts';
import { originOfSource } from './origin.ts';
import { type Ambiguous, initItems1, secretsSource1, variableSource1 } from './pydantic-1-sources.ts';
import type { Resolution, ResolutionError } from './resolution.ts';
import { type FieldOutcome, fieldResolver, undecidedOf } from './resolve-field.ts';
import { withRespelled } from './respelled.ts';
import { secretsSource } from './secrets-source.ts';
import { convertedFor } from './shared-key.ts';
import { foldVariables, type SourceData, type SourceFailure, variableSource } from './sources.ts';
import { failed, refusal, settingsError, stopsLoading } from './stopped.ts';
import { possibleSupply } from './supply.ts';
import { dotenvVariables, type ProcessVariables, processVariables } from './variables.ts';

/** `raises`: it may stop the library before anything is validated. */
type Open = Undecided & { readonly field?: string; readonly raises?: true };

/** What all sources together give, and what stops the library before it validates anything. */
interface Gathered {
  readonly items: Items;
  /** Errors of loaders and sources, in the order in which the library would meet them. */
  readonly stops: readonly ResolutionError[];
  readonly failures: readonly SourceFailure[];
  readonly undecided: readonly Open[];
  /** Data files that may hold anything. */
  readonly unread: readonly Open[];
}

/** `Settings()` of pydantic-settings 2.15 with pydantic 2.13, or of pydantic 1.10, in one environment, without running it. */
export function resolvePydantic(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): Resolution {
  const process = processVariables(environment.layers);
  const gathered = gather(schema, environment, process);
  const failures = new Map<Field, SourceFailure>();
  for (const it of gathered.failures) if (!failures.has(it.field)) failures.set(it.field, it);
  const resolveField = fieldResolver(schema, gathered.items, snapshot.engines);
  const outcomes = schema.fields.map((field, index) => {
    const failure = failures.get(field);
    if (failure) return failed(failure);
    const outcome = resolveField(field, index);
    const made = outcome.resolution.state === 'undecided' && settingsDefault(snapshot, environment, outcome);
    return qualified(snapshot, schema, environment, made || outcome, gathered);
  });
  const extras = extraErrors(schema, gathered.items, outcomes);
  const resolution = conclude(schema, environment, process, gathered, outcomes, extras);
  if (gathered.undecided.length === 0 && gathered.stops.every((it) => it.kind === 'SettingsError'))
    seen.add(resolution);
  return resolution;
}

/**
 * A default that is an object of another settings class, which reads the same environment by itself; undefined where
 * the field is set, or where it is not known that such an object can be made.
 */
function settingsDefault(
  snapshot: Snapshot,
  environment: Environment,
  { resolution }: FieldOutcome,
): FieldOutcome | undefined {
  const { field, source } = resolution;
  if (field.defaultSettings === undefined || !source?.kind.startsWith('default')) return undefined;
  const schema = schemasOf(snapshot).find((it) => it.id === field.defaultSettings);
  const own = schema && environmentNamed(environmentsOf(snapshot, schema), environment.name);
  if (!schema || !own || schema.fields.some((it) => it.defaultSettings !== undefined)) return undefined;
  const inner = resolvePydantic(snapshot, schema, own);
  if (inner.ok !== true || (schema.loading.extra === 'allow' && inner.extras.size > 0)) return undefined;
  const entries = inner.fields.map(({ field: { name }, value }) => [str(name), value ?? NONE] as const);
  const masked = resolution.masked || inner.fields.some((it) => it.masked);
  const value: Data = { kind: 'dict', entries };
  return { resolution: { ...resolution, state: 'default', value, masked }, errors: [], undecided: [] };
}

const seen = new WeakSet<Resolution>();

/** True where every source was read to its end, so that each field depends on nothing but what the sources give it. */
export function isWhollySeen(resolution: Resolution): boolean {
  return seen.has(resolution);
}

function gather(schema: SettingsSchema, environment: Environment, process: ProcessVariables): Gathered {
  const stops: ResolutionError[] = schema.refused ? [refusal(schema.refused)] : [];
  const undecided: Open[] = environment.outside.map((path) => ({
    reason: `\`${path}\` is outside the workspace`,
    ...schema.place,
  }));
  const unread: Open[] = [];
  const failures: SourceFailure[] = [];
  const given: Items[] = [];
  for (const name of schema.loading.sources) {
    const own =
      schema.reader === 'pydantic-1'
        ? sourceItems1(name, schema, environment, process)
        : sourceItems(name, schema, environment, process);
    if ('stop' in own) stops.push(own.stop);
    if ('open' in own) unread.push(own.open);
    if ('failures' in own) failures.push(...own.failures);
    if ('items' in own) given.push(own.items);
  }
  const read = withDualReads(merged(schema, given), schema.dualReads ?? []);
  const items = withRespelled(read, schema.fields);
  const raised = failures.map(settingsError);
  return {
    items: withDefaultItems(schema, items),
    stops: [...stops, ...raised],
    failures,
    undecided: [...undecided, ...unread],
    unread,
  };
}

/** `given` from the highest rank to the lowest. Where a value is no mapping, it matters from which end they merge. */
function merged({ reader, loading }: SettingsSchema, given: readonly Items[]): Items {
  const none: Items = new Map();
  const upwards = reader === 'pydantic-1' || behaviourOf(loading.version).mergesUpwards;
  return upwards
    ? given.reduceRight((low, high) => mergeItems(low, high), none)
    : given.reduce((high, low) => mergeItems(low, high), none);
}

type SourceOutcome =
  | { readonly items: Items; readonly failures: readonly SourceFailure[] }
  | { readonly stop: ResolutionError }
  | { readonly open: Open };

function sourceItems(
  name: SourceName,
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
): SourceOutcome {
  switch (name) {
    case 'init':
      return { items: initItems(schema), failures: [] };
    case 'process': {
      const variables = foldVariables(schema, [[...process.byName.values()]]);
      return variableSource(schema, variables, 'EnvSettingsSource');
    }
    case 'dotenv': {
      const layers = environment.layers.filter((it) => it.kind === 'dotenv');
      const variables = foldVariables(
        schema,
        layers.map((layer) => dotenvVariables(layer, process)),
      );
      const own = variableSource(schema, variables, 'DotEnvSettingsSource');
      return { items: withExtras(schema, own.items, variables), failures: own.failures };
    }
    case 'secrets':
      return secretsSource(schema, environment.layers);
    default: {
      const layers = environment.layers.filter((it) => it.kind === 'file' && it.data === name);
      const data = fileSource(schema, layers, name);
      if (data.kind === 'items') return { items: data.items, failures: [] };
      if (data.kind === 'error') return { stop: data.error };
      const path = data.path ?? schema.place.path;
      const span = data.path === undefined ? schema.place.span : { start: 0, end: 0 };
      return { open: { reason: data.reason, path, span } };
    }
  }
}

/** The sources of pydantic 1: variables of the process and of dotenv files are one. */
function sourceItems1(
  name: SourceName,
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
): SourceOutcome {
  switch (name) {
    case 'init':
      return { items: initItems1(schema), failures: [] };
    case 'process':
      return certain(schema, variableSource1(schema, environment, process));
    case 'secrets':
      return certain(schema, secretsSource1(schema, environment.layers));
    default:
      return { items: new Map(), failures: [] };
  }
}

function certain(schema: SettingsSchema, found: SourceData | Ambiguous): SourceOutcome {
  return 'ambiguous' in found ? { open: { reason: found.ambiguous, ...schema.place, raises: true } } : found;
}

/** Takes back what is only so if nothing that was not seen speaks against it. */
function qualified(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  outcome: FieldOutcome,
  gathered: Gathered,
): FieldOutcome {
  const { resolution } = outcome;
  const { field } = resolution;
  const doubt =
    doubtOf(schema, environment, outcome, gathered) ??
    shadowOf(schema, outcome, gathered) ??
    filledBy(schema, outcome, gathered) ??
    convertedFor(schema, outcome);
  if (doubt !== undefined) {
    const { value: _value, ...rest } = resolution;
    const open = [...outcome.undecided, undecidedOf(field, doubt)];
    return {
      ...outcome,
      resolution: { ...rest, state: 'undecided', errors: [] },
      errors: [],
      undecided: open,
    };
  }
  return perhapsSupplied(snapshot, schema, environment, outcome);
}

/** A field that is missing may still be supplied by what is not understood. */
export function perhapsSupplied(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  outcome: FieldOutcome,
): FieldOutcome {
  const { resolution } = outcome;
  const { field } = resolution;
  if (resolution.state !== 'missing') return outcome;
  const possible = possibleSupply(snapshot, schema, environment, field);
  if (possible.length === 0) return outcome;
  const path = possible[0]?.path ?? '';
  const other = environmentsOf(snapshot, schema).find((it) => it.layers.some((layer) => layer.path === path));
  const why = other ? `counts for ${other.name} only here` : 'is not understood';
  const reason = `\`${field.name}\` may be supplied by \`${path}\`, which ${why}`;
  return {
    ...outcome,
    resolution: { ...resolution, possible, errors: [] },
    errors: [],
    undecided: [undecidedOf(field, reason)],
  };
}

function doubtOf(
  schema: SettingsSchema,
  environment: Environment,
  { resolution }: FieldOutcome,
  gathered: Gathered,
): string | undefined {
  if (resolution.state === 'undecided') return undefined;
  const kind = resolution.source?.kind;
  const below = kind !== 'init' && kind !== 'process';
  const unread = gathered.unread[0] ?? (below ? gathered.undecided[0] : undefined);
  if (unread && (kind !== 'init' || unread.raises)) return unread.reason;
  if (schema.loading.envFileUndecided && !schema.loading.envFilePattern && below)
    return schema.loading.envFileUndecided.reason;
  if (gathered.stops.some((it) => it.field === undefined) && resolution.state !== 'set') {
    return 'a file cannot be loaded';
  }
  if (resolution.state !== 'missing') return undefined;
  if (environment.opaque.length > 0) return `\`${environment.opaque[0]}\` cannot be read`;
  if (!environment.unseen) return undefined;
  return environment.layers.some((it) => it.guessed)
    ? `which process of \`${environment.name}\` runs the service is a guess`
    : `no file of \`${environment.name}\` is in the workspace`;
}

/** With `extra='allow'` a key under the name of a field with an alias hides the field when the object is dumped. */
function shadowOf(
  schema: SettingsSchema,
  { used, resolution }: FieldOutcome,
  gathered: Gathered,
): string | undefined {
  const { name } = resolution.field;
  const hides = schema.loading.extra === 'allow' && used !== name && gathered.items.has(name);
  return hides ? `\`${name}\` is also kept as an unknown key` : undefined;
}

/** Why a field that nothing sets may hold a value all the same: a migration's dual read, and the key that it reads. */
function filledBy(
  schema: SettingsSchema,
  { resolution }: FieldOutcome,
  gathered: Gathered,
): string | undefined {
  const { field, state } = resolution;
  if (state !== 'missing' && state !== 'default') return undefined;
  return field.undecided.find(
    (code) =>
      code.fills &&
      schema.fields.some(
        (it) =>
          it !== field &&
          it.undecided.includes(code) &&
          it.inputs.some((input) => gathered.items.has(input.key)),
      ),
  )?.reason;
}

/** Keys that no field took, in the order of the library's dict. */
function extraErrors(
  schema: SettingsSchema,
  items: Items,
  outcomes: readonly FieldOutcome[],
): {
  readonly errors: readonly ResolutionError[];
  readonly undecided: readonly Open[];
  readonly extras: Items;
} {
  const used = new Set(outcomes.map((it) => it.used));
  const extras = new Map<string, Item>();
  for (const key of failedKeys(outcomes)) used.add(key);
  for (const [key, item] of items) if (!used.has(key)) extras.set(key, item);
  if (schema.loading.extra !== 'forbid') return { errors: [], undecided: [], extras };
  const errors: ResolutionError[] = [];
  const undecided: Open[] = [];
  for (const [key, item] of extras) {
    if (item.data !== undefined) errors.push(extraError(schema, key, item));
    else undecided.push({ reason: item.reason ?? 'a key whose value is not known', ...schema.place });
  }
  return { errors, undecided, extras };
}

/** A field whose value could not be decoded may have left another key unused. */
function failedKeys(outcomes: readonly FieldOutcome[]): readonly string[] {
  return outcomes
    .filter((it) => stopsLoading(it.resolution))
    .flatMap((it) => it.resolution.field.inputs.map((input) => input.key));
}

function extraError(schema: SettingsSchema, key: string, item: Item): ResolutionError {
  const origin = originOfSource(item.source);
  const keySpan = origin?.entry && origin.place && { path: origin.place.path, span: origin.entry.key.span };
  return {
    kind: 'ValidationError',
    type: classLibrary(schema.reader).extra,
    loc: [key],
    message: `\`${item.key}\` is no field of \`${schema.className ?? schema.id}\`, which forbids unknown keys`,
    ...(origin?.entry ? { entry: origin.entry } : {}),
    ...(keySpan ? { place: keySpan } : {}),
  };
}

function conclude(
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
  gathered: Gathered,
  outcomes: readonly FieldOutcome[],
  extras: ReturnType<typeof extraErrors>,
): Resolution {
  const [stop] = gathered.stops;
  const errors = stop ? [stop] : [...outcomes.flatMap((it) => it.errors), ...extras.errors];
  const open: Open[] = [
    ...gathered.undecided,
    ...outcomes.flatMap((it) => it.undecided),
    ...extras.undecided,
  ];
  const fieldsOk = errors.length > 0 ? false : open.length > 0 || schema.open.length > 0 ? null : true;
  const model = [...schema.open, ...schema.modelUndecided];
  const before = schema.open.length > 0 || schema.modelUndecided.some((it) => !it.after);
  const certain = stop ? schema.open.length === 0 : !before;
  const ok =
    fieldsOk === false ? (certain ? false : null) : fieldsOk === true && model.length > 0 ? null : fieldsOk;
  return {
    schema,
    environment,
    assumes: assumption(environment, process),
    ok,
    fieldsOk: schema.open.length > 0 ? null : fieldsOk,
    fields: outcomes.map((it) => it.resolution),
    errors: ok === false ? errors : [],
    undecided: [...open, ...model],
    extras: extras.extras,
  };
}

/** What is taken for the process environment: given, what files supply, or nothing. */
export function assumption(environment: Environment, process: ProcessVariables): Resolution['assumes'] {
  if (process.complete) return 'given';
  return environment.layers.some((it) => it.kind === 'process') ? 'declared' : 'none';
}
