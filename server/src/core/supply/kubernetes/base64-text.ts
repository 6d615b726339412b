const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The UTF-8 text that a text in base64 stands for, decoded as Go's `base64.StdEncoding` does (line breaks are passed
 * over, padding is required). `binary`: the bytes are no text.
 */
export function base64Text(written: string): { readonly text: string } | 'invalid' | 'binary' {
  const digits = written.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return 'invalid';
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at += 4) {
    const group = digits.slice(at, at + 4).replace(/=+$/, '');
    const bits = [...group].reduce((sum, digit) => (sum << 6) | DIGITS.indexOf(digit), 0);
    const shifted = bits << (6 * (4 - group.length));
    for (let byte = 0; byte < group.length - 1; byte++) bytes.push((shifted >> (16 - 8 * byte)) & 0xff);
  }
  const text = utf8(bytes);
  return text === undefined ? 'binary' : { text };
}

/** Undefined for bytes that are not UTF-8. */
function utf8(bytes: readonly number[]): string | undefined {
  const encoded = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
