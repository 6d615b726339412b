import type { PatternCompiler } from '../text/pattern.ts';

/** Characters about which the two syntaxes agree outside of classes and escapes. */
const PLAIN = /^[A-Za-z0-9_ \-:/@,;=<>!"'%&~#]$/;
const ESCAPES: Readonly<Record<string, string>> = { d: '[0-9]', w: '[A-Za-z0-9_]' };

/**
 * A pattern of JSON Schema (ECMA-262, with the flag `u`) as a test in linear time. Undefined for all that ECMA-262 and
 * the engine understand differently, or that the engine does not have: look-around, back references, `.`, `\s`, `\b`,
 * and classes of characters that are more than a list of ASCII.
 */
export function ecmaPattern(
  pattern: string,
  compile: PatternCompiler,
): ((text: string) => boolean) | undefined {
  const translated = translate(pattern);
  return translated === undefined ? undefined : compile(translated);
}

function translate(pattern: string): string | undefined {
  let made = '';
  let rest = pattern;
  while (rest !== '') {
    const found = piece(rest);
    if (!found) return undefined;
    made += found.made;
    rest = rest.slice(found.length);
  }
  return made;
}

function piece(rest: string): { readonly made: string; readonly length: number } | undefined {
  const [group] = /^\((\?:)?(?!\?)/.exec(rest) ?? [];
  if (group !== undefined) return { made: group, length: group.length };
  const [quantifier] = /^(\{\d{1,4}(,\d{0,4})?\}|[*+?])(?![*+{])/.exec(rest) ?? [];
  if (quantifier !== undefined) return { made: quantifier, length: quantifier.length };
  const [list] =
    /^\[\^?(?:[A-Za-z0-9_.:/@,;=+*$ ]|\\[-.\\/\]d]|[A-Za-z0-9]-[A-Za-z0-9])+-?\]/.exec(rest) ?? [];
  if (list !== undefined)
    return { made: list.replaceAll('\\d', '0-9').replaceAll('\\/', '/'), length: list.length };
  const escaped = /^\\([dw]|[-.\\/^$*+?()[\]{}|])/.exec(rest)?.[1];
  if (escaped !== undefined) {
    const made = ESCAPES[escaped] ?? (escaped === '/' || escaped === '-' ? escaped : `\\${escaped}`);
    return { made, length: 2 };
  }
  // ECMA-262 has the very end for `$`, which the engine calls `\z`.
  if (rest[0] === '$') return { made: '\\z', length: 1 };
  const [first = ''] = rest;
  return /^[|)^]$/.test(first) || PLAIN.test(first) ? { made: first, length: 1 } : undefined;
}
