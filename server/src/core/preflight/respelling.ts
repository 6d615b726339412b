import type { FieldResolution } from '../binding/resolution.ts';
import { isEqual } from './equal-values.ts';
import { type FieldPair, pairFields } from './pairs.ts';
import type { Problem } from './report.ts';
import { isSameField } from './same-field.ts';
import { foundOf, placeOf, type Side } from './side.ts';

/**
 * Fields that the new version writes in another way and reads in another way, so that the same value comes of it: what
 * of them one side makes on the spelling of the other.
 * @param today the old code on the values of today
 * @param next the new code on the values of the new version
 * @param mixed one code on the values that are meant for the other
 */
function misread(today: Side, next: Side, mixed: Side, of: 'old' | 'new'): readonly Problem[] {
  return pairFields({ from: today.schema, to: next.schema }).flatMap((pair): readonly Problem[] => {
    const { from, to } = pair;
    const was = from && foundOf(today, from);
    const then = to && foundOf(next, to);
    if (!from || !to || !was || !then || !isRespelled(today, was, next, then, pair)) return [];
    const field = of === 'old' ? from : to;
    const read = foundOf(mixed, field);
    if (!read || read.errors.length > 0 || read.state !== 'set') return [];
    const known = was.value !== undefined && then.value !== undefined && read.value !== undefined;
    if (known && (!isEqual(was.value, then.value) || isEqual(read.value, was.value))) return [];
    const key = read.key ?? field.name;
    const who = of === 'old' ? 'the code that runs' : 'the new code';
    const spelling = of === 'old' ? 'the new spelling' : 'the spelling of today';
    return [
      {
        cause: known ? 'other-value' : 'not-decided',
        verdict: known ? 'no' : 'unknown',
        key,
        field: field.name,
        message: known
          ? `${who} makes another value of ${spelling} of \`${key}\``
          : `what ${who} makes of ${spelling} of \`${key}\` is not decided`,
        introduced: true,
        ...placeOf(mixed.snapshot, field.place),
      },
    ];
  });
}

function isRespelled(
  today: Side,
  was: FieldResolution,
  next: Side,
  then: FieldResolution,
  { from, to }: FieldPair,
): boolean {
  if (!from || !to || was.state === 'default' || then.state === 'default') return false;
  if (was.key === undefined || was.key.toUpperCase() !== then.key?.toUpperCase()) return false;
  return was.raw !== then.raw && !isSameField(today, from, next, to);
}

/** What the new code makes of the values of today. */
export function respelling(today: Side, early: Side, next: Side): readonly Problem[] {
  return misread(today, next, early, 'new');
}

/** What the code that runs makes of the values of the new version. */
export function oldReading(today: Side, release: Side, next: Side): readonly Problem[] {
  return misread(today, next, release, 'old');
}
