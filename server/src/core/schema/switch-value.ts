import type { SeparatedType, SwitchType } from './field-type.ts';
import { shlexPieces } from './shlex-pieces.ts';

/** What a comparison makes of a text: true, false, or refused. */
export function switchValue(type: SwitchType, text: string): boolean | 'refused' {
  const bare = type.strip ? stripped(text, true) : text;
  const folded =
    type.fold === 'lower' ? bare.toLowerCase() : type.fold === 'upper' ? bare.toUpperCase() : bare;
  if (type.on.includes(folded)) return true;
  return type.off.includes(folded) ? false : type.otherwise;
}

/**
 * The pieces that `str.split` or `shlex` of Python cuts a text into, and what the code does to each; undefined where
 * `shlex` raises a ValueError.
 */
export function piecesOf(type: SeparatedType, whole: string): readonly string[] | undefined {
  if (type.emptyIsNone && whole === '') return [];
  const text = type.brackets ? whole.replace(/^\(+|\(+$/g, '').replace(/^\)+|\)+$/g, '') : whole;
  const bare = (it: string) => (type.strip === 'none' ? it : stripped(it, type.strip === 'all'));
  if (type.words === 'shlex') return shlexPieces(text, type.separator ?? ',')?.map(bare);
  const pieces =
    type.separator === undefined
      ? stripped(text, true)
          .split(SPACES)
          .filter((it) => it !== '')
      : text.split(type.separator);
  const cut = pieces.map(bare);
  return type.dropEmpty ? cut.filter((it) => it !== '') : cut;
}

/** What `str.split()` and `str.strip()` of Python take for white space; `\s` of JavaScript differs in a few. */
const SPACE = '\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]+`);
const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');

function stripped(text: string, all: boolean): string {
  return text.replace(all ? AROUND : /^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g, '');
}
