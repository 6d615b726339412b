import type { Data } from '../data.ts';
import { pythonFloatText } from '../python-text.ts';
import { dataOf } from '../value-data.ts';
import { readYaml } from './yaml-read.ts';
import { plainTag, readScalar } from './yaml-scalars.ts';

/** Where a text is to stand: what needs quotes differs. */
export type WritePlace = 'value' | 'key' | 'flow-value' | 'flow-key';

/** A value on one line, so that PyYAML reads exactly that value. */
export function writeValue(data: Data, place: WritePlace, quote?: 'single' | 'double'): string {
  switch (data.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return data.value ? 'true' : 'false';
    case 'int':
      return String(data.value);
    case 'float':
      return writeFloat(data.value);
    case 'str':
      return writeText(data.value, place, quote);
    case 'bytes':
      return `!!binary ${base64(data.value)}`;
    case 'date':
    case 'datetime':
      return readsAs(data) ? data.text : writeText(data.text, place, quote);
    case 'time':
    case 'timedelta':
    case 'text':
      return writeText(data.text, place, quote);
    case 'list':
    case 'tuple':
    case 'set':
      return `[${data.items.map((item) => writeValue(item, 'flow-value')).join(', ')}]`;
    case 'dict':
      return `{${data.entries.map(([key, value]) => writePair(key, value)).join(', ')}}`;
  }
}

function writePair(key: Data, value: Data): string {
  return `${writeValue(key, 'flow-key')}: ${writeValue(value, 'flow-value')}`;
}

function readsAs(data: { readonly kind: string; readonly text: string }): boolean {
  const reading = readScalar(plainTag(data.text), data.text);
  return (
    'data' in reading &&
    'text' in reading.data &&
    reading.data.kind === data.kind &&
    reading.data.text === data.text
  );
}

function writeFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  const text = pythonFloatText(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}

/** A text without quotes where it then reads as that text, else in the quotes asked for or double ones. */
export function writeText(text: string, place: WritePlace, quote?: 'single' | 'double'): string {
  if (quote === undefined && readsPlain(text, place)) return text;
  if (quote === 'single' && isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

function isPrintable(text: string): boolean {
  return (
    /^[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(
      text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''),
    ) && !/[\u2028\u2029]/.test(text)
  );
}

/** Tried out, so that no rule about quotes stands here a second time. */
function readsPlain(text: string, place: WritePlace): boolean {
  if (text === '' || text.length > 500 || !isPrintable(text) || /^\s|\s$|\{\{|\{%/.test(text)) return false;
  const tries = {
    value: `k: ${text}\nz: 1\n`,
    key: `${text}: 1\nz: 1\n`,
    'flow-value': `{k: ${text}, z: 1}\n`,
    'flow-key': `{${text}: 1, z: 1}\n`,
  };
  const { root, problems, comments } = readYaml(tries[place]);
  if (root?.kind !== 'mapping' || problems.length > 0 || comments.length > 0) return false;
  const [first, last, ...others] = root.entries;
  if (first?.value === undefined || last === undefined || others.length > 0) return false;
  const read = place.endsWith('key') ? first.key.data : dataOf(first.value);
  return read.kind === 'str' && read.value === text;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\0', '\\0'],
]);

function doubleQuoted(text: string): string {
  let result = '';
  for (const character of text) {
    result += ESCAPES.get(character) ?? (isPrintable(character) ? character : escapeCode(character));
  }
  return `"${result}"`;
}

function escapeCode(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of a text that holds one byte per character. */
function base64(bytes: string): string {
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1), bytes.charCodeAt(at + 2)].map(
      (it) => (Number.isNaN(it) ? undefined : it & 0xff),
    );
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => BASE64.charAt((bits >> shift) & 63));
    result += digits
      .slice(0, b === undefined ? 2 : c === undefined ? 3 : 4)
      .join('')
      .padEnd(4, '=');
  }
  return result === '' ? '""' : result;
}
