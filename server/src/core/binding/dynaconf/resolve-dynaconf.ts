import type { DynaconfLoading } from '../../schema/loading.ts';
import type { Field, SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { entriesOf } from '../../syntax/value-members.ts';
import { memo } from '../../text/memo.ts';
import { validated } from '../../values/coerce-dynaconf.ts';
import { callLibrary } from '../call-libraries.ts';
import type { Environment } from '../environment.ts';
import { isMasked } from '../masked.ts';
import { originOfSource } from '../origin.ts';
import type { Resolution, ResolutionError } from '../resolution.ts';
import { environVariables, type ReadOutcome, summed, unset } from '../resolve-calls.ts';
import { undecidedOf } from '../resolve-field.ts';
import { processVariables } from '../variables.ts';
import { currentEnvironment } from './dynaconf-environment.ts';
import { filledByValidators } from './dynaconf-filled.ts';
import { dynaconfNames } from './dynaconf-layers.ts';
import { type Loaded, loadDynaconf, type Variables } from './dynaconf-loaders.ts';
import { emptyStore, type Lookup, lookUp, type Part, type Store, unknownStore } from './dynaconf-store.ts';

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
  const { store, errors } = loaded(snapshot, schema, environment, loading, variables, process.complete);
  const outcomes = schema.fields.map((field) => readSetting(snapshot, schema, environment, field, store));
  const refused = refusedElsewhere(schema, store);
  const unsure = store.unsure === undefined ? [] : [{ ...schema.place, reason: store.unsure }];
  return summed(schema, environment, process, outcomes, [...errors, ...refused], unsure);
}

function loaded(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  loading: DynaconfLoading,
  variables: Variables,
  complete: boolean,
): Loaded {
  const current = loading.environments
    ? currentEnvironment(
        loading,
        environment.name,
        dynaconfNames(snapshot, schema),
        (name) => variables.get(name)?.variable.value,
        complete,
      )
    : { name: 'main' };
  if ('reason' in current)
    return { store: unknownStore(emptyStore(loading.merges), current.reason), errors: [] };
  return loadDynaconf(snapshot, schema, environment, loading, current.name, variables);
}

function readSetting(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  field: Field,
  store: Store,
): ReadOutcome {
  const [first = '', ...rest] = field.loc.split('.');
  const found = lookUp(store, [first, ...rest], isStirred(schema)(first));
  const filled =
    found.kind === 'value' || found.kind === 'unset' ? filledByValidators(schema, store, field) : undefined;
  if (filled !== undefined) {
    const base =
      found.kind === 'unset'
        ? { field, overrides: [], masked: isMasked(field, undefined) }
        : baseOf(field, found);
    const undecided = [undecidedOf(field, filled)];
    return { resolution: { ...base, state: 'undecided', errors: [] }, errors: [], undecided };
  }
  if (found.kind === 'unset') {
    const asked = { schema, environment, library: callLibrary('dynaconf') };
    return unset(snapshot, asked, field, field.required);
  }
  const base = baseOf(field, found);
  const unproven = base.source?.layer?.unproven ? 'nothing shows that this file is loaded' : undefined;
  const made = found.kind === 'value' ? validated(field.type, found.data) : found;
  const reason = unproven ?? (made.kind === 'undecided' ? made.reason : field.undecided[0]?.reason);
  if (made.kind === 'undecided' || reason !== undefined) {
    const undecided = [undecidedOf(field, reason ?? 'the value is not known')];
    return { resolution: { ...base, state: 'undecided', errors: [] }, errors: [], undecided };
  }
  if (made.kind === 'value')
    return { resolution: { ...base, state: 'set', value: made.data, errors: [] }, errors: [], undecided: [] };
  const message = `\`${base.key}\` ${made.errors[0]?.message ?? 'cannot be converted'}`;
  const kind = made.errors[0]?.raised ?? callLibrary('dynaconf').refused;
  const error: ResolutionError = { kind, message, ...(base.source ? originOfSource(base.source) : {}) };
  return {
    resolution: { ...base, state: 'invalid', errors: made.errors },
    errors: [error],
    undecided: [],
  };
}

const isStirred = memo((schema: SettingsSchema) => {
  const tables = new Set(schema.fields.map((it) => it.loc).filter((it) => it.includes('.')));
  const firsts = new Set([...tables].map((it) => it.split('.')[0]));
  return (first: string) => firsts.has(first);
});

function baseOf(field: Field, found: Exclude<Lookup, { readonly kind: 'unset' }>) {
  const part = found.part && nearest(found.part, field.loc.split('.').slice(1));
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
  const own = new Set(schema.fields.map((it) => it.loc.split('.')[0]?.toUpperCase()));
  return [...store.slots].flatMap(([name, { errors, parts }]) => {
    const part = parts.at(-1);
    const [first] = errors ?? [];
    if (own.has(name) || !first || !part) return [];
    const kind = first.raised ?? 'DynaconfParseError';
    return [{ kind, message: `\`${part.key}\` ${first.message}`, ...originOfSource(part.source) }];
  });
}
