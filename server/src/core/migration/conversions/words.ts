import type { Conversion, ConversionKeys } from '../conversion.ts';
import { singleConversion } from './single.ts';

/** The words that pydantic 2 takes for a bool (`pydantic-core`, `str_to_bool`), in lower case. */
const TRUE_WORDS: readonly string[] = ['1', 'on', 't', 'true', 'y', 'yes'];
const FALSE_WORDS: readonly string[] = ['0', 'f', 'false', 'n', 'no', 'off'];

/** `1`, `yes`, `on` to `true`. Which word it was is not in `true`, so there is no way back. */
export function truthConversion(keys: ConversionKeys): Conversion | undefined {
  return singleConversion('bool-words', keys, (text) => {
    const word = text.trim().toLowerCase();
    if (TRUE_WORDS.includes(word)) return 'true';
    return FALSE_WORDS.includes(word) ? 'false' : undefined;
  });
}

/** The new spellings of members by their old ones, from the answers `enum.OLD: NEW`. */
export function enumNames({ answers }: Pick<ConversionKeys, 'answers'>): ReadonlyMap<string, string> {
  const pairs = [...answers].flatMap(([id, text]): readonly [string, string][] =>
    id.startsWith('enum.') ? [[id.slice('enum.'.length), text]] : [],
  );
  return new Map(pairs);
}

/** Members under other names; one that is not named keeps its own. Two that become one have no way back. */
export function enumConversion(keys: ConversionKeys): Conversion | undefined {
  const names = enumNames(keys);
  if (names.size === 0) return undefined;
  const back = new Map([...names].map(([old, next]) => [next, old]));
  const toNew = (text: string) => names.get(text) ?? text;
  // A name that is new to one member and keeps being another's says nothing of which it was.
  const loses = back.size < names.size || [...back.keys()].some((next) => names.has(next));
  return loses
    ? singleConversion('enum', keys, toNew)
    : singleConversion('enum', keys, toNew, (text) => back.get(text) ?? text);
}
