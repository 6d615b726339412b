/** A ratio of two integers. */
export interface Factor {
  readonly times: bigint;
  readonly by: bigint;
}

/** Units of one dimension, in the smallest of them. Kilo is 1000, kibi is 1024. */
const UNITS: readonly ReadonlyMap<string, bigint>[] = [
  new Map([
    ['microseconds', 1n],
    ['milliseconds', 1000n],
    ['seconds', 1_000_000n],
    ['minutes', 60_000_000n],
    ['hours', 3_600_000_000n],
    ['days', 86_400_000_000n],
    ['weeks', 604_800_000_000n],
  ]),
  new Map([
    ['bytes', 1n],
    ['kilobytes', 1000n],
    ['megabytes', 1_000_000n],
    ['gigabytes', 1_000_000_000n],
    ['kibibytes', 1024n],
    ['mebibytes', 1_048_576n],
    ['gibibytes', 1_073_741_824n],
  ]),
  new Map([
    ['ratio', 100n],
    ['percent', 1n],
  ]),
];

/** Endings of names that say a unit, longest first. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/_(?:MILLISECONDS|MILLIS|MSEC|MS)$/, 'milliseconds'],
  [/_(?:MICROSECONDS|MICROS|US)$/, 'microseconds'],
  [/_(?:SECONDS|SECS|SEC|S)$/, 'seconds'],
  [/_(?:MINUTES|MINS|MIN)$/, 'minutes'],
  [/_(?:HOURS|HRS|H)$/, 'hours'],
  [/_DAYS$/, 'days'],
  [/_WEEKS$/, 'weeks'],
  [/_BYTES$/, 'bytes'],
  [/_(?:KILOBYTES|KB)$/, 'kilobytes'],
  [/_(?:MEGABYTES|MB)$/, 'megabytes'],
  [/_(?:GIGABYTES|GB)$/, 'gigabytes'],
  [/_(?:KIBIBYTES|KIB)$/, 'kibibytes'],
  [/_(?:MEBIBYTES|MIB)$/, 'mebibytes'],
  [/_(?:GIBIBYTES|GIB)$/, 'gibibytes'],
  [/_(?:PERCENT|PCT)$/, 'percent'],
  [/_RATIO$/, 'ratio'],
];

/** The unit that the end of a key or of an attribute says: `milliseconds` of `TIMEOUT_MS`. */
export function unitOf(name: string): string | undefined {
  return ENDINGS.find(([ending]) => ending.test(name.toUpperCase()))?.[1];
}

/** A name without the ending that says its unit: `TIMEOUT` of `TIMEOUT_MS`. */
export function withoutUnit(name: string): string {
  const ending = ENDINGS.find(([it]) => it.test(name.toUpperCase()))?.[0];
  return ending ? name.slice(0, name.toUpperCase().search(ending)) : name;
}

/** What a number of one unit is multiplied with to be one of another; undefined where they measure different things. */
export function factorBetween(old: string, next: string): Factor | undefined {
  for (const units of UNITS) {
    const times = units.get(old);
    const by = units.get(next);
    if (times !== undefined && by !== undefined) return reduced(times, by);
  }
  return undefined;
}

/** The names of units that convert into each other, a list for each dimension. */
export function unitNames(): readonly (readonly string[])[] {
  return UNITS.map((units) => [...units.keys()]);
}

/** A ratio in lowest terms. */
function reduced(times: bigint, by: bigint): Factor {
  let [a, b] = [times, by];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { times: 0n, by: 1n } : { times: times / a, by: by / a };
}

/** As `float()` of Python 3.11 reads it, without infinities and NaN. */
const NUMBER =
  /^[ \t\r\n\f\v]*([+-]?)(\d+(?:_\d+)*)?(?:\.(\d+(?:_\d+)*)?)?(?:[eE]([+-]?\d+))?[ \t\r\n\f\v]*$/;
const MAX_EXPONENT = 400;
const MAX_LENGTH = 400;

/**
 * A decimal number times a ratio, exact and in the plainest spelling (`30000`, `0.25`); undefined for a text that is
 * no number, or whose product has no end (a second in minutes).
 */
export function scaled(text: string, { times, by }: Factor): string | undefined {
  const [, sign, whole, fraction, exponent] = NUMBER.exec(text) ?? [];
  if (sign === undefined || (whole === undefined && fraction === undefined)) return undefined;
  const power = Number(exponent ?? 0);
  if (Math.abs(power) > MAX_EXPONENT || text.length > MAX_LENGTH) return undefined;
  const after = (fraction ?? '').replaceAll('_', '');
  const digits = BigInt(`${whole ?? ''}${after}`.replaceAll('_', ''));
  const shift = power - after.length;
  const quotient = reduced(
    digits * times * (shift > 0 ? 10n ** BigInt(shift) : 1n),
    by * (shift < 0 ? 10n ** BigInt(-shift) : 1n),
  );
  const plain = decimalText(quotient);
  return plain === undefined || plain === '0' ? plain : `${sign === '-' ? '-' : ''}${plain}`;
}

/** The decimal spelling of a ratio in lowest terms, undefined where it has no end. */
function decimalText({ times, by }: Factor): string | undefined {
  let rest = by;
  let places = 0;
  let numerator = times;
  for (const [prime, other] of [
    [2n, 5n],
    [5n, 2n],
  ] as const) {
    while (rest % prime === 0n) {
      rest /= prime;
      numerator *= other;
      places++;
    }
  }
  if (rest !== 1n) return undefined;
  const digits = numerator.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
