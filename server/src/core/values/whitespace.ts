const RUST = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const RUST_ENDS = new RegExp(`^[${RUST}]+|[${RUST}]+$`, 'gu');
const PYTHON_ENDS = new RegExp(`^[${RUST}\\x1c-\\x1f]+|[${RUST}\\x1c-\\x1f]+$`, 'gu');

/** Rust's `str::trim`: Unicode White_Space, which has U+0085 and lacks U+FEFF, unlike JavaScript's. */
export function trimRust(text: string): string {
  return text.replace(RUST_ENDS, '');
}

/** Python's `str.strip()`: as Rust's, and the separators U+001C to U+001F. */
export function stripPython(text: string): string {
  return text.replace(PYTHON_ENDS, '');
}

const PYTHON_SPACES = new RegExp(`[${RUST}\\x1c-\\x1f]`, 'gu');

/** Replaces every character that `\s` of Python's `re` matches by a blank. */
export function plainSpaces(text: string): string {
  return text.replace(PYTHON_SPACES, ' ');
}

/** Length in code points, as Python's `len` counts. */
export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(index + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        index += 1;
      }
    }
    count += 1;
  }
  return count;
}

const DIGIT = /\p{Nd}/u;

/** Replaces every Unicode decimal digit by its ASCII digit, as Python's number constructors read them. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    if (!DIGIT.test(character)) {
      return character;
    }
    const point = character.codePointAt(0) ?? 0;
    let first = point;
    while (DIGIT.test(String.fromCodePoint(first - 1))) {
      first -= 1;
    }
    return String((point - first) % 10);
  });
}
