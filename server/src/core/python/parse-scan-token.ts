/** An identifier or keyword. */
export const WORD = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;

const DECIMAL = '(?:\\d(?:_?\\d)*)';
const EXPONENT = `(?:[eE][+-]?${DECIMAL})`;
const NUMBER = new RegExp(
  [
    '0[xX](?:_?[\\da-fA-F])+',
    '0[oO](?:_?[0-7])+',
    '0[bB](?:_?[01])+',
    `(?:${DECIMAL}\\.${DECIMAL}?|\\.${DECIMAL})${EXPONENT}?[jJ]?`,
    `${DECIMAL}${EXPONENT}[jJ]?`,
    `${DECIMAL}[jJ]?`,
  ].join('|'),
  'y',
);
const NUMBER_TAIL = /[\w.]*/y;
/** Keywords that may follow a number without a blank. */
const AFTER_NUMBER = /(?:and|else|for|if|in|is|not|or)\b/y;
/** CPython's default limit for decimal integers in source code. */
const MAX_DIGITS = 4300;

/** The end of a number literal, with a message when CPython's tokenizer refuses it. */
export function scanNumber(
  text: string,
  offset: number,
): { readonly end: number; readonly message?: string } {
  NUMBER.lastIndex = offset;
  const match = NUMBER.exec(text)?.[0] ?? '';
  const end = offset + match.length;
  if (match === '' || wordContinues(text, end)) {
    NUMBER_TAIL.lastIndex = end;
    const tail = NUMBER_TAIL.exec(text)?.[0].length ?? 0;
    return { end: Math.max(end + tail, offset + 1), message: 'this is no number' };
  }
  if (/^0[\d_]*[1-9]/.test(match) && /^[\d_]+$/.test(match)) {
    return { end, message: 'a decimal number does not begin with `0`' };
  }
  if (match.length > MAX_DIGITS && /^[\d_]+$/.test(match))
    return { end, message: 'the number has too many digits' };
  return { end };
}

function wordContinues(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
  if (!letter && !(code >= 48 && code <= 57)) return false;
  AFTER_NUMBER.lastIndex = end;
  return !AFTER_NUMBER.test(text);
}
