import { firstLine, type Span, span } from '../../text/span.ts';
import type { Problem } from '../document.ts';
import { lineEnd } from '../lines.ts';
import { skipBlanks, skipSpace, trimEnd } from '../python-space.ts';
import type { DotenvStatement } from './dotenv-statement.ts';

const SKIPPED = 'so python-dotenv skips this line';

/** Why python-dotenv skips a statement, said at the place that is wrong. Values never appear in the message. */
export function dotenvProblem(text: string, it: DotenvStatement): Problem {
  const { at, message } = describe(text, it);
  return { kind: isOpenQuote(text, it) ? 'open-quote' : 'syntax', span: visible(text, at, it), message };
}

/** True where a quote is never closed, or on a later line. */
function isOpenQuote(text: string, it: DotenvStatement): boolean {
  if (it.reason === 'open-value' || it.reason === 'open-name') return true;
  if (it.reason === 'text-after-quote') return /[\r\n]/.test(text.slice(it.valueStart, it.valueEnd));
  return it.reason === 'text-after-name' && /[\r\n]/.test(text.slice(it.keyStart, it.keyEnd));
}

function describe(text: string, it: DotenvStatement): { at: Span; message: string } {
  const name = shownName(text, it);
  switch (it.reason) {
    case 'open-name':
      return {
        at: span(it.keyStart, it.bodyEnd),
        message: `A name opens with \`'\` and is never closed, ${SKIPPED}`,
      };
    case 'text-after-name':
      return textAfterName(text, it, name);
    case 'text-after-quote':
      return textAfterQuote(text, it, name);
    case 'open-value':
      return {
        at: span(it.valueStart, it.bodyEnd),
        message: `${name} opens a quote that is never closed, ${SKIPPED}`,
      };
    default:
      return noName(text, it);
  }
}

function noName(text: string, it: DotenvStatement): { at: Span; message: string } {
  if (text.startsWith("''", it.keyStart))
    return { at: span(it.keyStart, it.keyStart + 2), message: `The name is empty, ${SKIPPED}` };
  if (text.charAt(it.keyStart) === '=')
    return { at: span(it.keyStart, it.keyStart + 1), message: `No name stands before \`=\`, ${SKIPPED}` };
  return { at: span(it.body, it.body + 6), message: `No name follows \`export\`, ${SKIPPED}` };
}

function textAfterName(text: string, it: DotenvStatement, name: string): { at: Span; message: string } {
  const key = text.slice(it.keyStart, it.keyEnd);
  const rest = skipBlanks(text, it.keyEnd);
  const equals = text.slice(rest, it.bodyEnd).indexOf('=');
  const wordsEnd = trimEnd(text, it.keyEnd, equals < 0 ? it.bodyEnd : rest + equals);
  const at = span(it.keyStart, wordsEnd);
  if (it.keyStart === it.body && key !== 'export' && key.toLowerCase() === 'export')
    return { at: span(it.keyStart, it.keyEnd), message: `\`${key}\` must be written \`export\`, ${SKIPPED}` };
  if (/[\r\n]/.test(key)) {
    const lost = 'so python-dotenv skips all lines up to there';
    return {
      at: firstLine(text, at),
      message: `A name opens with \`'\` and is closed on a later line, ${lost}`,
    };
  }
  if (key.endsWith(':'))
    return { at, message: `${name} is followed by a value where dotenv needs \`=\`, ${SKIPPED}` };
  if (key.startsWith("'"))
    return { at: span(rest, wordsEnd), message: `Text follows the closing quote of a name, ${SKIPPED}` };
  if (equals >= 0)
    return {
      at,
      message: name.startsWith('`')
        ? `The name that starts with ${name} holds a space, ${SKIPPED}`
        : `A space stands in the name before \`=\`, ${SKIPPED}`,
    };
  return { at, message: `${name} is followed by text without \`=\`, ${SKIPPED}` };
}

function textAfterQuote(text: string, it: DotenvStatement, name: string): { at: Span; message: string } {
  const value = text.slice(it.valueStart, it.valueEnd);
  const lines = value.match(/\r\n|\n|\r/g)?.length ?? 0;
  if (lines > 0) {
    const lost = `so python-dotenv skips all ${lines + 1} lines`;
    return {
      at: span(it.valueStart, lineEnd(text, it.valueStart)),
      message: `${name} opens a quote that closes ${lines === 1 ? 'on the next line' : `${lines} lines below`}, with text after it, ${lost}`,
    };
  }
  const at = span(skipBlanks(text, it.valueEnd), it.bodyEnd);
  if (value.length === 2 && text.charAt(it.valueEnd) === value.charAt(0))
    return {
      at: span(it.valueStart, it.bodyEnd),
      message: `${name} opens with several quotes, which dotenv does not know, ${SKIPPED}`,
    };
  return { at, message: `Text follows the closing quote of ${name}, ${SKIPPED}` };
}

/** The name in backticks where it looks like one; other texts may be part of a secret that spans lines. */
function shownName(text: string, it: DotenvStatement): string {
  const key = it.keyEnd < 0 ? '' : text.slice(it.keyStart, it.keyEnd).replace(/^'|'$/g, '');
  return /^[A-Za-z_][\w.-]{0,62}:?$/.test(key) ? `\`${key}\`` : 'The text at the start';
}

/** A span on one line that is not empty, within the statement. */
function visible(text: string, at: Span, it: DotenvStatement): Span {
  const start = Math.min(skipSpace(text, at.start), it.bodyEnd - 1);
  const line = firstLine(text, span(start, Math.max(at.end, start + 1)));
  return span(line.start, Math.max(line.start + 1, trimEnd(text, line.start, line.end)));
}
