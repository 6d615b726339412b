import { type Data, float, int, str } from '../syntax/data.ts';
import { numeric, truth } from './fold-compare.ts';

/** Limits that keep a fold small; more is left undecided. */
const MAX_BITS = 4096n;
const MAX_LENGTH = 100_000;
const MAX_ITEMS = 1000;

/** `-x`, `+x`, `~x`, `not x`. */
export function foldUnary(operator: string, operand: Data): Data | undefined {
  if (operator === 'not') {
    const known = truth(operand);
    return known === undefined ? undefined : { kind: 'bool', value: !known };
  }
  const value = numeric(operand);
  if (value === undefined) return undefined;
  switch (operator) {
    case '-':
      return typeof value === 'bigint' ? int(-value) : float(-value);
    case '+':
      return typeof value === 'bigint' ? int(value) : float(value);
    case '~':
      return typeof value === 'bigint' ? int(~value) : undefined;
    default:
      return undefined;
  }
}

/** Arithmetic with Python's semantics; undefined where Python raises or the result is too large to be of use. */
export function foldBinary(operator: string, left: Data, right: Data): Data | undefined {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) {
    if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
    return floats(operator, Number(a), Number(b));
  }
  if (operator === '+') return concatenated(left, right);
  if (operator === '*') return repeated(left, right) ?? repeated(right, left);
  if (operator === '|') return union(left, right);
  return undefined;
}

function integers(operator: string, a: bigint, b: bigint): Data | undefined {
  switch (operator) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      return small(a * b);
    case '/':
      return dividedExactly(a, b);
    case '//':
      return b === 0n ? undefined : int(floorDivide(a, b));
    case '%':
      return b === 0n ? undefined : int(a - floorDivide(a, b) * b);
    case '**':
      return power(a, b);
    case '<<':
      return b < 0n || b > MAX_BITS ? undefined : small(a << b);
    case '>>':
      return b < 0n ? undefined : int(a >> (b > MAX_BITS ? MAX_BITS : b));
    case '&':
      return int(a & b);
    case '|':
      return int(a | b);
    case '^':
      return int(a ^ b);
    default:
      return undefined;
  }
}

function small(value: bigint): Data | undefined {
  return value.toString(16).length > Number(MAX_BITS) / 4 ? undefined : int(value);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** True division rounds once; it is only certain where both numbers are exact as floats. */
function dividedExactly(a: bigint, b: bigint): Data | undefined {
  if (b === 0n || !exact(a) || !exact(b)) return undefined;
  return float(a === 0n ? (b < 0n ? -0 : 0) : Number(a) / Number(b));
}

function exact(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}

function power(base: bigint, exponent: bigint): Data | undefined {
  if (exponent < 0n) {
    return base === 0n || !exact(base) ? undefined : float(Number(base) ** Number(exponent));
  }
  const bits = BigInt(base.toString(2).length);
  return exponent * bits > MAX_BITS ? undefined : int(base ** exponent);
}

function floats(operator: string, a: number, b: number): Data | undefined {
  switch (operator) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      return b === 0 ? undefined : float(a / b);
    case '//':
      return b === 0 || !Number.isFinite(a) || !Number.isFinite(b) ? undefined : float(floorFloat(a, b));
    case '%':
      return b === 0 || !Number.isFinite(a) || !Number.isFinite(b) ? undefined : float(modulo(a, b));
    case '**': {
      const result = a ** b;
      return Number.isFinite(result) ? float(result) : undefined;
    }
    default:
      return undefined;
  }
}

/** The remainder has the sign of the divisor, as in CPython's `float_rem`. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** As CPython's `float_floor_div`: from the remainder, so that it never disagrees with `%`. */
function floorFloat(a: number, b: number): number {
  const quotient = (a - modulo(a, b)) / b;
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function concatenated(left: Data, right: Data): Data | undefined {
  if (left.kind === 'str' && right.kind === 'str') return bounded(left.value + right.value);
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    if (left.value.length + right.value.length > MAX_LENGTH) return undefined;
    return { kind: 'bytes', value: left.value + right.value };
  }
  if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
    if (left.items.length + right.items.length > MAX_ITEMS) return undefined;
    return { kind: left.kind, items: [...left.items, ...right.items] };
  }
  return undefined;
}

function bounded(text: string): Data | undefined {
  return text.length > MAX_LENGTH ? undefined : str(text);
}

function repeated(sequence: Data, times: Data): Data | undefined {
  const count = numeric(times);
  if (typeof count !== 'bigint') return undefined;
  const many = count < 0n ? 0 : Number(count);
  if (sequence.kind === 'str') {
    return sequence.value.length * many > MAX_LENGTH ? undefined : str(sequence.value.repeat(many));
  }
  if (sequence.kind !== 'list' && sequence.kind !== 'tuple') return undefined;
  if (sequence.items.length * many > MAX_ITEMS) return undefined;
  return { kind: sequence.kind, items: Array.from({ length: many }, () => sequence.items).flat() };
}

function union(left: Data, right: Data): Data | undefined {
  if (left.kind !== 'dict' || right.kind !== 'dict') return undefined;
  return left.entries.length === 0 ? right : right.entries.length === 0 ? left : undefined;
}
