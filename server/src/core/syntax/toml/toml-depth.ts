import type { TomlSyntax, TomlValue } from './toml-syntax.ts';

/** How deep values may be nested; a part of a dotted key counts like a bracket. */
export const TOML_DEPTH = 100;

/**
 * The offset of the first bracket that opens a value deeper than the limit; undefined when there is none. Looks at
 * brackets outside of strings and comments only, so it can be asked before a parser that calls itself per level.
 */
export function tooDeepBracket(text: string): number | undefined {
  let depth = 0;
  let lineStarts = true;
  let header = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") at = stringEnd(text, at, character) - 1;
    else if (character === '#') at = lineBreak(text, at) - 1;
    else if (character === '\n') {
      lineStarts = true;
      header = false;
      continue;
    } else if (character === '[' || character === '{') {
      if (lineStarts && depth === 0) header = true;
      if (!header && ++depth > TOML_DEPTH) return at;
    } else if ((character === ']' || character === '}') && !header) depth = Math.max(0, depth - 1);
    if (character !== ' ' && character !== '\t') lineStarts = false;
  }
  return undefined;
}

/** The offset after a string that starts at `at`; a string on one line ends at its line break at the latest. */
function stringEnd(text: string, at: number, quote: string): number {
  const long = quote.repeat(3);
  const block = text.startsWith(long, at);
  let here = at + (block ? 3 : 1);
  while (here < text.length) {
    const character = text.charAt(here);
    if (character === '\\' && quote === '"') here += 2;
    else if (block && character === quote && text.startsWith(long, here)) return here + 3;
    else if (!block && character === quote) return here + 1;
    else if (!block && character === '\n') return here;
    else here++;
  }
  return text.length;
}

function lineBreak(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The offset of the first statement whose dotted keys and brackets together nest deeper than the limit. */
export function tooDeepStatement(syntax: TomlSyntax): number | undefined {
  for (const pair of syntax.pairs) {
    if (pair.keys.length + depthOf(pair.value) > TOML_DEPTH) return pair.span.start;
  }
  for (const { keys, pairs, header } of syntax.tables) {
    if (keys.length > TOML_DEPTH) return header.start;
    for (const pair of pairs) {
      if (keys.length + pair.keys.length + depthOf(pair.value) > TOML_DEPTH) return pair.span.start;
    }
  }
  return undefined;
}

function depthOf(value: TomlValue): number {
  let deepest = 0;
  if (value.kind === 'array') for (const item of value.items) deepest = Math.max(deepest, 1 + depthOf(item));
  if (value.kind === 'inline') {
    for (const pair of value.pairs) deepest = Math.max(deepest, pair.keys.length + depthOf(pair.value));
  }
  return deepest;
}
