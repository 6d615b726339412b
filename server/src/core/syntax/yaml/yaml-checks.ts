import type { CST } from 'yaml';
import { CST as cst } from 'yaml';
import { columnOf, hasBreak, isBlankOrEnd, isBreakOrEnd } from './yaml-cursor.ts';
import { parserFailure, scannerFailure, type YamlFailure } from './yaml-failure.ts';

/** A key without quotes or brackets may be this long at most (PyYAML 6.0.3). */
const MAX_SIMPLE_KEY = 1024;

/** Finds what PyYAML 6.0.3 refuses in a single token that `yaml` accepts; undefined where there is nothing. */
export function checkToken(
  text: string,
  token: string,
  type: CST.TokenType | null,
  start: number,
): YamlFailure | undefined {
  const end = start + token.length;
  switch (type) {
    case 'space': {
      const tab = token.indexOf('\t');
      return tab < 0 ? undefined : cannotStart(text, start + tab);
    }
    case 'anchor':
    case 'alias':
      return checkReference(text, token, type, start);
    case 'tag': {
      const next = end < text.length ? text.charCodeAt(end) : -1;
      if (next === 32 || isBreakOrEnd(next)) return undefined;
      return scannerFailure('a blank is missing after the tag', start, end);
    }
    default:
      return undefined;
  }
}

function checkReference(
  text: string,
  token: string,
  type: 'anchor' | 'alias',
  start: number,
): YamlFailure | undefined {
  const end = start + token.length;
  const next = end < text.length ? text.charCodeAt(end) : -1;
  if (/^.[A-Za-z0-9_-]+$/.test(token) && (isBlankOrEnd(next) || ',]}'.includes(text.charAt(end)))) {
    return undefined;
  }
  const sign = type === 'anchor' ? '&' : '*';
  return scannerFailure(
    `a value that starts with \`${sign}\` needs quotes; a name after it has letters, digits, \`-\` and \`_\` only`,
    start,
    end,
  );
}

/** What is said about a character that starts neither a value nor a key. */
function cannotStart(text: string, at: number): YamlFailure {
  const name = text.charCodeAt(at) === 9 ? 'a tab' : `\`${text.charAt(at)}\``;
  return scannerFailure(`${name} cannot start a value or a key; put it in quotes`, at, at + 1);
}

/** Refuses a text without quotes whose first character PyYAML takes for something else. */
export function checkPlainStart(text: string, at: number, inFlow: boolean): YamlFailure | undefined {
  const sign = text.charAt(at);
  if ('#&*!|>\'"%@`\t'.includes(sign)) {
    if (sign === '%' && columnOf(text, at) === 0) {
      return parserFailure('a line that starts with `%` is a directive; a value needs quotes', at, at + 1);
    }
    return cannotStart(text, at);
  }
  if (sign === ',' || (sign === ':' && inFlow)) return missingSeparator(at, at + 1);
  return undefined;
}

/** Says why a value cannot go on where PyYAML stops reading it. */
export function stopsEarly(text: string, from: number, inFlow: boolean): YamlFailure {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) === 32 || isBreakOrEnd(text.charCodeAt(at)))) at++;
  if (text.charAt(at) === '#') {
    while (!isBreakOrEnd(at < text.length ? text.charCodeAt(at) : -1)) at++;
    return stopsEarly(text, at, inFlow);
  }
  if (text.charAt(at) === '\t') return cannotStart(text, at);
  if (inFlow) return missingSeparator(at, at + 1);
  if (hasBreak(text, from, at)) return missingColon(at, at + 1);
  return unexpectedText(at, at + 1);
}

/** A key that is no `?` key ends on its line, and soon (PyYAML 6.0.3); gives what is wrong with one, if anything. */
export function checkSimpleKey(
  text: string,
  start: number,
  end: number,
  colon: number,
  place: 'flow' | 'first' | 'next',
): YamlFailure | undefined {
  if (colon - start <= MAX_SIMPLE_KEY && !hasBreak(text, start, colon)) return undefined;
  if (place === 'flow') return missingSeparator(colon, colon + 1);
  return place === 'next' ? missingColon(start, end) : secondColon(colon);
}

/** A key without its colon; offsets of what was taken for it. */
export function missingColon(start: number, end: number): YamlFailure {
  return scannerFailure('a `:` and a blank are missing after the key', start, end);
}

/** A colon inside a plain value, by its offset. */
export function secondColon(at: number): YamlFailure {
  return scannerFailure('a second `: ` on one line starts no key; put the value in quotes', at, at + 1);
}

/** Something in brackets that nothing separates from what stands before it. */
export function missingSeparator(start: number, end: number): YamlFailure {
  return parserFailure('a `,` or the closing bracket is missing before this', start, end);
}

/** A text where the collection around it can have none. */
export function unexpectedText(start: number, end: number): YamlFailure {
  return parserFailure('this is neither a key nor part of the value before', start, end);
}

/** What is wrong with a token that stands where nothing of its kind can. */
export function unexpected(text: string, token: CST.Token, inFlow: boolean): YamlFailure {
  const start = token.offset;
  const end = start + Math.max(1, 'source' in token ? token.source.length : 1);
  if (inFlow) return missingSeparator(start, end);
  const type = token.type === 'error' ? cst.tokenType(token.source) : token.type;
  if (type === 'seq-item-ind' || type === 'map-value-ind' || type === 'explicit-key-ind') {
    if (isFirstOnLine(text, start)) return unlikeOthers(start, end, 'keys');
    if (type === 'map-value-ind') return secondColon(start);
    if (type === 'explicit-key-ind') return scannerFailure('a key cannot stand here', start, end);
    const message = 'a list cannot start on this line; put the value in quotes or start a new line';
    return scannerFailure(message, start, end);
  }
  return unexpectedText(start, end);
}

function isFirstOnLine(text: string, offset: number): boolean {
  let at = offset;
  while (at > 0 && text.charCodeAt(at - 1) === 32) at--;
  return at === 0 || isBreakOrEnd(text.charCodeAt(at - 1));
}

/** A line that neither continues what is above it nor stands in its column. */
export function unlikeOthers(start: number, end: number, others: 'items' | 'keys'): YamlFailure {
  const message =
    others === 'items'
      ? 'this is not indented like the items before it'
      : 'this is not indented like the keys before it, or its `:` is missing';
  return parserFailure(message, start, Math.max(end, start + 1));
}
