import type { FieldResolution } from '../binding/resolution.ts';
import type { FieldChange } from './field-change.ts';
import { type FieldPair, keyOf } from './pairs.ts';
import type { Problem } from './report.ts';
import { numberHeld } from './same-quantity.ts';
import { foundOf, isHidden, placeOf, type Side } from './side.ts';
import { isScaled, numberOf, type UnitChange, unitChange } from './unit-change.ts';

/**
 * What becomes of a field whose unit changes while its key stays: a number that was written for the old unit is read in
 * the new one. Undefined where no unit changes, or where another comparison says what happens.
 * @param before the old code on the same values as the new
 * @param running the old code on the values of today, which may be others
 */
export function unitProblem(
  before: Side,
  after: Side,
  running: Side,
  { from, to }: FieldPair,
): FieldChange | undefined {
  if (!from || !to) return undefined;
  const was = foundOf(before, from);
  const now = foundOf(after, to);
  if (!was || !now || now.errors.length > 0 || was.errors.length > 0) return undefined;
  const written = writtenConversion({ from, to });
  if (!written && was.key?.toUpperCase() !== now.key?.toUpperCase()) return undefined;
  const change = written ?? unitChange(before, from, after, to);
  if (!change) return undefined;
  const key = now.key ?? keyOf(after.schema, to);
  if (now.state === 'default' && was.state === 'default') return ofDefaults(after, now, was, key, change);
  const number = numberHeld(now);
  if (number === undefined) return now.state === 'set' ? undefined : notSeen(after, now, key, change);
  const meant = foundOf(running, from);
  const held = meant && numberHeld(meant);
  // The value has moved along with its unit.
  if (held !== undefined && isScaled(held, number, change.factor)) return number === 0 ? undefined : {};
  return {
    problem: problemOf(after, now, key, change, `\`${key}\` is set, and its unit changes: ${change.why}`),
  };
}

/** What the dual read of a migration multiplies the old number with. */
function writtenConversion({ from, to }: FieldPair): UnitChange | undefined {
  const dual = to?.dual;
  if (!from || dual?.factor === undefined || dual.old !== from.name) return undefined;
  const { times, by } = dual.factor;
  const why = `\`${dual.new}\` is converted from \`${dual.old}\``;
  return { certain: true, factor: Number(times) / Number(by), why };
}

/** Where nothing sets the key: the same quantity in another unit is no change. */
function ofDefaults(
  after: Side,
  now: FieldResolution,
  was: FieldResolution,
  key: string,
  change: UnitChange,
): FieldChange | undefined {
  if (isHidden(after)) return notSeen(after, now, key, change);
  const [old, next] = [numberOf(was.value), numberOf(now.value)];
  if (old === undefined || next === undefined || old === 0) return undefined;
  if (isScaled(old, next, change.factor)) {
    // Nothing but the size of the default speaks for it: then it is a default that changes.
    return change.certain
      ? { note: `the unit of \`${key}\` changes, which nothing sets, and its default with it: ${change.why}` }
      : undefined;
  }
  if (old !== next) return undefined;
  const message = `the unit of \`${key}\` changes and its default does not: ${change.why}`;
  return { problem: problemOf(after, now, key, { ...change, certain: false }, message) };
}

function notSeen(after: Side, now: FieldResolution, key: string, change: UnitChange): FieldChange {
  const message = `the unit of \`${key}\` changes, and what \`${after.environment.name}\` sets is not seen: ${change.why}`;
  return { problem: problemOf(after, now, key, { ...change, certain: false }, message) };
}

/**
 * True where a value of today and one of the new version are the same quantity, each in its unit, so that code of the
 * other version reads it wrong.
 * @param today the old code on the values of today
 * @param release the old code on the values of the new version
 */
export function isConverted(today: Side, release: Side, next: Side, { from, to }: FieldPair): boolean {
  const change = from && to && unitChange(today, from, next, to);
  if (!change) return false;
  const [was, then] = [today, release].map((side) => foundOf(side, from));
  const [old, moved] = [was && numberHeld(was), then && numberHeld(then)];
  return old !== undefined && moved !== undefined && old !== 0 && isScaled(old, moved, change.factor);
}

function problemOf(
  after: Side,
  { field }: FieldResolution,
  key: string,
  { certain }: UnitChange,
  message: string,
): Problem {
  return {
    cause: 'unit-changed',
    verdict: certain ? 'no' : 'unknown',
    key,
    field: field.name,
    message,
    introduced: true,
    ...placeOf(after.snapshot, field.place),
  };
}
