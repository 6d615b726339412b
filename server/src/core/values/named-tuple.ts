import type { FieldType } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import { type Data, dataKey, str } from '../syntax/data.ts';
import type { ValueError } from './coerce.ts';
import { locOfKey } from './collection.ts';
import {
  accept,
  EXACT,
  lower,
  nested,
  type Outcome,
  reject,
  type Scope,
  undecided,
  type Validate,
} from './outcome.ts';

type ModelType = Extract<FieldType, { kind: 'model' }>;
/** Data that pydantic takes for the arguments of a call. */
type Arguments = Extract<Data, { readonly items: unknown } | { readonly entries: unknown }>;

/** An argument of the call that makes the tuple, and where errors of it stand. */
interface Given {
  readonly value: Data;
  readonly loc: string | number;
}

/**
 * A `NamedTuple`, for which pydantic calls the class: with the items of a list as positional arguments, with the
 * entries of a mapping as keyword arguments (pydantic-core 2.46). The data is a tuple, as `model_dump` gives it.
 */
export function validateNamedTuple(
  type: ModelType,
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  if (input.kind !== 'dict' && input.kind !== 'list' && input.kind !== 'tuple') {
    return reject('arguments_type', 'is neither a list nor a mapping');
  }
  const items: Data[] = [];
  const errors: ValueError[] = [];
  let exactness: 0 | 1 | 2 = EXACT;
  let fieldsSet: number | undefined;
  for (const [index, field] of type.fields.entries()) {
    const outcome = argument(field, givenTo(field, index, input), scope, validate);
    if (outcome.kind === 'undecided') {
      return outcome;
    }
    if (outcome.kind === 'errors') {
      errors.push(...outcome.errors);
      continue;
    }
    items.push(outcome.data);
    exactness = lower(exactness, outcome.exactness);
    if (outcome.fieldsSet !== undefined) {
      fieldsSet = (fieldsSet ?? 0) + outcome.fieldsSet;
    }
  }
  errors.push(...unexpected(type, input));
  return errors.length > 0
    ? { kind: 'errors', errors }
    : accept({ kind: 'tuple', items }, exactness, fieldsSet);
}

function givenTo(field: Field, index: number, input: Arguments): Given | undefined {
  if (input.kind !== 'dict') {
    const value = input.items[index];
    return value && { value, loc: index };
  }
  const value = input.entries.findLast(([key]) => dataKey(key) === dataKey(str(field.name)))?.[1];
  return value && { value, loc: field.name };
}

function argument(
  field: Field,
  given: Given | undefined,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const [open] = field.undecided;
  if (open !== undefined) {
    return undecided(open.reason);
  }
  if (given !== undefined) {
    const outcome = validate(field.type, given.value, scope);
    return outcome.kind === 'errors'
      ? { kind: 'errors', errors: nested(outcome.errors, [given.loc], `field \`${field.name}\``) }
      : outcome;
  }
  if (field.required) {
    const message = `field \`${field.name}\` is missing`;
    return { kind: 'errors', errors: [{ type: 'missing_argument', loc: [field.name], message }] };
  }
  return field.default === undefined
    ? undecided(field.defaultUndecided?.reason ?? `the default of \`${field.name}\` is not known`)
    : accept(field.default, EXACT);
}

function unexpected(type: ModelType, input: Arguments): readonly ValueError[] {
  if (input.kind !== 'dict') {
    return input.items.slice(type.fields.length).map((_, index) => ({
      type: 'unexpected_positional_argument',
      loc: [type.fields.length + index],
      message: `has more items than \`${type.name}\` has fields`,
    }));
  }
  if (type.extra !== 'forbid') {
    return [];
  }
  const names = new Set(type.fields.map((field) => dataKey(str(field.name))));
  return input.entries.flatMap(([key]) => {
    if (names.has(dataKey(key))) {
      return [];
    }
    const text = key.kind === 'str';
    const message = text ? `has a key that \`${type.name}\` does not know` : 'has a key that is not a text';
    return [{ type: text ? 'unexpected_keyword_argument' : 'invalid_key', loc: [locOfKey(key)], message }];
  });
}
