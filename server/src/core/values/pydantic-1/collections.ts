import type { Constraints, FieldType } from '../../schema/field-type.ts';
import { type Data, dataKey, str } from '../../syntax/data.ts';
import { pythonText } from '../../syntax/python-text.ts';
import type { Coercion, ValueError } from '../coerce.ts';
import { nested } from '../outcome.ts';
import { isHashable, pythonKey } from '../python-equality.ts';
import { lengthError } from './limits.ts';
import { type Convert, given, open, refused } from './outcome.ts';

type ListType = FieldType & { readonly kind: 'list' | 'set' | 'frozenset' | 'sequence' | 'deque' };

const NAMES = { list: 'list', set: 'set', frozenset: 'frozenset', sequence: 'sequence', deque: 'deque' };

/** A list or set: each item by itself, all errors are gathered. Lengths count before the items are looked at. */
export function listValue(type: ListType, constraints: Constraints, input: Data, convert: Convert): Coercion {
  const { kind } = type;
  if (kind === 'deque') return open('a `deque` is not evaluated');
  if (input.kind === 'bytes') return open('bytes as a list are not evaluated');
  if (input.kind !== 'list' && input.kind !== 'tuple' && input.kind !== 'set')
    return refused(`type_error.${NAMES[kind]}`, 'is not a list');
  const limited = constraints.minLength !== undefined || constraints.maxLength !== undefined;
  if (limited && kind === 'sequence') return open('limits of a sequence are not evaluated');
  if (kind !== 'list' && kind !== 'sequence' && !input.items.every(isHashable))
    return open('a set of what cannot be in one');
  const items = kind === 'list' || kind === 'sequence' ? input.items : distinct(input.items);
  if (limited && kind !== 'sequence') {
    const wrong = lengthError(constraints, items.length, kind, 'items', 'item');
    if (wrong) return wrong;
  }
  const made = eachItem(input.items, () => type.item, convert);
  if (made.kind !== 'value' || made.data.kind !== 'list') return made;
  if (kind === 'list') return made;
  if (kind === 'sequence') return given({ kind: input.kind, items: made.data.items });
  if (!made.data.items.every(isHashable)) return open('a set of what cannot be in one');
  return given({ kind: 'set', items: distinct(made.data.items) });
}

function distinct(items: readonly Data[]): readonly Data[] {
  const seen = new Map<string, Data>();
  for (const it of items) {
    const key = pythonKey(it) ?? dataKey(it);
    if (!seen.has(key)) seen.set(key, it);
  }
  return [...seen.values()];
}

function eachItem(items: readonly Data[], typeOf: (index: number) => FieldType, convert: Convert): Coercion {
  const errors: ValueError[] = [];
  const found: Data[] = [];
  for (const [index, item] of items.entries()) {
    const made = convert(typeOf(index), item);
    if (made.kind === 'undecided') return made;
    if (made.kind === 'errors') errors.push(...nested(made.errors, [index], `has item ${index + 1}, which`));
    else found.push(made.data);
  }
  return errors.length > 0 ? { kind: 'errors', errors } : given({ kind: 'list', items: found });
}

/** A tuple, of as many items as it has types, or of any number of one. */
export function tupleValue(
  type: FieldType & { readonly kind: 'tuple' },
  input: Data,
  convert: Convert,
): Coercion {
  if (input.kind === 'bytes') return open('bytes as a tuple are not evaluated');
  if (input.kind !== 'list' && input.kind !== 'tuple' && input.kind !== 'set')
    return refused('type_error.tuple', 'is not a list');
  const { items, variadic } = type;
  if (!variadic && items.length !== input.items.length)
    return refused('value_error.tuple.length', `must have ${items.length} items`);
  const any: FieldType = { kind: 'any' };
  const made = eachItem(input.items, (index) => items[variadic ? 0 : index] ?? any, convert);
  if (made.kind !== 'value' || made.data.kind !== 'list') return made;
  return given({ kind: 'tuple', items: made.data.items });
}

