/** Rust's `\s`, `\w` and `\d` are Unicode (regex crate 1); RE2's are ASCII. */
const SPACE =
  '\\t-\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}';
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}';
const DIGIT = '\\p{Nd}';
const CLASSES: Readonly<Record<string, string>> = {
  d: `[${DIGIT}]`,
  D: `[^${DIGIT}]`,
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
};
const IN_CLASS: Readonly<Record<string, string>> = { d: DIGIT, D: '\\P{Nd}', s: SPACE, w: WORD };

/** Property names that mean the same to both: general categories and a few scripts. */
const PROPERTY =
  /^\\[pP](?:[LMNPSZC]|\{\^?(?:[LMNPSZC][a-z]?|Latin|Greek|Cyrillic|Han|Hiragana|Katakana|Arabic|Hebrew)\})/;
const HEX = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[xuU]\{([0-9a-fA-F]{1,8})\})/;
const GROUP = /^\((?:\?(?:P?<[A-Za-z_]\w*>|([imsU]*(?:-[imsU]+)?)u?([:)])))?/;
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;
const POSIX = /^\[:\^?[a-z]+:\]/;
const LARGEST_CODE_POINT = 0x10ffff;

/** One piece of the pattern: what it becomes, and how many characters of the source it takes. */
interface Piece {
  readonly text: string;
  readonly length: number;
}

/**
 * A pattern in Rust's regex syntax in the syntax of RE2, for a test whether a text has a match. Undefined for what
 * Rust refuses and for what RE2 would understand in another way.
 */
export function rustToRe2(pattern: string): string | undefined {
  let output = '';
  let atom: number | undefined;
  let quantified = false;
  const groups: number[] = [];
  let index = 0;
  while (index < pattern.length) {
    const rest = pattern.slice(index);
    const quantifier = QUANTIFIER.exec(rest)?.[0];
    if (quantifier !== undefined) {
      if (atom === undefined) {
        return undefined;
      }
      if (quantified) {
        output = `${output.slice(0, atom)}(?:${output.slice(atom)})`;
      }
      output += quantifier;
      quantified = true;
      index += quantifier.length;
      continue;
    }
    const piece = translateOne(rest);
    if (piece === undefined) {
      return undefined;
    }
    quantified = false;
    atom = output.length;
    if (piece.text.startsWith('(') && !piece.text.endsWith(')')) {
      groups.push(output.length);
      atom = undefined;
    } else if (piece.text === ')') {
      atom = groups.pop();
      if (atom === undefined) {
        return undefined;
      }
    } else if (piece.text === '|' || piece.text.startsWith('(?')) {
      atom = undefined;
    }
    output += piece.text;
    index += piece.length;
  }
  return groups.length === 0 ? output : undefined;
}

function translateOne(rest: string): Piece | undefined {
  switch (rest.charAt(0)) {
    case '\\':
      return escapeOutside(rest);
    case '[':
      return characterClass(rest);
    case '(':
      return group(rest);
    case '{':
    case '}':
      return rest.startsWith('}') ? { text: '\\}', length: 1 } : undefined;
    case ']':
      return { text: '\\]', length: 1 };
    default: {
      const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      return { text: character, length: character.length };
    }
  }
}

function group(rest: string): Piece | undefined {
  const match = GROUP.exec(rest);
  if (match === null || (match[0] === '(' && rest.startsWith('(?'))) {
    return undefined;
  }
  const [whole, flags, end] = match;
  if (end === undefined) {
    return { text: '(', length: whole.length };
  }
  const text = flags === '' || flags === undefined ? (end === ':' ? '(?:' : '') : `(?${flags}${end}`;
  return { text, length: whole.length };
}

function escapeOutside(rest: string): Piece | undefined {
  const character = rest.charAt(1);
  const known = CLASSES[character];
  if (known !== undefined) {
    return { text: known, length: 2 };
  }
  return 'Az'.includes(character) && character !== ''
    ? { text: `\\${character}`, length: 2 }
    : sharedEscape(rest);
}

/** Escapes that stand for characters, inside classes and outside. */
function sharedEscape(rest: string): Piece | undefined {
  const property = PROPERTY.exec(rest)?.[0];
  if (property !== undefined) {
    return { text: property, length: property.length };
  }
  const hex = HEX.exec(rest);
  if (hex !== null) {
    const digits = hex[1] ?? hex[2] ?? hex[3] ?? hex[4] ?? '';
    const point = Number.parseInt(digits, 16);
    const valid = point <= LARGEST_CODE_POINT && (point < 0xd800 || point > 0xdfff);
    return valid ? { text: `\\x{${point.toString(16)}}`, length: hex[0].length } : undefined;
  }
  return /^\\(?:[afnrtv]|[!-/:;=?@[-`{-~ ])/.test(rest) ? { text: rest.slice(0, 2), length: 2 } : undefined;
}

function characterClass(rest: string): Piece | undefined {
  const negated = rest.startsWith('[^');
  let output = negated ? '[^' : '[';
  let index = output.length;
  const seen = new Set<string>();
  let first = true;
  while (index < rest.length) {
    const here = rest.slice(index);
    if (here.startsWith(']') && !first) {
      return wholeClass(output, seen, negated, index + 1);
    }
    const shorthand = /^\\([dDsSwW])/.exec(here)?.[1];
    const piece = shorthand === undefined ? classItem(here) : { text: IN_CLASS[shorthand] ?? '', length: 2 };
    if (piece === undefined || (shorthand !== undefined && /^-[^\]]/.test(here.slice(2)))) {
      return undefined;
    }
    if (shorthand !== undefined) {
      seen.add(shorthand);
    }
    output += piece.text;
    index += piece.length;
    first = false;
  }
  return undefined;
}

/** `[\s\S]` is any character; other classes with a negated shorthand are left to nobody. */
function wholeClass(
  output: string,
  seen: ReadonlySet<string>,
  negated: boolean,
  length: number,
): Piece | undefined {
  const both = ['s', 'd', 'w'].some((letter) => seen.has(letter) && seen.has(letter.toUpperCase()));
  if (both) {
    return negated ? undefined : { text: '[\\x{0}-\\x{10ffff}]', length };
  }
  return seen.has('S') || seen.has('W') ? undefined : { text: `${output}]`, length };
}

function classItem(rest: string): Piece | undefined {
  const posix = POSIX.exec(rest)?.[0];
  if (posix !== undefined) {
    return { text: posix, length: posix.length };
  }
  if (rest.startsWith('\\')) {
    return sharedEscape(rest);
  }
  if (/^(?:\[|&&|--|~~)/.test(rest)) {
    return undefined;
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { text: character === ']' ? '\\]' : character, length: character.length };
}
