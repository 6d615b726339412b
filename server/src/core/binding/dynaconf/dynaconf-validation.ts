import type { DynaconfValidator, SingleValidator } from '../../schema/loading.ts';
import type { ValueError } from '../../values/coerce.ts';
import { validated } from '../../values/coerce-dynaconf.ts';
import { castPython } from '../../values/dynaconf-cast.ts';
import { dataOf, NOTHING, type Node, NotFollowed, nodeOf, Raised } from '../../values/dynaconf-node.ts';
import { copyOfStore, differences, leaveOpen, readValue, type Store, setValue } from './dynaconf-store.ts';

/** What a validator comes to: it passes, refuses a setting, raises something else, or it is not known. */
type Outcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail' | 'raise'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'open'; readonly reason: string; readonly names: readonly string[] };

/** A setting that a validator refuses. */
export interface Refusal {
  readonly name: string;
  /** Another environment than the current one, where it is so there. */
  readonly environment?: string;
  /** It is demanded, and nothing sets it. */
  readonly missing?: true;
  readonly error: ValueError;
}

/** What all validators together come to. */
export interface Validation {
  readonly refusals: readonly Refusal[];
  readonly open: readonly { readonly names: readonly string[]; readonly reason: string }[];
}

/** The settings that validators judge: the current ones, and those of any other environment. */
export interface Judged {
  readonly store: Store;
  readonly environment: string;
  /** What the loaders give for another environment, the same each time it is asked for. */
  readonly other: (environment: string) => Store;
}

/**
 * Runs the validators of dynaconf 3.3.5 (`ValidatorList.validate`, `Validator._validate_names`) in order. Each sets what
 * it found once more, its default as well, so the store is changed. The library stops at the first refusal; those behind
 * it are judged all the same, since they come up once it is mended.
 */
export function validateSettings(validators: readonly DynaconfValidator[], judged: Judged): Validation {
  const outcomes = validators.flatMap(eachName).map((it) => run(it, judged, undefined));
  return {
    refusals: outcomes.flatMap((it) => (it.kind === 'fail' || it.kind === 'raise' ? it.refusals : [])),
    open: outcomes.flatMap((it) => (it.kind === 'open' ? [it] : [])),
  };
}

/** One validator for each name, so that all names are judged. */
function eachName(validator: DynaconfValidator): readonly DynaconfValidator[] {
  if (validator.kind !== 'single' || validator.when) return [validator];
  return validator.names.map((it) => ({ ...validator, names: [it] }));
}

const PASS: Outcome = { kind: 'pass' };

/** @param inherited the environments of the validator that this one is the condition of */
function run(
  validator: DynaconfValidator,
  judged: Judged,
  inherited: readonly string[] | undefined,
): Outcome {
  switch (validator.kind) {
    case 'unknown': {
      for (const it of validator.names) leaveOpen(judged.store, topOf(it), validator.reason);
      return { kind: 'open', reason: validator.reason, names: validator.names };
    }
    case 'single':
      return runSingle(validator, judged, inherited);
    case 'any':
      return runAny(validator.members, judged);
    case 'all':
      return runAll(validator.members, judged);
  }
}

function runAll(members: readonly DynaconfValidator[], judged: Judged): Outcome {
  const outcomes: Outcome[] = [];
  for (const it of members) {
    outcomes.push(run(it, judged, undefined));
    if (outcomes.at(-1)?.kind === 'raise') break;
  }
  return (
    outcomes.find((it) => it.kind === 'raise') ??
    outcomes.find((it) => it.kind === 'fail') ??
    outcomes.find((it) => it.kind === 'open') ??
    PASS
  );
}

function runAny(members: readonly DynaconfValidator[], judged: Judged): Outcome {
  let last: Outcome = PASS;
  for (const [index, it] of members.entries()) {
    last = run(it, judged, undefined);
    if (last.kind === 'pass' || last.kind === 'raise') return last;
    if (last.kind === 'open') return maybe(judged, last, { kind: 'any', members: members.slice(index + 1) });
  }
  return last;
}

/** A validator that may run or not: what it would change is left open. */
function maybe(
  judged: Judged,
  open: Outcome & { readonly kind: 'open' },
  validator: DynaconfValidator,
): Outcome {
  if (validator.kind === 'any' && validator.members.length === 0) return open;
  const store = copyOfStore(judged.store);
  const outcome = run(validator, { ...judged, store }, undefined);
  for (const name of differences(judged.store, store)) leaveOpen(judged.store, name, open.reason);
  return outcome.kind === 'pass' ? PASS : open;
}

