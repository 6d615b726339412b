import { codePoints } from './whitespace.ts';

/**
 * `str(uuid.UUID(text))` of Python: hyphens, braces and `urn:uuid:` are dropped wherever they stand, and 32 digits are
 * left. Undefined where it raises, `not-followed` where `int(text, 16)` may take characters that are no such digits.
 */
export function pythonUuid(text: string): string | undefined {
  const hex = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  if (/^[0-9a-f]{32}$/.test(hex)) {
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
  // It takes blanks, a sign, `0x`, underscores and digits of other scripts for digits as well.
  return codePoints(hex) === 32 && !/^[0-9a-wyz]*$/.test(hex) ? 'not-followed' : undefined;
}
