import { type Factor, factorBetween, scaled, unitNames } from '../../values/units.ts';
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
