import type { Data } from '../syntax/data.ts';
import { numeric } from './fold-compare.ts';
import type { Argument, Expression } from './tree.ts';

/** Parameters of `datetime.timedelta` in order, with their length in microseconds. */
const UNITS: readonly (readonly [string, number])[] = [
  ['days', 86_400_000_000],
  ['seconds', 1_000_000],
  ['microseconds', 1],
  ['milliseconds', 1_000],
  ['minutes', 60_000_000],
  ['hours', 3_600_000_000],
  ['weeks', 604_800_000_000],
];

/** `timedelta(days=1, hours=2)` with constant arguments, as `Data`. */
export function foldTimedelta(
  args: readonly Argument[],
  fold: (expression: Expression) => Data | undefined,
): Data | undefined {
  let total = 0n;
  for (const [index, argument] of args.entries()) {
    const unit = argument.name === undefined ? UNITS[index] : UNITS.find((it) => it[0] === argument.name);
    const value = argument.stars === 0 && unit ? fold(argument.value) : undefined;
    const number = value && numeric(value);
    if (number === undefined || unit === undefined) return undefined;
    const part = microseconds(number, unit[1]);
    if (part === undefined) return undefined;
    total += part;
  }
  return { kind: 'timedelta', text: durationText(total) };
}

/** A float is taken only when its microseconds are whole, so that no rounding is imitated. */
function microseconds(value: bigint | number, unit: number): bigint | undefined {
  if (typeof value === 'bigint') return value * BigInt(unit);
  const product = value * unit;
  return Number.isSafeInteger(Math.round(product)) && Math.abs(product - Math.round(product)) < 1e-6
    ? BigInt(Math.round(product))
    : undefined;
}

/** ISO 8601 text of a duration as pydantic 2's JSON mode prints it: years of 365 days, no weeks. */
function durationText(total: bigint): string {
  const size = total < 0n ? -total : total;
  const days = size / 86_400_000_000n;
  const rest = size % 86_400_000_000n;
  const part = (value: bigint, letter: string) => (value === 0n ? '' : `${value}${letter}`);
  const date = part(days / 365n, 'Y') + part(days % 365n, 'D');
  const seconds = (rest / 1_000_000n) % 60n;
  const fraction = (rest % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const shownSeconds = fraction === '' ? part(seconds, 'S') : `${seconds}.${fraction}S`;
  const time = part(rest / 3_600_000_000n, 'H') + part((rest / 60_000_000n) % 60n, 'M') + shownSeconds;
  const text = date + (time === '' ? '' : `T${time}`);
  return (total < 0n ? '-P' : 'P') + (text === '' ? 'T0S' : text);
}
