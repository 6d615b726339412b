import type { Data } from '../data.ts';
import { dotenvText } from '../dotenv/dotenv-write.ts';
import { CONFIG_PARSER } from './ini-dialect.ts';
import { scanIni } from './ini-scan.ts';

/** How an option is written but for its value: what stands before its name, and between name and value. */
export interface IniPlace {
  readonly indent: string;
  readonly delimiter: string;
  readonly lineBreak: string;
}

/**
 * How a text is written as the value of an option, so that `ConfigParser` reads exactly that text; of several lines
 * each further one is indented. Undefined where there is no way: blanks at the ends, lines that would be comments,
 * and `%` and `${`, which some parsers interpolate and others do not.
 */
export function writeIniValue(text: string, name: string, place: IniPlace): string | undefined {
  if (/%|\$[{$]/.test(text)) return undefined;
  const [first = '', ...more] = text.split('\n');
  const inner = `${place.indent}    `;
  const lines = more.map((line) => place.lineBreak + (line === '' ? '' : inner + line));
  const written = first + lines.join('');
  return readsAs(name, written, place) === text ? written : undefined;
}

/** True when a source as it stands is one whole value. */
export function isIniValue(source: string, name: string, place: IniPlace): boolean {
  const trimmed = source.trim() === source;
  return trimmed && readsAs(name, source, place) !== undefined;
}

/** True when a name is read as an option of that name. */
export function isIniName(name: string, place: IniPlace): boolean {
  return !/[\r\n]/.test(name) && readsAs(name, 'x', place) === 'x';
}

/** True when a name is read as a section of that name. */
export function isIniSection(name: string): boolean {
  const { sections, faults } = scanIni(`[${name}]\n`, CONFIG_PARSER);
  return faults.length === 0 && sections.length === 1 && sections[0]?.name === name;
}

/** The value that an option is read with, undefined where something else is read as well. */
function readsAs(name: string, written: string, place: IniPlace): string | undefined {
  const { indent, delimiter, lineBreak } = place;
  const lines = [`[s]`, `${indent}${name}${delimiter}${written}`, `${indent}zz = 1`];
  const { sections, faults } = scanIni(lines.join(lineBreak), CONFIG_PARSER);
  const [first, last, ...others] = sections[0]?.options ?? [];
  if (faults.length > 0 || sections.length !== 1 || others.length > 0 || last?.name !== 'zz')
    return undefined;
  return first?.name === name.toLowerCase() ? first.value?.text : undefined;
}

/** The text that stands for a value in an INI file; undefined for nothing, bytes and collections. */
export function iniText(data: Data): string | undefined {
  return data.kind === 'bool' ? (data.value ? 'true' : 'false') : dotenvText(data);
}
