import type { Constraints } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { between, describeBound, type Standing } from './bounds.ts';
import { type Outcome, reject, undecided } from './outcome.ts';

const UNFIT = 'a constraint does not fit the type';

/** Constraints of an int, which pydantic turns into ints first; the outcome given is the one before them. */
export function constrainInt(outcome: Outcome, constraints: Constraints): Outcome {
  if (outcome.kind !== 'value' || outcome.data.kind !== 'int') {
    return outcome;
  }
  const value = outcome.data.value;
  if (constraints.multipleOf !== undefined) {
    const divisor = wholeOf(constraints.multipleOf);
    if (divisor === undefined || divisor === 0n) {
      return undecided(UNFIT);
    }
    if (value % divisor !== 0n) {
      return reject('multiple_of', `must be a multiple of ${divisor}`);
    }
  }
  const failure = between(constraints, (bound) => {
    const limit = wholeOf(bound);
    return limit === undefined ? undefined : { order: value < limit ? -1 : value > limit ? 1 : 0 };
  });
  return failure ?? outcome;
}

function wholeOf(bound: Data): bigint | undefined {
  switch (bound.kind) {
    case 'int':
      return bound.value;
    case 'bool':
      return bound.value ? 1n : 0n;
    case 'float':
      return Number.isInteger(bound.value) && Math.abs(bound.value) < 2 ** 63
        ? BigInt(bound.value)
        : undefined;
    default:
      return undefined;
  }
}

/** Constraints of a float; the outcome given is the one before them. */
export function constrainFloat(outcome: Outcome, constraints: Constraints): Outcome {
  if (outcome.kind !== 'value' || outcome.data.kind !== 'float') {
    return outcome;
  }
  const value = outcome.data.value;
  if (constraints.allowInfNan === false && !Number.isFinite(value)) {
    return reject('finite_number', 'is not a finite number');
  }
  if (constraints.multipleOf !== undefined) {
    const divisor = numberOf(constraints.multipleOf);
    if (divisor === undefined || divisor === 0) {
      return undecided(UNFIT);
    }
    const quotient = value / divisor;
    const nearest = Math.sign(quotient) * Math.round(Math.abs(quotient));
    if (Math.abs(value - nearest * divisor) > 1e-9) {
      return reject('multiple_of', `must be a multiple of ${describeBound(constraints.multipleOf)}`);
    }
  }
  const failure = between(constraints, (bound) => {
    const limit = numberOf(bound);
    return limit === undefined ? undefined : compareNumbers(value, limit);
  });
  return failure ?? outcome;
}

function numberOf(bound: Data): number | undefined {
  switch (bound.kind) {
    case 'int':
      return Number(bound.value);
    case 'float':
      return bound.value;
    case 'bool':
      return bound.value ? 1 : 0;
    default:
      return undefined;
  }
}

function compareNumbers(value: number, limit: number): Standing {
  if (Number.isNaN(value) || Number.isNaN(limit)) {
    return { order: undefined };
  }
  return { order: value < limit ? -1 : value > limit ? 1 : 0 };
}

/** Compares a number or a text with a bound as Python's operators do; undefined where Python raises a TypeError. */
export function comparePython(value: Data, bound: Data): Standing | undefined {
  if (value.kind === 'str' && bound.kind === 'str') {
    return { order: compareCodePoints(value.value, bound.value) };
  }
  if (value.kind === 'int' && bound.kind === 'int') {
    return { order: value.value < bound.value ? -1 : value.value > bound.value ? 1 : 0 };
  }
  const left = numberOf(value);
  const right = numberOf(bound);
  if (left === undefined || right === undefined) {
    return undefined;
  }
  const exact = Math.abs(left) <= 2 ** 53 && Math.abs(right) <= 2 ** 53;
  return exact || (value.kind === 'float' && bound.kind === 'float')
    ? compareNumbers(left, right)
    : undefined;
}

function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}
