import type { Constraints, FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { pythonFloatText } from '../syntax/python-text.ts';
import type { ValueError } from './coerce.ts';
import {
  accept,
  EXACT,
  type Exactness,
  inside,
  LAX,
  lower,
  nested,
  type Outcome,
  reject,
  type Scope,
  STRICT,
  type Validate,
} from './outcome.ts';
import { isHashable, pythonKey } from './python-equality.ts';
import { count } from './text.ts';

type ListKind = 'list' | 'set' | 'frozenset' | 'sequence' | 'deque';

const WORDS: Readonly<Record<ListKind | 'tuple', readonly [type: string, message: string]>> = {
  list: ['list_type', 'is not a list'],
  deque: ['list_type', 'is not a list'],
  sequence: ['is_instance_of', 'is not a list'],
  set: ['set_type', 'is not a list of different items'],
  frozenset: ['frozen_set_type', 'is not a list of different items'],
  tuple: ['tuple_type', 'is not a list'],
};

/** What the items of a collection gave, gathered in order. */
interface Gathered {
  readonly items: Data[];
  readonly errors: ValueError[];
  exactness: Exactness;
  fieldsSet: number | undefined;
}

function gathering(exactness: Exactness): Gathered {
  return { items: [], errors: [], exactness, fieldsSet: undefined };
}

function take(
  gathered: Gathered,
  outcome: Outcome,
  loc: readonly (string | number)[],
  subject: string,
): void {
  if (outcome.kind === 'errors') {
    gathered.errors.push(...nested(outcome.errors, loc, subject));
  } else if (outcome.kind === 'value') {
    gathered.items.push(outcome.data);
    gathered.exactness = lower(gathered.exactness, outcome.exactness);
    if (outcome.fieldsSet !== undefined) {
      gathered.fieldsSet = (gathered.fieldsSet ?? 0) + outcome.fieldsSet;
    }
  }
}

/** Items of a value that pydantic iterates over, and how exactly it fits; undefined when it does not. */
function itemsOf(
  kind: ListKind | 'tuple',
  input: Data,
  scope: Scope,
): { readonly items: readonly Data[]; readonly exactness: Exactness } | undefined {
  if (input.kind !== 'list' && input.kind !== 'tuple' && input.kind !== 'set') {
    return undefined;
  }
  if (scope.json) {
    return { items: input.items, exactness: kind === 'list' || kind === 'sequence' ? EXACT : STRICT };
  }
  const own = kind === 'frozenset' ? 'set' : kind === 'sequence' || kind === 'deque' ? 'list' : kind;
  const fits = input.kind === own || (kind === 'sequence' && input.kind === 'tuple');
  if (!fits && (scope.strict || kind === 'sequence')) {
    return undefined;
  }
  return { items: input.items, exactness: fits && kind !== 'deque' ? EXACT : LAX };
}

/** pydantic's list, set, frozenset, Sequence and deque. */
export function validateList(
  type: { readonly kind: ListKind; readonly item: FieldType },
  input: Data,
  scope: Scope,
  constraints: Constraints,
  validate: Validate<FieldType>,
): Outcome {
  const { kind } = type;
  const [errorType, message] = kind === 'sequence' && scope.json ? WORDS.list : WORDS[kind];
  if (kind === 'sequence' && !scope.json && (input.kind === 'str' || input.kind === 'bytes')) {
    return type.item.kind === 'any'
      ? accept(input, EXACT)
      : reject('sequence_str', 'is a text where a list is needed');
  }
  if (kind === 'deque' && scope.strict) {
    return reject('is_instance_of', message);
  }
  const found = itemsOf(kind, input, scope);
  if (found === undefined) {
    return reject(errorType, message);
  }
  const unique = kind === 'set' || kind === 'frozenset';
  const gathered = gathering(found.exactness);
  const seen = new Set<string>();
  for (const [index, item] of found.items.entries()) {
    const outcome = validate(type.item, item, inside(scope));
    if (outcome.kind === 'undecided') {
      return outcome;
    }
    if (!unique || isNew(outcome, seen)) {
      take(gathered, hashable(outcome, unique), [index], `item ${index + 1}`);
    }
    const size = unique ? gathered.items.length : gathered.items.length + distinct(gathered.errors);
    if (constraints.maxLength !== undefined && size > constraints.maxLength) {
      return reject('too_long', `must have at most ${count(constraints.maxLength, 'item')}`);
    }
  }
  return finish(gathered, constraints, (items) =>
    unique
      ? { kind: 'set', items }
      : { kind: kind === 'sequence' && input.kind === 'tuple' ? 'tuple' : 'list', items },
  );
}

/** Items that failed, of which each may have several errors. */
function distinct(errors: readonly ValueError[]): number {
  return new Set(errors.map((error) => error.loc[0])).size;
}

function isNew(outcome: Outcome, seen: Set<string>): boolean {
  const key = outcome.kind === 'value' ? pythonKey(outcome.data) : undefined;
  if (key === undefined) {
    return true;
  }
  const fresh = !seen.has(key);
  seen.add(key);
  return fresh;
}

function hashable(outcome: Outcome, needed: boolean): Outcome {
  return needed && outcome.kind === 'value' && !isHashable(outcome.data)
    ? reject('set_item_not_hashable', 'cannot be an item of a set')
    : outcome;
}

function finish(
  gathered: Gathered,
  constraints: Constraints,
  build: (items: readonly Data[]) => Data,
): Outcome {
  if (gathered.errors.length > 0) {
    return { kind: 'errors', errors: gathered.errors };
  }
  const size = gathered.items.length;
  return (
    lengthFailure(size, constraints) ?? accept(build(gathered.items), gathered.exactness, gathered.fieldsSet)
  );
}

function lengthFailure(size: number, constraints: Constraints): Outcome | undefined {
  if (constraints.minLength !== undefined && size < constraints.minLength) {
    return reject('too_short', `must have at least ${count(constraints.minLength, 'item')}`);
  }
  return constraints.maxLength !== undefined && size > constraints.maxLength
    ? reject('too_long', `must have at most ${count(constraints.maxLength, 'item')}`)
    : undefined;
}

/** pydantic's tuple, of fixed length or `tuple[T, ...]`. */
export function validateTuple(
  type: Extract<FieldType, { kind: 'tuple' }>,
  input: Data,
  scope: Scope,
  constraints: Constraints,
  validate: Validate<FieldType>,
): Outcome {
  const found = itemsOf('tuple', input, scope);
  if (found === undefined) {
    return reject(...WORDS.tuple);
  }
  const variadic = type.variadic ? type.items[0] : undefined;
  if (variadic === undefined && found.items.length > type.items.length) {
    return reject('too_long', `must have at most ${count(type.items.length, 'item')}`);
  }
  const gathered = gathering(found.exactness);
  const length = variadic === undefined ? type.items.length : found.items.length;
  for (let index = 0; index < length; index += 1) {
    const item = found.items[index];
    const member = variadic ?? type.items[index];
    const outcome =
      item === undefined || member === undefined
        ? reject('missing', 'is missing')
        : validate(member, item, inside(scope));
    if (outcome.kind === 'undecided') {
      return outcome;
    }
    take(gathered, outcome, [index], `item ${index + 1}`);
  }
  const build = (items: readonly Data[]): Data => ({ kind: 'tuple', items });
  return finish(gathered, variadic === undefined ? {} : constraints, build);
}

/** pydantic's dict: keys are validated like values; of equal keys the last value wins at the place of the first. */
export function validateDict(
  type: Extract<FieldType, { kind: 'dict' }>,
  input: Data,
  scope: Scope,
  constraints: Constraints,
  validate: Validate<FieldType>,
): Outcome {
  if (input.kind !== 'dict') {
    return reject('dict_type', 'is not a mapping');
  }
  const gathered = gathering(EXACT);
  const entries: [Data, Data][] = [];
  const places = new Map<string, number>();
  const inner = inside(scope);
  for (const [index, [rawKey, rawValue]] of input.entries.entries()) {
    const key = validate(type.key, rawKey, inner);
    const value = validate(type.value, rawValue, inner);
    if (key.kind === 'undecided') {
      return key;
    }
    if (value.kind === 'undecided') {
      return value;
    }
    const loc = locOfKey(rawKey);
    take(gathered, key, [loc, '[key]'], `key ${index + 1}`);
    take(gathered, value, [loc], `entry ${index + 1}`);
    if (key.kind === 'value' && value.kind === 'value') {
      put(entries, places, key.data, value.data);
    }
  }
  if (gathered.errors.length > 0) {
    return { kind: 'errors', errors: gathered.errors };
  }
  const failure = lengthFailure(entries.length, constraints);
  return failure ?? accept({ kind: 'dict', entries }, gathered.exactness, gathered.fieldsSet);
}

function put(entries: [Data, Data][], places: Map<string, number>, key: Data, value: Data): void {
  const hash = pythonKey(key);
  const place = hash === undefined ? undefined : places.get(hash);
  const entry = place === undefined ? undefined : entries[place];
  if (entry !== undefined) {
    entry[1] = value;
    return;
  }
  if (hash !== undefined) {
    places.set(hash, entries.length);
  }
  entries.push([key, value]);
}

const I64 = 2n ** 63n;

/** A key as pydantic writes it in a location: texts and 64-bit integers as they are, the rest by `repr`. */
export function locOfKey(key: Data): string | number {
  switch (key.kind) {
    case 'str':
      return key.value;
    case 'int':
      return key.value >= -I64 && key.value < I64 ? Number(key.value) : key.value.toString();
    case 'bool':
      return key.value ? 1 : 0;
    case 'float':
      return pythonFloatText(key.value);
    case 'none':
      return 'None';
    default:
      return '[object]';
  }
}
