import type { Constraints, FieldType } from '../schema/field-type.ts';

export type ConstraintName = keyof Constraints;

export type NamedConstraint = readonly [name: ConstraintName, value: Constraints[ConstraintName]];

const BOUNDS: readonly ConstraintName[] = ['gt', 'ge', 'lt', 'le'];
const LENGTHS: readonly ConstraintName[] = ['minLength', 'maxLength'];
const NUMBER: readonly ConstraintName[] = [...BOUNDS, 'multipleOf', 'allowInfNan'];

/** Constraints that pydantic's core checks as part of the type; all others it checks in functions afterwards. */
const NATIVE: Readonly<Record<string, readonly ConstraintName[]>> = {
  str: [...LENGTHS, 'pattern', 'stripWhitespace', 'toLower', 'toUpper'],
  bytes: LENGTHS,
  int: NUMBER,
  float: NUMBER,
  decimal: [...NUMBER, 'maxDigits', 'decimalPlaces'],
  date: BOUNDS,
  datetime: BOUNDS,
  'aware-datetime': BOUNDS,
  'naive-datetime': BOUNDS,
  time: BOUNDS,
  timedelta: BOUNDS,
  list: LENGTHS,
  set: LENGTHS,
  frozenset: LENGTHS,
  tuple: LENGTHS,
  dict: LENGTHS,
};

const ORDER: readonly ConstraintName[] = [...BOUNDS, 'multipleOf', ...LENGTHS];

/** Whether the core checks the constraint as part of the type, which has no constraints itself. */
export function isNative(type: FieldType, name: ConstraintName): boolean {
  return name === 'strict' || (NATIVE[type.kind]?.includes(name) ?? false);
}

/** The type below all constraints. */
export function stripConstraints(type: FieldType): FieldType {
  return type.kind === 'constrained' ? stripConstraints(type.inner) : type;
}

/** The constraints that are set, in the order in which pydantic wraps them around a type. */
export function namedConstraints(constraints: Constraints): readonly NamedConstraint[] {
  const names = Object.keys(constraints) as ConstraintName[];
  const rank = (name: ConstraintName) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return names
    .filter((name) => constraints[name] !== undefined)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => [name, constraints[name]]);
}