const NOT_A_DICT = refused('type_error.dict', 'is not a mapping');

type Refused = Exclude<Coercion, { readonly kind: 'value' }>;

/** The entries of what `dict(value)` gives: pairs in a list do as well. */
export function entriesOf(input: Data): readonly (readonly [Data, Data])[] | Refused {
  switch (input.kind) {
    case 'dict':
      return input.entries;
    case 'str':
      return input.value === '' ? [] : (NOT_A_DICT as Refused);
    case 'list':
    case 'tuple':
      return pairsOf(input.items);
    case 'set':
      return { kind: 'undecided', reason: 'a mapping that is made of a set is not evaluated' };
    case 'bytes':
    case 'text':
      return { kind: 'undecided', reason: 'a mapping that is made of another value is not evaluated' };
    default:
      return NOT_A_DICT as Refused;
  }
}

/** A text of two characters is a pair, and a dict with two keys. */
function pairsOf(items: readonly Data[]): readonly (readonly [Data, Data])[] | Refused {
  const found = new Map<string, readonly [Data, Data]>();
  for (const item of items) {
    if (item.kind === 'set' || item.kind === 'bytes' || item.kind === 'text')
      return { kind: 'undecided', reason: 'a mapping that is made of such pairs is not evaluated' };
    const [key, value, ...others] = partsOf(item);
    if (key === undefined || value === undefined || others.length > 0 || !isHashable(key))
      return NOT_A_DICT as Refused;
    const id = pythonKey(key) ?? dataKey(key);
    found.set(id, [found.get(id)?.[0] ?? key, value]);
  }
  return [...found.values()];
}

function partsOf(item: Data): readonly Data[] {
  if (item.kind === 'list' || item.kind === 'tuple') return item.items;
  if (item.kind === 'dict') return item.entries.map(([key]) => key);
  return item.kind === 'str' ? [...item.value].map(str) : [];
}

/** A dict: a key that is refused hides its value. */
export function dictValue(
  type: FieldType & { readonly kind: 'dict' },
  input: Data,
  convert: Convert,
): Coercion {
  const entries = entriesOf(input);
  if ('kind' in entries) return entries;
  const errors: ValueError[] = [];
  const found = new Map<string, readonly [Data, Data]>();
  for (const [key, value] of entries) {
    const name = pythonText(key);
    if (name === undefined) return open('a mapping whose keys are no texts is not evaluated');
    const madeKey = convert(type.key, key);
    if (madeKey.kind === 'undecided') return madeKey;
    if (madeKey.kind === 'errors') {
      errors.push(...nested(madeKey.errors, ['__key__'], `has key \`${name}\`, which`));
      continue;
    }
    const made = convert(type.value, value);
    if (made.kind === 'undecided') return made;
    if (made.kind === 'errors') {
      errors.push(...nested(made.errors, [name], `has key \`${name}\`, whose value`));
      continue;
    }
    if (!isHashable(madeKey.data)) return open('a mapping with keys that cannot be keys');
    const id = pythonKey(madeKey.data) ?? dataKey(madeKey.data);
    found.set(id, [found.get(id)?.[0] ?? madeKey.data, made.data]);
  }
  if (errors.length > 0) return { kind: 'errors', errors };
  const made: Data = { kind: 'dict', entries: [...found.values()] };
  return type.abstract ? likeOriginal(input, made) : given(made);
}

/** `_get_mapping_value`: the class of what was given is called with the dict. */
function likeOriginal(input: Data, made: Data & { readonly kind: 'dict' }): Coercion {
  switch (input.kind) {
    case 'dict':
      return given(made);
    case 'list':
    case 'tuple':
      return given({ kind: input.kind, items: made.entries.map(([key]) => key) });
    default:
      return input.kind === 'str' ? given(str('{}')) : open('such a mapping is not evaluated');
  }
}
