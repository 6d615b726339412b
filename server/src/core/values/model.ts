import type { Field, FieldInput, FieldType } from '../schema/schema.ts';
import { type Data, dataKey, str } from '../syntax/data.ts';
import type { ValueError } from './coerce.ts';
import { locOfKey } from './collection.ts';
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

/** A nested model; its data is a dict by field name, defaults included, as `model_dump` gives it. */
export function validateModel(
  type: ModelType,
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const [open] = type.undecided;
  if (open !== undefined) {
    return undecided(open.reason);
  }
  if (input.kind !== 'dict') {
    return reject(type.flavour === undefined ? 'model_type' : 'dataclass_type', 'is not a mapping');
  }
  const errors: ValueError[] = [];
  const entries: [Data, Data][] = [];
  let exactness: Exactness = scope.json ? EXACT : STRICT;
  let fieldsSet = 0;
  for (const field of type.fields) {
    const outcome = fieldOutcome(field, input, scope, validate);
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

function fieldOutcome(
  field: Field,
  input: Extract<Data, { kind: 'dict' }>,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const [open] = field.undecided;
  if (open !== undefined) {
    return undecided(open.reason);
  }
  for (const candidate of field.inputs) {
    const value = valueAt(input, candidate);
    if (value !== undefined) {
      return fromInput(field, candidate, validate(field.type, value, { ...scope, strict: false }));
    }
  }
  if (field.required) {
    const loc = missingLoc(field);
    return {
      kind: 'errors',
      errors: [{ type: 'missing', loc, message: `field \`${field.name}\` is missing` }],
    };
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

function entryOf(dict: Extract<Data, { kind: 'dict' }>, key: string | number): Data | undefined {
  const matches = (data: Data) =>
    typeof key === 'string'
      ? data.kind === 'str' && data.value === key
      : data.kind === 'int' && data.value === BigInt(key);
  return dict.entries.findLast(([data]) => matches(data))?.[1];
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
      const error = type.flavour === undefined ? 'extra_forbidden' : 'unexpected_keyword_argument';
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
