import { type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../document.ts';
import { visibleSpan } from '../visible-span.ts';

/** Who reads a text: `json.load` of Python, or an editor that takes comments and trailing commas. */
export type JsonReader = 'python' | 'editor';

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value',
  InvalidNumberFormat: 'This is no JSON number',
  UnexpectedEndOfNumber: 'This number is not complete',
  PropertyNameExpected: 'A key in double quotes is missing here',
  ValueExpected: 'A value is missing here',
  ColonExpected: 'A colon is missing here',
  CommaExpected: 'A comma is missing here',
  CloseBraceExpected: 'A closing brace is missing here',
  CloseBracketExpected: 'A closing bracket is missing here',
  EndOfFileExpected: 'Text stands after the end of the JSON value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'This comment is never closed',
  UnexpectedEndOfString: 'This text is never closed',
  InvalidUnicode: 'A `\\u` is followed by other than four hexadecimal digits',
  InvalidEscapeCharacter: 'A text holds a backslash that starts no escape of JSON',
  InvalidCharacter: 'A text holds a control character that is not escaped',
};

/** The problem that an error of the parser is to a reader. */
export function jsonProblem(text: string, found: ParseError, reader: JsonReader): Problem {
  const error = printParseErrorCode(found.error);
  const comma = commaTooMany(text, error, found.offset);
  const reason =
    comma === undefined ? (REASONS[error] ?? 'This is no JSON') : 'A comma stands before nothing';
  const at = visibleSpan(text, comma ?? found.offset);
  return reader === 'python'
    ? {
        kind: 'syntax',
        span: at,
        message: `${reason}, so Python cannot load this file`,
        upstream: 'JSONDecodeError',
      }
    : { kind: 'syntax', span: at, message: reason };
}

/** The comma before the bracket or brace at which a value or key is missed. */
function commaTooMany(text: string, error: string, offset: number): number | undefined {
  if (error !== 'PropertyNameExpected' && error !== 'ValueExpected') return undefined;
  if (!/[\]}]/.test(text.charAt(offset))) return undefined;
  const before = text.slice(0, offset).trimEnd();
  return before.endsWith(',') ? before.length - 1 : undefined;
}
