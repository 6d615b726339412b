import type { Constraints, FieldType } from '../../schema/field-type.ts';
import { type Data, str } from '../../syntax/data.ts';
import { describeBound } from '../bounds.ts';
import type { Coercion } from '../coerce.ts';
import { comparePython } from '../number-constraints.ts';
import { count } from '../text.ts';
import { codePoints, stripPython } from '../whitespace.ts';
import { given, open, refused } from './outcome.ts';

const BOUNDS = [
  ['gt', 'not_gt', 'must be greater than', (order: number) => order > 0],
  ['ge', 'not_ge', 'must be at least', (order: number) => order >= 0],
  ['lt', 'not_lt', 'must be less than', (order: number) => order < 0],
  ['le', 'not_le', 'must be at most', (order: number) => order <= 0],
] as const;

/** The limits of `conint`, `confloat` and of `Field` (`number_size_validator` and its like of pydantic 1.10). */
export function numberWithin(constraints: Constraints, data: Data): Coercion {
  if (constraints.strict) return open('`strict` is not evaluated');
  for (const [key, type, words, holds] of BOUNDS) {
    const bound = constraints[key];
    // `ge` is looked at only where there is no `gt`.
    if (bound === undefined || (key === 'ge' && constraints.gt !== undefined)) continue;
    const place = comparePython(data, bound);
    if (place === undefined) return open('a limit that is not evaluated');
    if (place.order === undefined || !holds(place.order))
      return refused(`value_error.number.${type}`, `${words} ${describeBound(bound)}`);
  }
  const multiple = constraints.multipleOf;
  if (multiple !== undefined && !isMultiple(numberOf(data), numberOf(multiple)))
    return refused('value_error.number.not_multiple', `must be a multiple of ${describeBound(multiple)}`);
  if (constraints.allowInfNan === false && data.kind === 'float' && !Number.isFinite(data.value))
    return refused('value_error.number.not_finite_number', 'is not a finite number');
  return given(data);
}

function numberOf(data: Data): number {
  if (data.kind === 'float') return data.value;
  return data.kind === 'int' ? Number(data.value) : Number.NaN;
}

/** `almost_equal_floats` of pydantic 1. */
function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  const rest = quotient - Math.floor(quotient);
  return Math.abs(rest) <= 1e-8 || Math.abs(rest - 1) <= 1e-8;
}

/** The limits of `constr`: blanks go first, then the case changes, then the length counts. */
export function textWithin(constraints: Constraints, text: string): Coercion {
  if (constraints.pattern !== undefined) return open('`regex` is not evaluated');
  const stripped = constraints.stripWhitespace ? stripPython(text) : text;
  const cased = (constraints.toUpper || constraints.toLower) && /[^\0-\x7f]/.test(stripped);
  if (cased) return open('the case of letters outside ASCII is not evaluated');
  const upper = constraints.toUpper ? stripped.toUpperCase() : stripped;
  const made = constraints.toLower ? upper.toLowerCase() : upper;
  return lengthError(constraints, codePoints(made), 'any_str', 'length', 'character') ?? given(str(made));
}

/** The number of bytes or items, where it is out of bounds. */
export function lengthError(
  { minLength, maxLength }: Constraints,
  length: number,
  subject: 'any_str' | 'list' | 'set' | 'frozenset',
  unit: 'length' | 'items',
  noun: string,
): Coercion | undefined {
  if (minLength !== undefined && length < minLength)
    return refused(`value_error.${subject}.min_${unit}`, `must have at least ${count(minLength, noun)}`);
  if (maxLength !== undefined && length > maxLength)
    return refused(`value_error.${subject}.max_${unit}`, `must have at most ${count(maxLength, noun)}`);
  return undefined;
}

/** Limits that are none of the type's are refused when the class is made, so nothing is said of them. */
export function unfitLimit(type: FieldType): Coercion {
  return open(`limits of \`${type.kind}\` are not evaluated`);
}
