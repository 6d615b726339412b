import type { DualRead, Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import { baseName } from '../text/relative-path.ts';
import type { Coercion } from '../values/coerce.ts';
import { type CallLibrary, callLibrary } from './call-libraries.ts';
import { type Followed, followProxy, namesVariable, proxiedCoercion } from './django-proxy.ts';
import type { Environment, Layer } from './environment.ts';
import { isMasked } from './masked.ts';
import { namesOf } from './names.ts';
import { originOfSource } from './origin.ts';
import type { FieldResolution, Resolution, ResolutionError, Source } from './resolution.ts';
import { undecidedOf } from './resolve-field.ts';
import { assumption } from './resolve-pydantic.ts';
import { possibleSupply } from './supply.ts';
import { unseenFolders } from './unseen-folders.ts';
import {
  dotenvVariables,
  type ProcessVariables,
  processVariables,
  type Variable,
  type VariableValue,
} from './variables.ts';

type Open = Undecided & { readonly field?: string };

/** What one field comes to, what is wrong with it and what is left open. */
export interface ReadOutcome {
  readonly resolution: FieldResolution;
  readonly errors: readonly ResolutionError[];
  readonly undecided: readonly Open[];
}

/** A variable with what it hides, highest rank first. */
interface Winner {
  readonly variable: Variable;
  readonly overrides: readonly Source[];
}

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

/** The variables that code finds, by name: those of the process, else those of dotenv files. */
export function environVariables(
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
): ReadonlyMap<string, Winner> {
  const found = new Map<string, Winner>();
  const { fold } = namesOf(schema);
  const put = (variable: Variable) => {
    const name = fold(variable.name);
    const known = found.get(name);
    const below = known ? [known.variable.source, ...known.overrides] : [];
    const overrides = [...(variable.overrides ?? []), ...below];
    if (variable.value.kind !== 'unset') found.set(name, { variable, overrides });
  };
  for (const layer of environment.layers) {
    if (layer.kind === 'secrets') for (const variable of secretVariables(layer)) put(variable);
    if (layer.kind !== 'dotenv') continue;
    for (const variable of dotenvVariables(layer, process, false)) put(variable);
  }
  for (const variable of process.byName.values()) put(variable);
  return found;
}

/** The files of a folder as `RepositorySecret` of python-decouple 3.8 reads them: name and text as they are. */
function secretVariables(layer: Layer): readonly Variable[] {
  return (layer.files ?? []).map((file) => ({
    name: baseName(file.path),
    value:
      file.problem === undefined
        ? { kind: 'text', text: file.text.replace(/\r\n?/g, '\n') }
        : { kind: 'unknown', reason: 'the secret cannot be read' },
    source: { kind: 'secrets', layer },
  }));
}

/** What is asked: one schema in one environment, and how its library behaves. */
interface Asked {
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly library: CallLibrary;
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

/** What becomes of a read of a variable that nothing sets. */
export function unset(snapshot: Snapshot, asked: Asked, field: Field, required: boolean): ReadOutcome {
  const hidden = hiddenFile(asked);
  if (hidden !== undefined && !required) {
    const base = { field, overrides: [], masked: isMasked(field, undefined), errors: [] };
    return {
      resolution: { ...base, state: 'undecided' },
      errors: [],
      undecided: [undecidedOf(field, hidden)],
    };
  }
  return required ? notThere(snapshot, asked, field) : withDefault(asked, field, snapshot.engines.pattern);
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
  return readValue(throughProxy(asked.library, field, followed), field, winner, pattern);
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
  const library = throughProxy(asked.library, field, follow(text));
  const made = unset(snapshot, { ...asked, library }, open, false);
  return { ...made, resolution: { ...made.resolution, field } };
}

function throughProxy(library: CallLibrary, field: Field, followed: Followed): CallLibrary {
  return {
    ...library,
    coerce: (_type, _text, pattern) => proxiedCoercion(library, field, followed, pattern),
  };
}

/** Why a file that is not seen may set what nothing else sets. */
export function hiddenFile({
  schema,
  environment,
}: Pick<Asked, 'schema' | 'environment'>): string | undefined {
  const { envFileUndecided, envFilePattern, unread } = schema.loading;
  if (unread) return unread.reason;
  if (envFileUndecided && !envFilePattern) return envFileUndecided.reason;
  const [folder] = schema.loading.secretsDirs;
  if (folder !== undefined && !environment.layers.some((it) => it.kind === 'secrets'))
    return `what \`${folder}\` holds is not seen`;
  const [outside] = environment.outside;
  return outside === undefined ? undefined : `what \`${outside}\` holds is not seen`;
}

function readValue(
  library: CallLibrary,
  field: Field,
  { variable, overrides }: Winner,
  pattern: PatternCompiler,
): ReadOutcome {
  const { value, source, name: key } = variable;
  const raw = value.kind === 'text' ? value.text : undefined;
  const masked = source.secret === true || isMasked(field, key, undefined, raw);
  const base = { field, key, source, overrides, masked, ...(raw === undefined ? {} : { raw }) };
  const unproven = source.layer?.unproven ? 'nothing shows that this file is loaded' : undefined;
  const coercion = coercionOf(library, field, value, pattern);
  const reason = unproven ?? (coercion.kind === 'undecided' ? coercion.reason : field.undecided[0]?.reason);
  if (coercion.kind === 'undecided' || reason !== undefined) {
    const undecided = [undecidedOf(field, reason ?? 'the value is not known')];
    return { resolution: { ...base, state: 'undecided', errors: [] }, errors: [], undecided };
  }
  if (coercion.kind === 'value') {
    return {
      resolution: { ...base, state: 'set', value: coercion.data, errors: [] },
      errors: [],
      undecided: [],
    };
  }
  const message = `\`${key}\` ${coercion.errors[0]?.message ?? 'cannot be converted'}`;
  const kind = coercion.errors[0]?.raised ?? library.refused;
  const error: ResolutionError = { kind, message, ...originOfSource(source) };
  return {
    resolution: { ...base, state: 'invalid', errors: coercion.errors },
    errors: [error],
    undecided: [],
  };
}

function coercionOf(
  library: CallLibrary,
  field: Field,
  value: VariableValue,
  pattern: PatternCompiler,
): Coercion {
  switch (value.kind) {
    case 'text':
      return library.coerce(field.type, value.text, pattern);
    case 'refused': {
      const { error: raised, reason: message } = value;
      return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
    }
    case 'unknown':
      return { kind: 'undecided', reason: value.reason };
    case 'unset':
      return { kind: 'undecided', reason: 'the value is not known' };
  }
}

function notThere(snapshot: Snapshot, asked: Asked, field: Field): ReadOutcome {
  const { schema, environment, library } = asked;
  const message = `\`${field.name}\` is required and nothing sets it`;
  const base = { field, overrides: [], masked: isMasked(field, undefined) };
  const possible = possibleSupply(snapshot, schema, environment, field);
  const hidden = environment.unseen || environment.opaque.length > 0 || hiddenFile(asked) !== undefined;
  const unsure = hidden || environment.layers.some((it) => it.unproven);
  if (possible.length > 0 || unsure) {
    const reason = `what supplies \`${field.name}\` is not seen`;
    const resolution: FieldResolution = {
      ...base,
      state: 'missing',
      errors: [],
      ...(possible.length > 0 ? { possible } : {}),
    };
    return { resolution, errors: [], undecided: [undecidedOf(field, reason)] };
  }
  const errors = [{ type: 'missing', loc: [], message }];
  const error: ResolutionError = { kind: library.missing, message, place: field.place };
  return { resolution: { ...base, state: 'missing', errors }, errors: [error], undecided: [] };
}

function withDefault({ library }: Asked, field: Field, pattern: PatternCompiler): ReadOutcome {
  const kind = field.defaultFactory ? 'default_factory' : 'default';
  const base = { field, source: { kind }, overrides: [], errors: [] } as const;
  const made =
    field.defaultText === undefined ? undefined : library.coerce(field.type, field.defaultText, pattern);
  if (made?.kind === 'value') {
    const masked = isMasked(field, undefined, made.data);
    return { resolution: { ...base, state: 'default', value: made.data, masked }, errors: [], undecided: [] };
  }
  const refusal = made?.kind === 'errors' ? made.errors[0]?.message : field.defaultRefused;
  if (refusal !== undefined) {
    const message = `the default of \`${field.name}\` ${refusal}`;
    const errors = [{ type: library.refused, loc: [], message }];
    const error: ResolutionError = { kind: library.refused, message, place: field.place };
    return {
      resolution: { ...base, state: 'invalid', errors, masked: isMasked(field, undefined) },
      errors: [error],
      undecided: [],
    };
  }
  if (field.default === undefined) {
    const masked = isMasked(field, undefined);
    const reason = field.defaultUndecided?.reason ?? 'the default is not evaluated';
    const undecided = [undecidedOf(field, reason)];
    return { resolution: { ...base, state: 'undecided', masked }, errors: [], undecided };
  }
  const masked = isMasked(field, undefined, field.default);
  return {
    resolution: { ...base, state: 'default', value: field.default, masked },
    errors: [],
    undecided: [],
  };
}
