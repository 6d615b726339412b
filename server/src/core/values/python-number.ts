import { parseFloatText } from './float.ts';
import { MAX_DIGITS } from './int.ts';
import { asciiDigits, stripPython } from './whitespace.ts';

/** Python's `int(text)`; undefined where it raises a ValueError. */
export function parsePythonInt(text: string): bigint | undefined {
  const plain = asciiDigits(stripPython(text));
  if (!/^[+-]?\d+(?:_\d+)*$/.test(plain)) {
    return undefined;
  }
  const digits = plain.replace(/[+_]/g, '');
  const negative = digits.startsWith('-');
  const size = digits.length - (negative ? 1 : 0);
  return size > MAX_DIGITS ? undefined : negative ? -BigInt(digits.slice(1)) : BigInt(digits);
}

/** Python's `float(text)`; undefined where it raises a ValueError. */
export function parsePythonFloat(text: string): number | undefined {
  const plain = asciiDigits(stripPython(text));
  const misplaced = /(?:^|\D)_|_(?:\D|$)/.test(plain);
  return misplaced ? undefined : parseFloatText(plain.replaceAll('_', ''));
}
