import { unitOf } from '../values/units.ts';
import { type ConversionKeys, conversionNamed } from './conversion.ts';
import { scaleNames } from './conversions/scale.ts';

/** Every conversion but those between units, with what it does to a text. */
export const OTHER_CONVERSIONS: ReadonlyMap<string, string> = new Map([
  ['same', 'every value as it is'],
  ['csv-json', '`a,b` becomes `["a","b"]`'],
  ['json-csv', '`["a","b"]` becomes `a,b`'],
  ['bool-words', '`1`, `yes`, `on` and their like become `true`, their opposites `false`'],
  ['enum', 'the names of the answer `enum`; the others stay'],
  ['url-host-port', 'a URL becomes a host and a port'],
  ['url-parts', 'a URL becomes what the last words of the new keys say: `HOST`, `PORT`, `USER`, `DB`, …'],
  ['host-port', '`host:port` becomes its two parts'],
  ['parts-url', 'parts become a URL'],
  ['join-host-port', 'a host and a port become `host:port`'],
  ['custom', 'Crossfade converts nothing: values and code of it are written by hand'],
]);

/**
 * The conversions that somebody may have meant who wrote a name that is none: the units of its abbreviations
 * (`s-to-ms`), else all that can serve the keys, those between units as a pattern.
 */
export function conversionsNear(name: string, keys: ConversionKeys): readonly string[] {
  const units = name.split('-to-').map((it) => unitOf(`_${it}`) ?? it);
  const meant = units.join('-to-');
  const between = scaleNames();
  if (between.includes(meant)) return [meant];
  const fitting = [...OTHER_CONVERSIONS.keys()].filter((it) => conversionNamed(it, keys) !== undefined);
  const scales = between.filter((it) => conversionNamed(it, keys) !== undefined);
  const sameUnit = scales.filter((it) => it.split('-to-').some((unit) => units.includes(unit)));
  const [example] = sameUnit.length > 0 ? sameUnit : scales.filter((it) => it === 'seconds-to-milliseconds');
  return [...(example === undefined ? [] : [`${example} (and other units)`]), ...fitting];
}
