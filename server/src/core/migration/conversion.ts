import { addressConversion } from './conversions/address.ts';
import { listConversion } from './conversions/list-spelling.ts';
import { scaleConversion } from './conversions/scale.ts';
import { enumConversion, truthConversion } from './conversions/words.ts';

/** Texts of an environment by key: what one side of a migration is set to. */
export type Texts = ReadonlyMap<string, string>;

/** How the values of the old keys become those of the new keys, and the other way round. */
export interface Conversion {
  readonly name: string;
  /** Undefined where the texts have no exact counterpart: a person decides. */
  readonly toNew: (texts: Texts) => Texts | undefined;
  /** Absent where the new values do not say what the old ones were. */
  readonly toOld?: (texts: Texts) => Texts | undefined;
}

/** What a conversion is made for. */
export interface ConversionKeys {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Answers of the record: `enum.OLD`, `scheme`, `port`. */
  readonly answers: Texts;
}

/**
 * The conversion that a record names, undefined for an unknown name or for keys that it cannot serve. `custom` knows
 * no value: its environments are filled by hand.
 */
export function conversionNamed(name: string, keys: ConversionKeys): Conversion | undefined {
  switch (name) {
    case 'same':
      return same(keys);
    case 'custom':
      return { name, toNew: () => undefined };
    case 'enum':
      return enumConversion(keys);
    case 'bool-words':
      return truthConversion(keys);
    case 'csv-json':
    case 'json-csv':
      return listConversion(name, keys);
    case 'url-host-port':
    case 'url-parts':
    case 'host-port':
    case 'parts-url':
    case 'join-host-port':
      return addressConversion(name, keys);
    default:
      return scaleConversion(name, keys);
  }
}

/** Every value as it is, under the new key of the same position. */
function same({ from, to }: ConversionKeys): Conversion | undefined {
  if (from.length !== to.length) return undefined;
  const copy = (sources: readonly string[], targets: readonly string[]) => (texts: Texts) =>
    new Map(
      sources.flatMap((key, at): readonly [string, string][] => {
        const text = texts.get(key);
        const target = targets[at];
        return text === undefined || target === undefined ? [] : [[target, text]];
      }),
    );
  return { name: 'same', toNew: copy(from, to), toOld: copy(to, from) };
}
