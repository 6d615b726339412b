import type { Conversion, ConversionKeys, Texts } from '../conversion.ts';

/** A conversion of one text into one text; undefined for keys that are not one on each side. */
export function singleConversion(
  name: string,
  { from, to }: ConversionKeys,
  toNew: (text: string) => string | undefined,
  toOld?: (text: string) => string | undefined,
): Conversion | undefined {
  const [old, ...moreOld] = from;
  const [next, ...moreNew] = to;
  if (old === undefined || next === undefined || moreOld.length + moreNew.length > 0) return undefined;
  const through =
    (source: string, target: string, convert: (text: string) => string | undefined) => (texts: Texts) => {
      const text = texts.get(source);
      const converted = text === undefined ? undefined : convert(text);
      return converted === undefined ? undefined : new Map([[target, converted]]);
    };
  return {
    name,
    toNew: through(old, next, toNew),
    ...(toOld === undefined ? {} : { toOld: through(next, old, toOld) }),
  };
}
