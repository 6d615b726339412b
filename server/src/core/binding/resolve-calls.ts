import type { DualRead, Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { type CallLibrary, callLibrary } from './call-libraries.ts';
import { environVariables } from './call-variables.ts';
import {
  type Followed,
  followProxy,
  isFollowedMasked,
  namesVariable,
  proxiedCoercion,
} from './django-proxy.ts';
import type { Environment } from './environment.ts';
import { isMasked } from './masked.ts';
import { namesOf } from './names.ts';
import { type Asked, type Open, type ReadOutcome, readValue, type Winner } from './read-outcome.ts';
import type { Resolution, ResolutionError } from './resolution.ts';
import { undecidedOf } from './resolve-field.ts';
import { assumption } from './resolve-pydantic.ts';
import { unseenFolders } from './unseen-folders.ts';
import { unset } from './unset-read.ts';
import { type ProcessVariables, processVariables } from './variables.ts';

/**
 * What the calls of a module give that reads one variable at a time: a required name that is not there and a text that
 * the conversion refuses raise the exceptions of the library. Only the first error is raised.
 */
export function resolveCalls(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): Resolution {
  const process = processVariables(environment.layers);
  const variables = environVariables(schema, environment, process);
  const library = callLibrary(schema.reader);
  const outcomes = schema.fields.map((field) =>
    readField(snapshot, { schema, environment, library }, field, variables),
  );
  return summed(schema, environment, process, outcomes, [], unseenFolders(snapshot, schema));
}

/** What the reads come to together; `before` is raised before the first of them, `unsure` may be. */
export function summed(
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
  outcomes: readonly ReadOutcome[],
  before: readonly ResolutionError[],
  unsure: readonly Undecided[] = [],
): Resolution {
  const errors = [...before, ...outcomes.flatMap((it) => it.errors)];
  const open = outcomes.flatMap((it) => it.undecided);
  const left: Open[] = [...open, ...unsure, ...schema.open, ...schema.modelUndecided];
  const sure = schema.open.length === 0 && !schema.modelUndecided.some((it) => !it.after);
  const fieldsOk = errors.length > 0 ? false : left.length > 0 ? null : true;
  const first = errors.slice(0, 1);
  return {
    schema,
    environment,
    assumes: assumption(environment, process),
    ok: fieldsOk === false && !sure ? null : fieldsOk,
    fieldsOk,
    fields: outcomes.map((it) => it.resolution),
    errors: sure ? first : [],
    undecided: left,
    extras: new Map(),
  };
}

function readField(
  snapshot: Snapshot,
  asked: Asked,
  field: Field,
  variables: ReadonlyMap<string, Winner>,
): ReadOutcome {
  if (field.dual) return readEither(snapshot, asked, field, field.dual, variables);
  const { inputs: allInputs, fold } = namesOf(asked.schema);
  const inputs = allInputs.get(field) ?? [];
  const fallback = field.default?.kind === 'str' ? field.default.value : field.defaultText;
  const isProxy = (text: string) => asked.schema.reader === 'django-environ' && namesVariable(text);
  const follow = (text: string) =>
    followProxy(field.proxy, text, fallback, (it) => variables.get(fold(it))?.variable);
  for (const { name } of inputs.filter((it) => it.input.inFile)) {
    const path = variables.get(name);
    // An empty one counts as none.
    const isEmpty = path?.variable.value.kind === 'text' && path.variable.value.text === '';
    if (path && !isEmpty) return readFromFile(field, path);
  }
  for (const { name } of inputs.filter((it) => !it.input.inFile)) {
    const winner = variables.get(name);
    if (!winner) continue;
    const { value } = winner.variable;
    if (value.kind !== 'text' || !isProxy(value.text))
      return readValue(asked.library, field, winner, snapshot.engines.pattern);
    const read = readProxy(snapshot, asked, field, winner, follow(value.text));
    if (read) return read;
    break;
  }
  return !field.required && fallback !== undefined && isProxy(fallback)
    ? proxyDefault(snapshot, asked, field, fallback, follow)
    : unset(snapshot, asked, field, field.required);
}

/** One value under two keys: NEW's, else OLD's. Both fields hold it; what is wrong with it is said of NEW alone. */
function readEither(
  snapshot: Snapshot,
  asked: Asked,
  field: Field,
  dual: DualRead,
  variables: ReadonlyMap<string, Winner>,
): ReadOutcome {
  const { fold } = namesOf(asked.schema);
  const held = (name: string) => {
    const found = variables.get(fold(name));
    const value = found?.variable.value;
    return value?.kind === 'text' && value.text === '' && !dual.emptyCounts ? undefined : found;
  };
  const chosen = held(dual.new) ?? held(dual.old) ?? variables.get(fold(dual.new));
  const found = chosen
    ? readValue(asked.library, field, chosen, snapshot.engines.pattern)
    : unset(snapshot, asked, field, dual.required);
  if (field.name !== dual.old || found.resolution.state === 'set') return found;
  return { resolution: { ...found.resolution, state: 'undecided', errors: [] }, errors: [], undecided: [] };
}

/** The value is the text of a file, which stands where the process runs. */
function readFromFile(field: Field, { variable, overrides }: Winner): ReadOutcome {
  const reason = `it is read from the file that \`${variable.name}\` names`;
  return {
    resolution: {
      field,
      state: 'undecided',
      key: variable.name,
      source: variable.source,
      overrides,
      masked: isMasked(field, variable.name),
      errors: [],
    },
    errors: [],
    undecided: [undecidedOf(field, reason)],
  };
}

/** The value names another variable; undefined where that one is not set, so that the default holds. */
function readProxy(
  snapshot: Snapshot,
  asked: Asked,
  field: Field,
  winner: Winner,
  followed: Followed,
): ReadOutcome | undefined {
  if (followed.kind === 'nothing') return undefined;
  const { pattern } = snapshot.engines;
  const read = readValue(throughProxy(asked.library, field, followed), field, winner, pattern);
  return maskedAs(field, followed, read);
}

function maskedAs(field: Field, followed: Followed, read: ReadOutcome): ReadOutcome {
  const masked = read.resolution.masked || isFollowedMasked(field, followed);
  return { ...read, resolution: { ...read.resolution, masked } };
}

/** Nothing sets the field, and its default names a variable. */
function proxyDefault(
  snapshot: Snapshot,
  asked: Asked,
  field: Field,
  text: string,
  follow: (text: string) => Followed,
): ReadOutcome {
  const { default: _, ...rest } = field;
  const reason = 'the default names a variable that is not followed';
  const open: Field = { ...rest, defaultText: text, defaultUndecided: { ...field.place, reason } };
  const followed = follow(text);
  const library = throughProxy(asked.library, field, followed);
  const made = unset(snapshot, { ...asked, library }, open, false);
  return maskedAs(field, followed, { ...made, resolution: { ...made.resolution, field } });
}

function throughProxy(library: CallLibrary, field: Field, followed: Followed): CallLibrary {
  return {
    ...library,
    coerce: (_type, _text, pattern) => proxiedCoercion(library, field, followed, pattern),
  };
}
