import type { FieldResolution } from '../binding/resolution.ts';
import type { Field } from '../schema/schema.ts';
import { factorBetween, unitOf } from '../values/units.ts';
import { isEqual } from './equal-values.ts';
import type { Side } from './side.ts';
import { isScaled, numberIn, numberOf, unitChange } from './unit-change.ts';

/**
 * Whether the value of a field that is gone is that of one with another name, each in the unit that its code says;
 * undefined where it is the same number and nothing is certain about its unit.
 */
export function meansTheSame(
  before: Side,
  was: FieldResolution,
  after: Side,
  now: FieldResolution,
): boolean | undefined {
  const equal = was.value !== undefined && now.value !== undefined && isEqual(was.value, now.value);
  const change = unitChange(before, was.field, after, now.field) ?? presumed(was.field, now.field);
  const [old, next] = [was, now].map((it) => numberHeld(it) ?? numberOf(it.value));
  if (!change || old === undefined || next === undefined || (old === 0 && next === 0)) return equal;
  if (isScaled(old, next, change.factor)) return true;
  return old === next && !change.certain ? undefined : false;
}

/** Where one of two names says a unit, the other is taken to mean the one that libraries take: seconds, bytes. */
function presumed(
  from: Field,
  to: Field,
): { readonly factor: number; readonly certain: boolean } | undefined {
  const [old, next] = [unitOf(from.name), unitOf(to.name)];
  if ((old === undefined) === (next === undefined)) return undefined;
  for (const plain of ['seconds', 'bytes']) {
    const ratio = factorBetween(old ?? plain, next ?? plain);
    const factor = ratio && Number(ratio.times) / Number(ratio.by);
    if (factor !== undefined && factor !== 1) return { factor, certain: false };
  }
  return undefined;
}

/** The number that is set; undefined for what has its unit written into it. */
export function numberHeld({ state, raw, value }: FieldResolution): number | undefined {
  if (state !== 'set' && state !== 'undecided') return undefined;
  return numberOf(value) ?? (raw === undefined ? undefined : numberIn(raw));
}
