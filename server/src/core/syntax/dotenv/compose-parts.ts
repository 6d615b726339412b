import type { TextPart, VariablePart } from '../document.ts';
import type { SourcedText } from './sourced-text.ts';

/**
 * The variables of compose's template syntax in a part of a text, as `template.Substitute` of compose-go 2.16 finds
 * them: `$NAME`, `${NAME}`, `${NAME-word}`, `${NAME:-word}`, `+`, `:+`, `?`, `:?`, `$$` for a dollar. A word runs to
 * the brace that closes it and is searched for variables itself; a brace without its partner makes the whole text
 * invalid.
 */
export function composeParts(sourced: SourcedText, start: number, end: number, depth = 0): TextPart[] {
  const parts: TextPart[] = [];
  const { text } = sourced;
  const pushText = (piece: string) => {
    if (piece !== '') parts.push({ kind: 'text', text: piece });
  };
  let at = start;
  while (at < end) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0 || dollar >= end) break;
    pushText(text.slice(at, dollar));
    const found = partAt(sourced, dollar, end, depth);
    parts.push(found.part);
    at = found.end;
  }
  pushText(text.slice(at, end));
  return parts;
}

interface Found {
  readonly part: TextPart;
  readonly end: number;
}

/** Nested words beyond this are not followed; whoever writes them has something else in mind. */
const DEEPEST = 16;

const NAME = /[_a-z][_a-z0-9]*/iuy;
const OPERATOR = /:?[-+?]/y;

function partAt(sourced: SourcedText, dollar: number, end: number, depth: number): Found {
  const { text } = sourced;
  const next = dollar + 1 < end ? text.charAt(dollar + 1) : '';
  if (next === '$') return { part: { kind: 'text', text: '$' }, end: dollar + 2 };
  if (next !== '{') {
    const name = matchAt(NAME, text, dollar + 1, end);
    if (name === '') return { part: { kind: 'text', text: '$' }, end: dollar + 1 };
    const after = dollar + 1 + name.length;
    return { part: { kind: 'variable', name, span: sourced.where(dollar, after) }, end: after };
  }
  return bracedAt(sourced, dollar, end, depth) ?? refusedAt(sourced, dollar, end);
}

function refusedAt(sourced: SourcedText, dollar: number, end: number): Found {
  const message = 'A variable is not closed, or has no name here, which compose refuses';
  return { part: { kind: 'refused', span: sourced.where(dollar, dollar + 2), message }, end };
}

function bracedAt(sourced: SourcedText, dollar: number, end: number, depth: number): Found | undefined {
  const { text } = sourced;
  const name = matchAt(NAME, text, dollar + 2, end);
  const afterName = dollar + 2 + name.length;
  if (name === '') return undefined;
  if (text.charAt(afterName) === '}' && afterName < end)
    return {
      part: { kind: 'variable', name, span: sourced.where(dollar, afterName + 1) },
      end: afterName + 1,
    };
  const operator = matchAt(OPERATOR, text, afterName, end) as NonNullable<VariablePart['operator']> | '';
  if (operator === '') return undefined;
  const from = afterName + operator.length;
  const lastBrace = lastBraceOnLine(sourced, from, end);
  if (lastBrace < 0) return undefined;
  const closing = closingBrace(text, dollar, lastBrace + 1);
  // The expression of compose-go takes up to the last brace of the line, then looks for the one that closes.
  const close = closing < 0 ? lastBrace : closing;
  const where = sourced.where(dollar, close + 1);
  if (depth >= DEEPEST) return { part: { kind: 'command', span: where }, end: close + 1 };
  const word = composeParts(sourced, from, close, depth + 1);
  return { part: { kind: 'variable', name, operator, word, span: where }, end: close + 1 };
}

function matchAt(pattern: RegExp, text: string, at: number, end: number): string {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0] ?? '';
  return found.slice(0, Math.max(0, end - at));
}

function lastBraceOnLine(sourced: SourcedText, from: number, end: number): number {
  const lineEnd = Math.min(sourced.lineFeed(from), end);
  const brace = lineEnd > from ? sourced.text.lastIndexOf('}', lineEnd - 1) : -1;
  return brace >= from ? brace : -1;
}

/** The brace that closes the first one; what stands right behind an opening brace is not looked at. */
function closingBrace(text: string, from: number, end: number): number {
  let open = 0;
  for (let at = from; at < end; at++) {
    const character = text.charAt(at);
    if (character === '}') {
      open--;
      if (open === 0) return at;
    }
    if (character === '{') {
      open++;
      at++;
    }
  }
  return -1;
}
