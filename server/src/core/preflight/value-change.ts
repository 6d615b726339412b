import type { FieldResolution } from '../binding/resolution.ts';
import type { Field } from '../schema/schema.ts';
import { isEqual } from './equal-values.ts';
import { type FieldPair, keyOf, pairFields, variablesOf } from './pairs.ts';
import { successorOf } from './removed-field.ts';
import type { Problem } from './report.ts';
import { oldReading } from './respelling.ts';
import { shown } from './shown.ts';
import { foundOf, placeOf, type Side } from './side.ts';
import { startProblems } from './start-problems.ts';
import { isConverted } from './unit-problem.ts';

/**
 * What the values of the new version do to a replica that still runs the old code: it does not start, or a key that it
 * reads has gone, or holds another value, because the new code reads the value of today under another. Other values for
 * a key that both read are meant as they are.
 * @param today the old code on the values of today
 * @param release the old code on the values of the new version
 * @param next the new code on the values of the new version
 */
export function valueChange(today: Side, release: Side, next: Side | undefined): readonly Problem[] {
  // Where nothing runs, there is no value that could be lost.
  if (today.resolution.ok === false) return startProblems(release, today);
  const pairs = pairFields({ from: today.schema, ...(next ? { to: next.schema } : {}) });
  const silent = pairs.flatMap(({ from, to }): readonly Problem[] => {
    const was = from && foundOf(today, from);
    const now = from && foundOf(release, from);
    if (!from || was?.state !== 'set' || now?.state !== 'default') return [];
    if (to && next && isPlainChange(next, to, was)) return [];
    if (was.value && now.value && isEqual(was.value, now.value)) return [];
    const key = was.key ?? keyOf(today.schema, from);
    const value = shown(now);
    return [
      {
        cause: 'key-gone',
        verdict: 'no',
        key,
        field: from.name,
        message: `\`${key}\` is no longer set, and the code that runs reads it: \`${from.name}\` takes its default${value === undefined ? '' : ` \`${value}\``}`,
        introduced: true,
        ...placeOf(today.snapshot, from.place),
      },
    ];
  });
  const read = next
    ? [
        ...oldReading(today, release, next),
        ...converted(today, release, next),
        ...leftBehind(today, release, next, pairs),
      ]
    : [];
  return [...startProblems(release, today), ...silent, ...read];
}

/** Values that are written in the unit of the new code. */
function converted(today: Side, release: Side, next: Side): readonly Problem[] {
  return pairFields({ from: today.schema, to: next.schema }).flatMap((pair): readonly Problem[] => {
    const { from } = pair;
    if (!from || !isConverted(today, release, next, pair)) return [];
    const key = keyOf(today.schema, from);
    return [
      {
        cause: 'unit-changed',
        verdict: 'no',
        key,
        field: from.name,
        message: `\`${key}\` is written in the unit of the new code, and the code that runs reads it in its own`,
        introduced: true,
        ...placeOf(today.snapshot, from.place),
      },
    ];
  });
}

/** Keys that hold another value for the old code, while the new code has the one of today elsewhere. */
function leftBehind(today: Side, release: Side, next: Side, pairs: readonly FieldPair[]): readonly Problem[] {
  const fresh = pairs.flatMap(({ from, to }) => (to && !from ? (foundOf(next, to) ?? []) : []));
  const free = fresh.filter((it) => it.state === 'set' || it.state === 'default');
  return pairs.flatMap(({ from, to }): readonly Problem[] => {
    const was = from && foundOf(today, from);
    const now = from && foundOf(release, from);
    if (!from || was?.state !== 'set' || was.value === undefined) return [];
    if (now?.state !== 'set' || now.value === undefined || isEqual(was.value, now.value)) return [];
    const then = to ? foundOf(next, to) : successorOf(today, was, next, free, undefined);
    if (then?.value === undefined || then.errors.length > 0 || !isEqual(then.value, was.value)) return [];
    if (then.key === now.key) return [];
    const key = now.key ?? keyOf(today.schema, from);
    const other = then.key ?? keyOf(next.schema, then.field);
    // That a default keeps the value of today may be chance.
    const verdict = then.state === 'set' ? 'no' : 'unknown';
    return [
      {
        cause: 'other-value',
        verdict,
        key,
        field: from.name,
        message: `\`${key}\` gets another value, and the code that runs reads it: only \`${other}\`, which the new code reads, keeps the one of today`,
        introduced: true,
        ...placeOf(today.snapshot, from.place),
      },
    ];
  });
}

/** A key that both versions read and that goes is a plain change, unless another key or its default gives the new code the same value. */
function isPlainChange(next: Side, to: Field, was: FieldResolution): boolean {
  const keys = variablesOf(next.schema, to);
  if (!keys.some((it) => it === was.key?.toUpperCase() || it === was.key)) return false;
  const then = foundOf(next, to);
  return !(then && then.errors.length === 0 && then.value && was.value && isEqual(then.value, was.value));
}
