import type { Data } from '../data.ts';
import { bool, float, int, NONE, str } from '../data.ts';
import { MAX_DIGITS } from '../python-text.ts';
import { readTimestamp } from './yaml-timestamp.ts';

/** What a scalar is worth, or the exception with which the loader ends. */
export type Reading = { readonly data: Data } | { readonly upstream: string; readonly message: string };

const CORE = 'tag:yaml.org,2002:';
const STR = `${CORE}str`;

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

const TRUE_WORDS: ReadonlySet<string> = new Set(['yes', 'true', 'on']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['no', 'false', 'off']);

/** The tag that YAML 1.1, as PyYAML 6.0.3 resolves it, gives a scalar without quotes and without a tag. */
export function plainTag(text: string): string {
  const first = text.charCodeAt(0);
  // Most texts start with a letter that starts nothing else.
  if (first > 96 && !'yntfo~'.includes(text.charAt(0))) return STR;
  if (first > 47 && first < 58 && TIMESTAMP.test(text)) return `${CORE}timestamp`;
  if (BOOL.test(text)) return `${CORE}bool`;
  if (NULL.test(text)) return `${CORE}null`;
  if (first < 58) {
    if (FLOAT.test(text)) return `${CORE}float`;
    if (INT.test(text)) return `${CORE}int`;
  }
  if (text === '<<') return `${CORE}merge`;
  if (text === '=') return `${CORE}value`;
  return STR;
}

/** What `yaml.safe_load` of PyYAML 6.0.3 makes of a scalar's text under a tag. */
export function readScalar(tag: string, text: string): Reading {
  if (tag === STR) return { data: str(text) };
  switch (tag) {
    case `${CORE}null`:
      return { data: NONE };
    case `${CORE}bool`:
      return readBool(text);
    case `${CORE}int`:
      return readInt(text.replaceAll('_', ''));
    case `${CORE}float`:
      return readFloat(text.replaceAll('_', '').toLowerCase());
    case `${CORE}timestamp`:
      return readTimestamp(text);
    case `${CORE}binary`:
      return readBinary(text);
    default:
      return { upstream: 'ConstructorError', message: unknownTag(tag) };
  }
}

/** The message about a tag that the safe loader refuses. */
export function unknownTag(tag: string): string {
  if (tag === `${CORE}merge`) return '`<<` is no value; put it in quotes';
  if (tag === `${CORE}value`) return '`=` alone is no value; put it in quotes';
  const shown = tag.startsWith(CORE) ? `!!${tag.slice(CORE.length)}` : tag;
  return `\`${shown}\` is a tag that the safe loader refuses`;
}

function invalid(kind: string, upstream = 'ValueError'): Reading {
  return { upstream, message: `this is not ${kind}` };
}

function readBool(text: string): Reading {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return { data: bool(true) };
  return FALSE_WORDS.has(word) ? { data: bool(false) } : invalid('a boolean', 'KeyError');
}

function readInt(text: string): Reading {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (digits === '') return invalid('an integer', 'IndexError');
  const magnitude = readMagnitude(digits);
  return magnitude === undefined ? invalid('an integer') : { data: int(negative ? -magnitude : magnitude) };
}

function readMagnitude(digits: string): bigint | undefined {
  if (digits.startsWith('0b')) return inBase(digits.slice(2), /^(?:0[bB])?[01]+$/, '0b');
  if (digits.startsWith('0x')) return inBase(digits.slice(2), /^(?:0[xX])?[0-9a-fA-F]+$/, '0x');
  if (digits.startsWith('0')) return inBase(digits, /^(?:0[oO])?[0-7]+$/, '0o');
  let value = 0n;
  for (const part of digits.split(':')) {
    const match = /^\s*([-+]?)([0-9]+)\s*$/.exec(part);
    if (match === null || (match[2] ?? '').length > MAX_DIGITS) return undefined;
    value = value * 60n + BigInt(`${match[1] === '-' ? '-' : ''}${match[2]}`);
  }
  return value;
}

function inBase(digits: string, shape: RegExp, prefix: string): bigint | undefined {
  return shape.test(digits) ? BigInt(prefix + digits.replace(/^0[bBoOxX]/, '')) : undefined;
}

function readFloat(text: string): Reading {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (text === '') return invalid('a number', 'IndexError');
  if (digits === '.inf') return { data: float(negative ? -Infinity : Infinity) };
  if (digits === '.nan') return { data: float(Number.NaN) };
  const parts = digits.split(':').map(pythonFloat);
  let value = 0;
  let base = 1;
  for (const part of parts.reverse()) {
    if (part === undefined) return invalid('a number');
    value = parts.length === 1 ? part : value + part * base;
    base *= 60;
  }
  return { data: float(negative ? -value : value) };
}

function pythonFloat(text: string): number | undefined {
  const word = text.trim();
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(word)) return Number(word);
  if (/^[-+]?inf(?:inity)?$/.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  return /^[-+]?nan$/.test(word) ? Number.NaN : undefined;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as a text of one character per byte. Characters outside of base 64 are passed over, as Python does. */
function readBinary(text: string): Reading {
  let value = '';
  let bits = 0;
  let count = 0;
  let padding = 0;
  for (const character of text) {
    if (character.charCodeAt(0) > 127) return invalid('base 64', 'ConstructorError');
    if (character === '=') {
      padding++;
      if (count % 4 >= 2 && (count % 4) + padding >= 4) return { data: { kind: 'bytes', value } };
      continue;
    }
    const digit = BASE64.indexOf(character);
    if (digit < 0) continue;
    padding = 0;
    bits = ((bits << 6) | digit) & 0xffff;
    count++;
    if (count % 4 !== 1) value += String.fromCharCode((bits >> ((4 - (((count - 1) % 4) + 1)) * 2)) & 0xff);
  }
  return count % 4 === 0 ? { data: { kind: 'bytes', value } } : invalid('base 64', 'ConstructorError');
}