function runSingle(
  validator: SingleValidator,
  judged: Judged,
  inherited: readonly string[] | undefined,
): Outcome {
  const { environments = inherited ?? [judged.environment], when } = validator;
  if (environments === 'unknown')
    return { kind: 'open', reason: 'the environment of a validator is computed', names: validator.names };
  if (when) {
    const allowed = run(when.kind === 'single' ? { environments, ...when } : when, judged, undefined);
    if (allowed.kind === 'fail') return PASS;
    if (allowed.kind === 'raise') return allowed;
    const { when: _, ...rest } = validator;
    if (allowed.kind === 'open') return maybe(judged, { ...allowed, names: validator.names }, rest);
  }
  const [only] = environments;
  if (environments.length === 1 && only?.toUpperCase() === judged.environment.toUpperCase())
    return runNames(validator, judged.store, undefined);
  for (const environment of environments) {
    const outcome = runNames(validator, judged.other(environment), environment);
    if (outcome.kind !== 'pass') return outcome;
  }
  return PASS;
}

/** `_validate_names`: one name after another, until one is refused. */
function runNames(validator: SingleValidator, store: Store, environment: string | undefined): Outcome {
  const open: (Outcome & { readonly kind: 'open' })[] = [];
  const where = environment === undefined ? {} : { environment };
  for (const name of validator.names) {
    try {
      const refused = runName(validator, store, name);
      if (refused) return { kind: 'fail', refusals: [{ name, ...where, ...refused }] };
    } catch (error) {
      if (error instanceof NotFollowed) open.push({ kind: 'open', reason: error.message, names: [name] });
      else if (error instanceof Raised) return raised(error, { name, ...where });
      else throw error;
    }
  }
  return open[0] ?? PASS;
}

function raised({ type, message }: Raised, at: Pick<Refusal, 'name' | 'environment'>): Outcome {
  return { kind: 'raise', refusals: [{ ...at, error: { type, loc: [], message, raised: type } }] };
}

type Refused = Pick<Refusal, 'missing' | 'error'>;

/** @throws {NotFollowed} and {@link Raised} */
function runName(validator: SingleValidator, store: Store, name: string): Refused | undefined {
  const { mustExist, cast } = validator;
  const found = withDefault(validator, store, name);
  if (found === 'no table')
    return refusal('is no table, though a validator speaks of a setting inside of it');
  if (mustExist === 'unknown') throw new NotFollowed('`must_exist` is computed');
  if (!found) return mustExist === true ? { ...refusal('is required'), missing: true } : undefined;
  if (mustExist === false) return refusal('must not be there');
  let value = readValue(store, namesOf(name)) ?? NOTHING;
  if (cast !== undefined) value = converted(store, name, cast, value);
  setValue(store, name, value, { toml: false });
  const data = dataOf(value);
  if (data === undefined) throw new NotFollowed('a mark of dynaconf is left inside of it');
  const made = validated(validator.type, data);
  if (made.kind === 'undecided') throw new NotFollowed(made.reason);
  const [error] = made.kind === 'errors' ? made.errors : [];
  return error && { error };
}

/** What comes of a conversion that is not followed is not known to the validators behind it either. */
function converted(
  store: Store,
  name: string,
  cast: NonNullable<SingleValidator['cast']>,
  value: Node,
): Node {
  try {
    return castPython(cast, value);
  } catch (error) {
    if (error instanceof NotFollowed) leaveOpen(store, topOf(name), error.message);
    throw error;
  }
}

function refusal(message: string): Refused {
  return { error: { type: 'ValidationError', loc: [], message } };
}

/** `setdefault`: true where the setting is there afterwards. */
function withDefault(validator: SingleValidator, store: Store, name: string): boolean | 'no table' {
  try {
    const found = readValue(store, namesOf(name));
    const isNone = found?.kind === 'leaf' && found.data.kind === 'none';
    const { default: given } = validator;
    if (given === undefined || (found !== undefined && !(isNone && validator.onNone)))
      return found !== undefined;
    if (given === 'unknown') {
      leaveOpen(store, topOf(name), 'the default is not evaluated');
      throw new NotFollowed('the default is not evaluated');
    }
    setValue(store, name, defaultNode(validator), {
      toml: true,
      under: [name.split('.').slice(1).join('.')],
    });
    return true;
  } catch (error) {
    if (error instanceof Raised && error.type === 'AttributeError') return 'no table';
    throw error;
  }
}

function defaultNode({ default: given, defaultIsText }: SingleValidator): Node {
  if (given === undefined || given === 'unknown') return NOTHING;
  const isText = given.kind === 'str' && defaultIsText;
  return nodeOf(isText ? { ...given, value: `'${given.value}'` } : given);
}

function namesOf(name: string): readonly string[] {
  return name.replaceAll('__', '.').split('.');
}

function topOf(name: string): string {
  return namesOf(name)[0]?.trim().toUpperCase() ?? '';
}
