import { asciiDigits, stripPython } from './whitespace.ts';

/** A finite decimal number: `sign × coefficient × 10^exponent`, trailing zeros kept as Python's Decimal keeps them. */
export interface FiniteDecimal {
  readonly kind: 'finite';
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
}

export type DecimalNumber =
  | FiniteDecimal
  | { readonly kind: 'infinite'; readonly negative: boolean }
  | { readonly kind: 'nan' };

const NUMBER = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const NAN = /^[+-]?s?nan\d*$/i;

/** Exponents that Python's Decimal holds. */
const LARGEST_EXPONENT = 999_999_999_999_999_999n;

/** Python's `Decimal(str)`: blanks around and underscores anywhere are dropped, Unicode digits count. */
export function parseDecimal(text: string): DecimalNumber | undefined {
  const plain = asciiDigits(stripPython(text)).replaceAll('_', '');
  const match = NUMBER.exec(plain);
  if (match !== null) {
    return finite(match);
  }
  const infinite = INFINITE.exec(plain);
  if (infinite !== null) {
    return { kind: 'infinite', negative: infinite[1] === '-' };
  }
  return NAN.test(plain) ? { kind: 'nan' } : undefined;
}

function finite(match: RegExpExecArray): FiniteDecimal | undefined {
  const whole = match[2] ?? '';
  const fraction = match[3] ?? match[4] ?? '';
  const exponent = BigInt(match[5] ?? '0') - BigInt(fraction.length);
  const coefficient = BigInt(`0${whole}${fraction}`);
  const adjusted = exponent + BigInt(coefficient.toString().length - 1);
  if (adjusted > LARGEST_EXPONENT || adjusted < -LARGEST_EXPONENT) {
    return undefined;
  }
  return { kind: 'finite', negative: match[1] === '-', coefficient, exponent: Number(exponent) };
}

/** Python's `str(Decimal)`. */
export function formatDecimal(value: DecimalNumber): string {
  if (value.kind === 'nan') {
    return 'NaN';
  }
  const sign = value.negative ? '-' : '';
  if (value.kind === 'infinite') {
    return `${sign}Infinity`;
  }
  const digits = value.coefficient.toString();
  const point = digits.length + value.exponent;
  if (value.exponent <= 0 && point > -6) {
    return sign + fixed(digits, point);
  }
  const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
  const exponent = point - 1;
  return `${sign}${mantissa}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function fixed(digits: string, point: number): string {
  if (point <= 0) {
    return `0.${'0'.repeat(-point)}${digits}`;
  }
  return point === digits.length ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Negative, zero or positive as `a` is smaller than, equal to or larger than `b`; undefined with a NaN. */
export function compareDecimals(a: DecimalNumber, b: DecimalNumber): number | undefined {
  if (a.kind === 'nan' || b.kind === 'nan') {
    return undefined;
  }
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    return extent(a) - extent(b);
  }
  const left = signum(a);
  const right = signum(b);
  if (left !== right || left === 0) {
    return left - right;
  }
  return left * compareMagnitudes(a, b);
}

function extent(value: FiniteDecimal | { readonly kind: 'infinite'; readonly negative: boolean }): number {
  return value.kind === 'finite' ? 0 : value.negative ? -1 : 1;
}

function signum(value: FiniteDecimal): number {
  return value.coefficient === 0n ? 0 : value.negative ? -1 : 1;
}

function compareMagnitudes(a: FiniteDecimal, b: FiniteDecimal): number {
  const left = a.coefficient.toString();
  const right = b.coefficient.toString();
  const places = left.length + a.exponent - (right.length + b.exponent);
  if (places !== 0) {
    return places;
  }
  const width = Math.max(left.length, right.length);
  const aligned = BigInt(left.padEnd(width, '0')) - BigInt(right.padEnd(width, '0'));
  return aligned === 0n ? 0 : aligned < 0n ? -1 : 1;
}

/** Digits and decimal places as pydantic counts them for `max_digits` and `decimal_places`. */
export function decimalDigits(value: FiniteDecimal): { readonly digits: number; readonly places: number } {
  const length = value.coefficient.toString().length;
  return value.exponent >= 0
    ? { digits: length + value.exponent, places: 0 }
    : { digits: Math.max(length, -value.exponent), places: -value.exponent };
}

/** Without trailing zeros, as `Decimal.normalize`; exact up to the 28 digits of Python's default context. */
export function normalizeDecimal(value: FiniteDecimal): FiniteDecimal {
  if (value.coefficient === 0n) {
    return { ...value, exponent: 0 };
  }
  const digits = value.coefficient.toString();
  const kept = digits.replace(/0+$/, '');
  return { ...value, coefficient: BigInt(kept), exponent: value.exponent + digits.length - kept.length };
}

/** Digits that Python's default context keeps: longer numbers are rounded by its arithmetic. */
export const CONTEXT_DIGITS = 28;

/**
 * Whether `value / divisor` is whole, as pydantic asks; undefined where Python's context would round or refuse, or
 * for a zero divisor.
 */
export function isMultiple(value: FiniteDecimal, divisor: FiniteDecimal): boolean | undefined {
  if (divisor.coefficient === 0n) {
    return undefined;
  }
  if (value.coefficient === 0n) {
    return true;
  }
  const shift = value.exponent - divisor.exponent;
  if (Math.abs(shift) > CONTEXT_DIGITS) {
    return undefined;
  }
  const numerator = value.coefficient * 10n ** BigInt(Math.max(shift, 0));
  const denominator = divisor.coefficient * 10n ** BigInt(Math.max(-shift, 0));
  const whole = (numerator / denominator).toString().length;
  const wide = numerator.toString().length > CONTEXT_DIGITS || denominator.toString().length > CONTEXT_DIGITS;
  return whole > CONTEXT_DIGITS - 2 || wide ? undefined : numerator % denominator === 0n;
}
