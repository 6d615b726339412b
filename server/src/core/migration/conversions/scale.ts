import { type Factor, factorBetween, reduced, unitNames } from '../../values/units.ts';
import type { Conversion, ConversionKeys } from '../conversion.ts';
import { singleConversion } from './single.ts';

/** What numbers are multiplied with by a conversion such as `seconds-to-milliseconds`; undefined for other names. */
export function factorNamed(name: string): Factor | undefined {
  const [source = '', target = '', ...rest] = name.split('-to-');
  if (rest.length > 0 || source === target) return undefined;
  return factorBetween(source, target);
}

/** The names of all changes of unit: every unit to every other one of its dimension. */
export function scaleNames(): readonly string[] {
  return unitNames().flatMap((names) =>
    names.flatMap((old) => names.filter((it) => it !== old).map((next) => `${old}-to-${next}`)),
  );
}

/** A change of unit, by its name. */
export function scaleConversion(name: string, keys: ConversionKeys): Conversion | undefined {
  const factor = factorNamed(name);
  if (factor === undefined) return undefined;
  const back = { times: factor.by, by: factor.times };
  return singleConversion(
    name,
    keys,
    (text) => scaled(text, factor),
    (text) => scaled(text, back),
  );
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
