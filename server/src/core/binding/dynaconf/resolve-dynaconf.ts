import type { DynaconfLoading } from '../../schema/loading.ts';
import type { Field, SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { NONE } from '../../syntax/data.ts';
import { entriesOf } from '../../syntax/value-members.ts';
import { callLibrary } from '../call-libraries.ts';
import { environVariables } from '../call-variables.ts';
import type { Environment } from '../environment.ts';
import { isMasked } from '../masked.ts';
import { originOfSource } from '../origin.ts';
import type { ReadOutcome } from '../read-outcome.ts';
import type { Resolution, ResolutionError } from '../resolution.ts';
import { summed } from '../resolve-calls.ts';
import { undecidedOf } from '../resolve-field.ts';
import { hiddenFile, unset } from '../unset-read.ts';
import { processVariables } from '../variables.ts';
import { currentEnvironment } from './dynaconf-environment.ts';
import { dynaconfNames } from './dynaconf-layers.ts';
import { type Loaded, loadDynaconf, type Variables } from './dynaconf-loaders.ts';
import { emptyStore, forget, type Lookup, lookUp, type Part, type Store } from './dynaconf-store.ts';
import { type Refusal, type Validation, validateSettings } from './dynaconf-validation.ts';

/**
 * What an object of dynaconf 3.3.5 holds under the names that its validators speak of: settings files, then variables,
 * put together as its loaders do, then judged by the validators.
 */
export function resolveDynaconf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  loading: DynaconfLoading,
): Resolution {
  const process = processVariables(environment.layers);
  const variables = environVariables(schema, environment, process);
  const { store, errors, validation } = loaded(
    snapshot,
    schema,
    environment,
    loading,
    variables,
    process.complete,
  );
  const outcomes = schema.fields.map((it) =>
    readSetting(snapshot, schema, environment, it, store, validation),
  );
  const refused = [...refusedElsewhere(schema, store), ...refusedByOthers(schema, validation)];
  const unsure = store.unsure === undefined ? [] : [{ ...schema.place, reason: store.unsure }];
  const open = validation.open.map(({ reason }) => ({ ...schema.place, reason }));
  return summed(schema, environment, process, outcomes, [...errors, ...refused], [...unsure, ...open]);
}

function loaded(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  loading: DynaconfLoading,
  variables: Variables,
  complete: boolean,
): Loaded & { readonly validation: Validation } {
  const written = dynaconfNames(snapshot, schema);
  const value = (name: string) => variables.get(name)?.variable.value;
  const current = loading.environments
    ? currentEnvironment(loading, environment.name, written, value, complete)
    : { name: 'main' };
  if ('reason' in current) {
    const store = emptyStore(loading.merges);
    forget(store, current.reason);
    return { store, errors: [], validation: { refusals: [], open: [] } };
  }
  const load = (name: string) => loadDynaconf(snapshot, schema, environment, loading, name, variables);
  const made = load(current.name);
  const others = new Map<string, Loaded>();
  const other = (name: string) => {
    const known = others.get(name) ?? load(loading.environments ? name : current.name);
    others.set(name, known);
    return known.store;
  };
  const judged = { store: made.store, environment: current.name, other };
  const validation = validateSettings(loading.validators, judged);
  // What keeps the settings of another environment from being loaded keeps these from being judged.
  const elsewhere = [...others.values()].flatMap((it) => [...it.errors, ...refusedIn(it.store, new Set())]);
  const unsure = [...others.values()].find((it) => it.store.unsure !== undefined)?.store.unsure;
  if (unsure !== undefined) made.store.unsure ??= unsure;
  return { store: made.store, errors: [...made.errors, ...elsewhere], validation };
}

