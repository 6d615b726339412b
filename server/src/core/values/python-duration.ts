import { parsePythonFloat } from './python-number.ts';
import { asciiDigits, plainSpaces } from './whitespace.ts';

/** What a duration is: microseconds, a refusal, or a number too large for the type. */
export type Duration = { readonly microseconds: bigint } | 'refused' | 'overflow';

const UNITS: readonly (readonly [string, bigint])[] = [
  ['w', 604_800_000_000n],
  ['d', 86_400_000_000n],
  ['h', 3_600_000_000n],
  ['m', 60_000_000n],
  ['s', 1_000_000n],
  ['ms', 1_000n],
  ['[µu]s', 1n],
];

const ORDERED = new RegExp(`^ *${UNITS.map(([unit]) => `(?:(-?\\d+) *${unit} *)?`).join('')}$`);

/** `timedelta` holds this many days at most, counted down from midnight. */
const DAY = 86_400_000_000n;
const MOST = 1_000_000_000n * DAY - 1n;
const LEAST = -999_999_999n * DAY;

/** `env.timedelta` of environs 15.2: units in descending order (`1h 30m`), or a number of seconds. */
export function environsDuration(text: string): Duration {
  const groups = ORDERED.exec(plainSpaces(asciiDigits(text)))?.slice(1);
  if (groups?.some((it) => it !== undefined)) {
    const total = UNITS.reduce((sum, [, size], index) => sum + BigInt(groups[index] ?? '0') * size, 0n);
    return total > MOST || total < LEAST ? 'overflow' : { microseconds: total };
  }
  return secondsDuration(text);
}

/** `timedelta(seconds=float(text))` as marshmallow 4 calls it. */
export function secondsDuration(text: string): Duration {
  const seconds = parsePythonFloat(text);
  if (seconds === undefined || !Number.isFinite(seconds)) return 'refused';
  const whole = Math.trunc(seconds);
  const total = BigInt(whole) * 1_000_000n + BigInt(halfEven((seconds - whole) * 1_000_000));
  return total > MOST || total < LEAST ? 'refused' : { microseconds: total };
}

function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
