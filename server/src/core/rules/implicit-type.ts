import { kindsOf } from '../binding/typed-scalars.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { asDecimal, type YamlSurprise } from '../syntax/yaml/yaml-surprise.ts';

/** What YAML does, as a clause. */
export const WORDS: Readonly<Record<YamlSurprise, string>> = {
  octal: 'YAML takes digits behind a `0` for an octal number',
  sixties: 'YAML takes digits between colons for a number to the base of 60',
  switch: 'YAML takes this word for a switch',
  date: 'YAML takes this for a date',
  digits: 'YAML takes this for a number',
};

type Kind = FieldType['kind'];

const NUMBERS: ReadonlySet<Kind> = new Set<Kind>(['int', 'float', 'decimal', 'byte-size']);
const DURATIONS: ReadonlySet<Kind> = new Set<Kind>(['timedelta', 'time', 'datetime']);
const TEXTS: ReadonlySet<Kind> = new Set<Kind>(['str', 'secret', 'path', 'url', 'email', 'name-email']);

/** True for a type that counts whatever it accepts. */
export function takesNumbersOnly(type: FieldType): boolean {
  return [...kindsOf(type)].every((it) => NUMBERS.has(it) || it === 'timedelta');
}

/** True where a value of a settings file is most likely not what its author meant. */
export function surprises(
  surprise: YamlSurprise,
  key: string,
  raw: string,
  data: Data,
  type: FieldType,
): boolean {
  const kinds = kindsOf(type);
  const has = (of: ReadonlySet<Kind>) => [...kinds].some((it) => of.has(it));
  const isText = has(TEXTS) || isMember(raw, type);
  switch (surprise) {
    case 'octal':
      // Permissions of files are octal numbers.
      if (/mode|mask|perm/i.test(key)) return false;
      if (has(NUMBERS) || has(DURATIONS) || kinds.has('any'))
        return data.kind === 'int' && asDecimal(raw) !== data.value;
      return isText;
    case 'sixties':
      return isText || has(NUMBERS) || has(DURATIONS) || kinds.has('any');
    case 'switch':
      return !kinds.has('bool') && !kinds.has('any') && (isText || has(NUMBERS));
    case 'date':
    case 'digits':
      return isText && !has(NUMBERS) && !has(DURATIONS) && !kinds.has('any') && !kinds.has('date');
  }
}

/** True where the text as it is written is one of the values that the type names. */
function isMember(raw: string, type: FieldType): boolean {
  if (type.kind === 'union') return type.members.some((it) => isMember(raw, it));
  if (type.kind !== 'literal' && type.kind !== 'enum') return false;
  const values =
    type.kind === 'literal' ? type.members.map((it) => it.data) : type.members.map((it) => it.value);
  return values.some((it) => it.kind === 'str' && it.value === raw);
}

/** True where a variable whose text is another than it is written has another value for it. */
export function arrivesOtherwise(raw: string, text: string, type: FieldType): boolean {
  const kinds = kindsOf(type);
  if (kinds.has('bool') || kinds.has('undecided')) return false;
  if (type.kind === 'switch') return type.fold === 'none' && type.on.includes(raw) !== type.on.includes(text);
  if ([...kinds].some((it) => NUMBERS.has(it))) return Number(raw.replaceAll('_', '')) !== Number(text);
  return true;
}