function readSetting(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  field: Field,
  store: Store,
  validation: Validation,
): ReadOutcome {
  const asked = { schema, environment, library: callLibrary('dynaconf') };
  const refusal = validation.refusals.find((it) => it.environment === undefined && isAbout(it.name, field));
  if (refusal?.missing) return unset(snapshot, asked, field, true);
  const found = lookUp(store, field.loc.split('.'));
  const base = baseOf(field, found);
  const hidden = base.source === undefined ? hiddenFile(asked) : undefined;
  if (found.kind === 'unset' && hidden === undefined && !refusal) return nothing(field);
  const unproven = base.source?.layer?.unproven ? 'nothing shows that this file is loaded' : undefined;
  const open = validation.open.find(({ names }) => names.some((it) => isAbout(it, field)))?.reason;
  const left =
    found.kind === 'undecided' ? found.reason : (hidden ?? (found.kind === 'errors' ? undefined : open));
  const reason = unproven ?? (refusal ? undefined : left);
  if (reason !== undefined)
    return {
      resolution: { ...base, state: 'undecided', errors: [] },
      errors: [],
      undecided: [undecidedOf(field, reason)],
    };
  const errors = refusal ? [refusal.error] : found.kind === 'errors' ? found.errors : [];
  const [first] = errors;
  if (first === undefined && found.kind === 'value') {
    const isDefault = base.source === undefined;
    const source = isDefault ? ({ source: { kind: 'default' } } as const) : {};
    const state = isDefault ? 'default' : 'set';
    return {
      resolution: { ...base, ...source, state, value: found.data, errors: [] },
      errors: [],
      undecided: [],
    };
  }
  const message = `\`${base.key ?? field.name}\` ${first?.message ?? 'cannot be converted'}`;
  const kind = first?.raised ?? asked.library.refused;
  const error: ResolutionError = {
    kind,
    message,
    ...(base.source ? originOfSource(base.source) : { place: field.place }),
  };
  return { resolution: { ...base, state: 'invalid', errors }, errors: [error], undecided: [] };
}

/** `settings.get` of what nothing sets. */
function nothing(field: Field): ReadOutcome {
  const base = {
    field,
    source: { kind: 'default' },
    overrides: [],
    masked: isMasked(field, undefined),
  } as const;
  return { resolution: { ...base, state: 'default', value: NONE, errors: [] }, errors: [], undecided: [] };
}

/** True where a name as a validator speaks of it is that of a field. */
function isAbout(name: string, { loc }: Field): boolean {
  return name.replaceAll('__', '.').toUpperCase() === loc.toUpperCase();
}

/** What validators refuse that is no field of the current environment. */
function refusedByOthers(schema: SettingsSchema, { refusals }: Validation): readonly ResolutionError[] {
  return refusals
    .filter((it) => it.environment !== undefined || !schema.fields.some((field) => isAbout(it.name, field)))
    .map((it) => errorElsewhere(schema, it));
}

function errorElsewhere(
  schema: SettingsSchema,
  { name, environment, error, missing }: Refusal,
): ResolutionError {
  const field = schema.fields.find((it) => isAbout(name, it));
  const where = environment === undefined ? '' : ` in \`${environment}\``;
  const message = `\`${name}\` ${missing ? 'is required and nothing sets it' : error.message}${where}`;
  return { kind: error.raised ?? 'ValidationError', message, place: (field ?? schema).place };
}

function baseOf(field: Field, found: Lookup) {
  const written = found.kind === 'unset' ? undefined : found.part;
  const part = written && nearest(written, field.loc.split('.').slice(1));
  const hidden: readonly Part[] = found.kind === 'value' ? found.hidden : [];
  const data = found.kind === 'value' ? found.data : undefined;
  const masked = part?.source.secret === true || isMasked(field, part?.key, data, part?.raw);
  return {
    field,
    ...(part ? { key: part.key, source: part.source } : {}),
    overrides: hidden.map((it) => it.source),
    ...(part?.raw === undefined ? {} : { raw: part.raw }),
    masked,
  };
}

/** The same with the entry of a file that stands for the setting itself, where the part is a table around it. */
function nearest(part: Part, path: readonly string[]): Part {
  let { entry } = part.source;
  let { key } = part;
  for (const name of path.slice(part.path.length)) {
    const entries = entriesOf(entry?.value);
    const own =
      entries.findLast((it) => it.key.name === name) ??
      entries.findLast((it) => it.key.name.toLowerCase() === name.toLowerCase());
    if (own === undefined) return part;
    entry = own;
    key = `${key}.${own.key.name}`;
  }
  return entry === undefined ? part : { ...part, key, source: { ...part.source, entry } };
}

/** A variable that no validator speaks of and whose converter refuses it keeps the object from being created. */
function refusedElsewhere(schema: SettingsSchema, store: Store): readonly ResolutionError[] {
  return refusedIn(store, new Set(schema.fields.map((it) => it.loc.split('.')[0]?.toUpperCase() ?? '')));
}

/** What the loaders refuse of a store, but for the settings of some names. */
function refusedIn(store: Store, own: ReadonlySet<string>): readonly ResolutionError[] {
  return [...store.slots].flatMap(([name, { errors, parts }]) => {
    const part = parts.at(-1);
    const [first] = errors ?? [];
    if (own.has(name) || !first || !part) return [];
    const kind = first.raised ?? 'DynaconfParseError';
    return [{ kind, message: `\`${part.key}\` ${first.message}`, ...originOfSource(part.source) }];
  });
}
