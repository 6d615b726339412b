import type { Argument, Expression } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { constantData } from './constant.ts';
import type { Constraints, FieldType } from './field-type.ts';
import type { PythonFile, PythonProject } from './reader.ts';

type Writable = { -readonly [Key in keyof Constraints]: Constraints[Key] };

/** Keyword arguments of `Field`, `StringConstraints`, `constr` … that constrain a value. */
const KEYWORDS: ReadonlyMap<string, keyof Constraints> = new Map(
  Object.entries({
    gt: 'gt',
    ge: 'ge',
    lt: 'lt',
    le: 'le',
    multiple_of: 'multipleOf',
    min_length: 'minLength',
    max_length: 'maxLength',
    min_items: 'minLength',
    max_items: 'maxLength',
    pattern: 'pattern',
    strict: 'strict',
    strip_whitespace: 'stripWhitespace',
    to_lower: 'toLower',
    to_upper: 'toUpper',
    allow_inf_nan: 'allowInfNan',
    max_digits: 'maxDigits',
    decimal_places: 'decimalPlaces',
  } as const),
);

/** True for a keyword that becomes a constraint. */
export function isConstraint(keyword: string): boolean {
  return KEYWORDS.has(keyword);
}

/** Constraints read from keyword arguments, and the keywords whose values could not be evaluated. */
export interface ReadConstraints {
  readonly constraints: Constraints;
  readonly undecided: readonly { readonly keyword: string; readonly at: Expression }[];
}

/** Reads the constraints among keyword arguments; `None` is no constraint. */
export function readConstraints(
  project: PythonProject,
  file: PythonFile,
  args: readonly Argument[],
): ReadConstraints {
  let constraints: Constraints = {};
  const undecided: { keyword: string; at: Expression }[] = [];
  for (const { name, value } of args) {
    const key = name === undefined ? undefined : KEYWORDS.get(name);
    if (name === undefined || key === undefined) continue;
    const data = constantData(project, file, value);
    const one = data && constraintOf(key, data);
    if (one) constraints = { ...constraints, ...one };
    else undecided.push({ keyword: name, at: value });
  }
  return { constraints, undecided };
}

/** One constraint from its value; undefined when the value is of the wrong kind. */
export function constraintOf(key: keyof Constraints, data: Data): Constraints | undefined {
  if (data.kind === 'none') return {};
  const one: Writable = {};
  switch (key) {
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
    case 'multipleOf':
      one[key] = data;
      return one;
    case 'minLength':
    case 'maxLength':
    case 'maxDigits':
    case 'decimalPlaces':
      if (data.kind !== 'int') return undefined;
      one[key] = Number(data.value);
      return one;
    case 'pattern':
      return data.kind === 'str' ? { pattern: data.value } : undefined;
    default:
      if (data.kind !== 'bool') return undefined;
      one[key] = data.value;
      return one;
  }
}

/** A type with constraints; those of an optional type apply to what is inside it, as in pydantic. */
export function constrain(type: FieldType, constraints: Constraints): FieldType {
  if (Object.keys(constraints).length === 0 || type.kind === 'undecided') return type;
  if (type.kind === 'optional') return { kind: 'optional', inner: constrain(type.inner, constraints) };
  if (type.kind === 'constrained' && !overlap(type.constraints, constraints)) {
    return { ...type, constraints: { ...type.constraints, ...constraints } };
  }
  return { kind: 'constrained', inner: type, constraints };
}

/** Two bounds of one kind both hold, so the second wraps the first. */
function overlap(a: Constraints, b: Constraints): boolean {
  return Object.keys(b).some((key) => key in a);
}
