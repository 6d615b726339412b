import { type Data, int } from '../syntax/data.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope } from './outcome.ts';
import { trimRust } from './whitespace.ts';

/** More digits than this are refused, by pydantic and by Python alike. */
export const MAX_DIGITS = 4300;

/** pydantic's int before constraints (pydantic-core 2.46). */
export function validateInt(input: Data, scope: Scope): Outcome {
  if (input.kind === 'int') {
    return accept(input, EXACT);
  }
  if (scope.strict) {
    return reject('int_type', 'is not an integer');
  }
  switch (input.kind) {
    case 'bool':
      return accept(int(input.value ? 1n : 0n), LAX);
    case 'str':
      return fromText(input.value);
    case 'float':
      return fromFloat(input.value);
    default:
      return reject('int_type', 'is not an integer');
  }
}

function fromFloat(value: number): Outcome {
  if (!Number.isFinite(value)) {
    return reject('finite_number', 'is not a finite number');
  }
  if (!Number.isInteger(value)) {
    return reject('int_from_float', 'is not an integer: it has a fraction');
  }
  return Math.abs(value) < 2 ** 63
    ? accept(int(BigInt(value)), LAX)
    : reject('int_parsing_size', 'is too large for an integer');
}

function fromText(text: string): Outcome {
  const plain = /^-?(?:[1-9]\d*|0(?!\d))/.exec(text)?.[0];
  if (plain !== undefined && plain.length > MAX_DIGITS) {
    return reject('int_parsing_size', `has more than ${MAX_DIGITS} digits`);
  }
  const digits = plain === text ? text : cleaned(text);
  return digits === undefined ? reject('int_parsing', 'is not an integer') : accept(int(BigInt(digits)), LAX);
}

/** The digits of a looser spelling: blanks around, a plus, leading zeros, `_` between digits, a fraction of zeros. */
function cleaned(text: string): string | undefined {
  const match = /^([+-]?)(.*)$/su.exec(trimRust(text));
  const sign = match?.[1] === '-' ? '-' : '';
  const body = withoutLeadingZeros(match?.[2] ?? '');
  if (body === undefined) {
    return undefined;
  }
  const whole = body.replace(/\.0+$/, '');
  if (whole.startsWith('_') || whole.endsWith('_') || whole.includes('__')) {
    return undefined;
  }
  const digits = sign + whole.replaceAll('_', '');
  return /^-?(?:0|[1-9]\d*)$/.test(digits) && digits.length <= MAX_DIGITS ? digits : undefined;
}

/**
 * One zero stays when there is nothing but zeros, or zeros before a point. Underscores among the zeros go too, and a
 * minus after them starts the number anew: pydantic reads `0-5` as -5.
 */
function withoutLeadingZeros(text: string): string | undefined {
  if (!text.startsWith('0')) {
    return /^[1-9]/.test(text) ? text : undefined;
  }
  const rest = /[^0_]/.exec(text);
  if (rest === null) {
    return text.slice(-1);
  }
  if (rest[0] === '.') {
    return text.slice(rest.index - 1);
  }
  return /[1-9-]/.test(rest[0]) ? text.slice(rest.index) : undefined;
}
