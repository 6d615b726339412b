import type { Constraints } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { pythonFloatText } from '../syntax/python-text.ts';
import { between } from './bounds.ts';
import {
  CONTEXT_DIGITS,
  compareDecimals,
  type DecimalNumber,
  decimalDigits,
  type FiniteDecimal,
  formatDecimal,
  isMultiple,
  normalizeDecimal,
  parseDecimal,
} from './decimal-number.ts';
import { rustFloat } from './float-text.ts';
import {
  accept,
  EXACT,
  type Exactness,
  LAX,
  type Outcome,
  reject,
  type Scope,
  STRICT,
  undecided,
} from './outcome.ts';

/** pydantic's Decimal with its constraints (pydantic-core 2.46). */
export function validateDecimal(input: Data, scope: Scope, constraints: Constraints): Outcome {
  const exactness = scope.json ? STRICT : LAX;
  if (input.kind === 'text' && input.type === 'Decimal') {
    return judge(parseDecimal(input.text), EXACT, constraints);
  }
  if (scope.strict && !scope.json) {
    return reject('is_instance_of', 'is not a decimal number object');
  }
  switch (input.kind) {
    case 'str':
      return judge(parseDecimal(input.value), exactness, constraints);
    case 'int':
      return judge(parseDecimal(input.value.toString()), exactness, constraints);
    case 'float': {
      const text = scope.json ? rustFloat(input.value) : pythonFloatText(input.value);
      return judge(parseDecimal(text), exactness, constraints);
    }
    case 'list':
    case 'tuple':
      return input.items.length === 3 && (scope.json || input.kind === 'tuple')
        ? undecided('a decimal number given by its parts is not checked')
        : reject('decimal_type', 'is not a decimal number');
    default:
      return reject('decimal_type', 'is not a decimal number');
  }
}

function judge(value: DecimalNumber | undefined, exactness: Exactness, constraints: Constraints): Outcome {
  if (value === undefined) {
    return reject('decimal_parsing', 'is not a decimal number');
  }
  const finite = value.kind === 'finite';
  const counted = constraints.maxDigits !== undefined || constraints.decimalPlaces !== undefined;
  if (!finite && (constraints.allowInfNan !== true || counted)) {
    return reject('finite_number', 'is not a finite number');
  }
  const failure =
    (finite ? (digitsFailure(value, constraints) ?? multipleFailure(value, constraints)) : undefined) ??
    between(constraints, (bound) => {
      const limit = decimalOf(bound);
      return limit === undefined ? undefined : { order: compareDecimals(value, limit) };
    });
  return failure ?? accept({ kind: 'text', type: 'Decimal', text: formatDecimal(value) }, exactness);
}

function digitsFailure(value: FiniteDecimal, constraints: Constraints): Outcome | undefined {
  const { maxDigits, decimalPlaces } = constraints;
  if (maxDigits === undefined && decimalPlaces === undefined) {
    return undefined;
  }
  if (value.coefficient.toString().length > CONTEXT_DIGITS) {
    return undecided('a decimal number of more than 28 digits is not checked');
  }
  const asWritten = decimalDigits(value);
  const normalized = decimalDigits(normalizeDecimal(value));
  const exceeds = (count: (of: { digits: number; places: number }) => number, limit: number) =>
    count(asWritten) > limit && count(normalized) > limit;
  if (maxDigits !== undefined && exceeds((of) => of.digits, maxDigits)) {
    return reject('decimal_max_digits', `must have at most ${maxDigits} digits`);
  }
  if (decimalPlaces === undefined) {
    return undefined;
  }
  if (exceeds((of) => of.places, decimalPlaces)) {
    return reject('decimal_max_places', `must have at most ${decimalPlaces} decimal places`);
  }
  const whole = Math.max((maxDigits ?? 0) - decimalPlaces, 0);
  return maxDigits !== undefined && exceeds((of) => Math.max(of.digits - of.places, 0), whole)
    ? reject('decimal_whole_digits', `must have at most ${whole} digits before the decimal point`)
    : undefined;
}

function multipleFailure(value: FiniteDecimal, constraints: Constraints): Outcome | undefined {
  if (constraints.multipleOf === undefined) {
    return undefined;
  }
  const divisor = decimalOf(constraints.multipleOf);
  const multiple = divisor?.kind === 'finite' ? isMultiple(value, divisor) : undefined;
  if (multiple === undefined) {
    return undecided('`multiple_of` is not checked for a number of this size');
  }
  return multiple || divisor === undefined
    ? undefined
    : reject('multiple_of', `must be a multiple of ${formatDecimal(divisor)}`);
}

/** A bound as pydantic makes a Decimal of it. */
function decimalOf(bound: Data): DecimalNumber | undefined {
  switch (bound.kind) {
    case 'int':
      return parseDecimal(bound.value.toString());
    case 'float':
      return parseDecimal(pythonFloatText(bound.value));
    case 'str':
      return parseDecimal(bound.value);
    case 'text':
      return bound.type === 'Decimal' ? parseDecimal(bound.text) : undefined;
    default:
      return undefined;
  }
}
