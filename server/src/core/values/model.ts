import type { FieldType } from '../schema/field-type.ts';
import type { Field, FieldInput } from '../schema/schema.ts';
import { type Data, dataKey, entryOf, str } from '../syntax/data.ts';
import type { ValueError } from './coerce.ts';
import { locOfKey } from './collection.ts';
import { validateNamedTuple } from './named-tuple.ts';
import {
  accept,
  EXACT,
  type Exactness,
  lower,
  nested,
  type Outcome,
  reject,
  type Scope,
  STRICT,
  undecided,
  type Validate,
} from './outcome.ts';

type ModelType = Extract<FieldType, { kind: 'model' }>;

/**
 * A nested model, dataclass or `TypedDict`; its data is a dict by field name, defaults included, as `model_dump` gives
 * it. A root model's is that of its root, a named tuple's a tuple.
 */
export function validateModel(
  type: ModelType,
  input: Data,
  outer: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const [open] = type.undecided;
  if (open !== undefined) {
    return undecided(open.reason);
  }
  const scope = scopeOf(type, outer);
  switch (type.flavour) {
    case 'root':
      return validateRoot(type, input, scope, validate);
    case 'named-tuple':
      return validateNamedTuple(type, input, scope, validate);
    default:
      return validateFields(type, input, scope, validate);
  }
}

/** A `TypedDict`, a named tuple and a dataclass of the standard library are as strict as the class around them where they do not say it themselves. */
function scopeOf({ flavour, strict }: ModelType, outer: Scope): Scope {
  const inherits = flavour === 'typed-dict' || flavour === 'named-tuple' || flavour === 'dataclass';
  const strictClass = strict ?? (inherits && outer.strictClass);
  return { ...outer, strict: strictClass, strictClass };
}

function validateRoot(type: ModelType, input: Data, scope: Scope, validate: Validate<FieldType>): Outcome {
  const [root] = type.fields;
  const [open] = root?.undecided ?? [];
  if (root === undefined || open !== undefined) {
    return undecided(open?.reason ?? `the root of \`${type.name}\` is not known`);
  }
  const outcome = validate(root.type, input, scope);
  return outcome.kind === 'value'
    ? accept(outcome.data, lower(outcome.exactness, scope.json ? EXACT : STRICT), outcome.fieldsSet)
    : outcome;
}

const NOT_A_MAPPING = { model: 'model_type', 'typed-dict': 'dict_type' } as const;

function validateFields(type: ModelType, input: Data, scope: Scope, validate: Validate<FieldType>): Outcome {
  const isDataclass = type.flavour === 'dataclass' || type.flavour === 'pydantic-dataclass';
  if (isDataclass && scope.strictClass && !scope.json) {
    return reject('dataclass_exact_type', `is not an object of \`${type.name}\``);
  }
  if (input.kind !== 'dict') {
    const flavour = type.flavour === 'typed-dict' ? type.flavour : 'model';
    return reject(isDataclass ? 'dataclass_type' : NOT_A_MAPPING[flavour], 'is not a mapping');
  }
  const errors: ValueError[] = [];
  const entries: [Data, Data][] = [];
  let exactness: Exactness = scope.json ? EXACT : STRICT;
  let fieldsSet = 0;
  for (const field of type.fields) {
    const outcome = fieldOutcome(type, field, input, scope, validate);
    if (outcome === undefined) {
      continue;
    }
    if (outcome.kind === 'undecided') {
      return outcome;
    }
    if (outcome.kind === 'errors') {
      errors.push(...outcome.errors);
      continue;
    }
    entries.push([str(field.name), outcome.data]);
    exactness = lower(exactness, outcome.exactness);
    fieldsSet += outcome.fieldsSet ?? 0;
  }
  const extras = extraEntries(type, input);
  errors.push(...extras.errors);
  if (errors.length > 0) {
    return { kind: 'errors', errors };
  }
  return accept({ kind: 'dict', entries: withExtras(entries, extras.kept) }, exactness, fieldsSet);
}

