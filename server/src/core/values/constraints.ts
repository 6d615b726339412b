import type { Constraints, FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { between } from './bounds.ts';
import { type ConstraintName, isNative, namedConstraints } from './constraint-fit.ts';
import { comparePython } from './number-constraints.ts';
import { type Outcome, reject, undecided } from './outcome.ts';
import { count } from './text.ts';
import { codePoints } from './whitespace.ts';

const UNFIT = 'a constraint does not fit the type';

/** Constraints of a type with those of a type around it; the outer ones win. */
export function mergeConstraints(outer: Constraints, inner: Constraints): Constraints {
  const set = Object.fromEntries(Object.entries(outer).filter(([, value]) => value !== undefined));
  return { ...inner, ...set };
}

/** Those that are not part of the type to pydantic's core. */
export function foreignConstraints(type: FieldType, constraints: Constraints): Constraints {
  return Object.fromEntries(namedConstraints(constraints).filter(([name]) => !isNative(type, name)));
}

const WRAPPABLE: ReadonlySet<ConstraintName> = new Set<ConstraintName>([
  'gt',
  'ge',
  'lt',
  'le',
  'minLength',
  'maxLength',
]);

/** Checks constraints on a finished value as the functions that pydantic wraps around the type do. */
export function constrainAfter(type: FieldType, outcome: Outcome, foreign: Constraints): Outcome {
  const names = namedConstraints(foreign).map(([name]) => name);
  if (outcome.kind !== 'value' || names.length === 0) {
    return outcome;
  }
  if (!names.every((name) => WRAPPABLE.has(name))) {
    return undecided(UNFIT);
  }
  const failure = between(foreign, (bound) => comparePython(outcome.data, bound), true);
  return failure ?? lengthFailure(type, outcome.data, foreign) ?? outcome;
}

function lengthFailure(type: FieldType, data: Data, constraints: Constraints): Outcome | undefined {
  const { minLength, maxLength } = constraints;
  if (minLength === undefined && maxLength === undefined) {
    return undefined;
  }
  const length = lengthOf(type, data);
  if (length === undefined) {
    return undecided(UNFIT);
  }
  const noun = data.kind === 'list' || data.kind === 'tuple' || data.kind === 'dict' ? 'item' : 'character';
  if (minLength !== undefined && length < minLength) {
    return reject('too_short', `must have at least ${count(minLength, noun)}`);
  }
  return maxLength !== undefined && length > maxLength
    ? reject('too_long', `must have at most ${count(maxLength, noun)}`)
    : undefined;
}

/** Python's `len`; undefined where it raises a TypeError or the data does not tell. */
function lengthOf(type: FieldType, data: Data): number | undefined {
  switch (data.kind) {
    case 'str':
      return codePoints(data.value);
    case 'bytes':
      return data.value.length;
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.length;
    case 'dict':
      return type.kind === 'dict' || type.kind === 'json' ? data.entries.length : undefined;
    case 'text':
      return type.kind === 'url' ? codePoints(data.text) : undefined;
    default:
      return undefined;
  }
}