/** Undefined for a key that a `TypedDict` need not have. */
function fieldOutcome(
  type: ModelType,
  field: Field,
  input: Extract<Data, { kind: 'dict' }>,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome | undefined {
  const [open] = field.undecided;
  if (open !== undefined) {
    return undecided(open.reason);
  }
  for (const candidate of field.inputs) {
    const value = valueAt(input, candidate);
    if (value !== undefined) {
      return fromInput(field, candidate, validate(field.type, value, scope));
    }
  }
  if (field.required) {
    const loc = missingLoc(field);
    return {
      kind: 'errors',
      errors: [{ type: 'missing', loc, message: `field \`${field.name}\` is missing` }],
    };
  }
  if (type.flavour === 'typed-dict') {
    return undefined;
  }
  return field.default === undefined
    ? undecided(field.defaultUndecided?.reason ?? `the default of \`${field.name}\` is not known`)
    : accept(field.default, EXACT);
}

function fromInput(field: Field, candidate: FieldInput, outcome: Outcome): Outcome {
  if (outcome.kind === 'errors') {
    const loc = [candidate.key, ...candidate.path];
    return { kind: 'errors', errors: nested(outcome.errors, loc, `field \`${field.name}\``) };
  }
  return outcome.kind === 'value'
    ? accept(outcome.data, outcome.exactness, 1 + (outcome.fieldsSet ?? 0))
    : outcome;
}

/** A missing field is reported at its first alias, with the whole path of an `AliasPath`. */
function missingLoc(field: Field): readonly (string | number)[] {
  const [first] = field.inputs;
  return first !== undefined && first.key === field.loc ? [first.key, ...first.path] : [field.loc];
}

function valueAt(input: Extract<Data, { kind: 'dict' }>, candidate: FieldInput): Data | undefined {
  let value = entryOf(input, candidate.key);
  for (const step of candidate.path) {
    value = value === undefined ? undefined : stepInto(value, step);
  }
  return value;
}

function stepInto(value: Data, step: string | number): Data | undefined {
  if (value.kind === 'dict') {
    return entryOf(value, step);
  }
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : undefined;
  return typeof step === 'number' ? items?.at(step) : undefined;
}

function extraEntries(
  type: ModelType,
  input: Extract<Data, { kind: 'dict' }>,
): { readonly errors: readonly ValueError[]; readonly kept: readonly [Data, Data][] } {
  const errors: ValueError[] = [];
  const kept: [Data, Data][] = [];
  if (type.extra === 'ignore') {
    return { errors, kept };
  }
  const used = usedKeys(type, input);
  for (const [key, value] of input.entries) {
    if (key.kind === 'str' && used.has(key.value)) {
      continue;
    }
    if (key.kind !== 'str') {
      errors.push({ type: 'invalid_key', loc: [locOfKey(key)], message: 'has a key that is not a text' });
    } else if (type.extra === 'forbid') {
      const message = `has a key that \`${type.name}\` does not know`;
      const isDataclass = type.flavour === 'dataclass' || type.flavour === 'pydantic-dataclass';
      const error = isDataclass ? 'unexpected_keyword_argument' : 'extra_forbidden';
      errors.push({ type: error, loc: [key.value], message });
    } else {
      kept.push([key, value]);
    }
  }
  return { errors, kept };
}

/** An extra key may bear the name of a field that has an alias; the object then shows the extra. */
function withExtras(
  entries: readonly (readonly [Data, Data])[],
  extras: readonly (readonly [Data, Data])[],
): readonly (readonly [Data, Data])[] {
  const merged = new Map(
    [...entries, ...extras].map(([key, value]) => [dataKey(key), [key, value] as const]),
  );
  return [...merged.values()];
}

/** Keys that the fields took their values from; another alias of a field that has one already is an extra. */
function usedKeys(type: ModelType, input: Extract<Data, { kind: 'dict' }>): ReadonlySet<string> {
  const taken = type.fields.map((field) =>
    field.inputs.find((candidate) => valueAt(input, candidate) !== undefined),
  );
  return new Set(taken.flatMap((candidate) => (candidate === undefined ? [] : [candidate.key])));
}
