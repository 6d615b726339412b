import type { Expression } from '../python/tree.ts';
import type { PythonFile } from './reader.ts';

const MAX_LENGTH = 60;

/** The text of an expression as written, on one line. It may hold a secret: for comparison and types only. */
export function codeText(file: PythonFile, expression: Expression): string {
  return file.file.text.slice(expression.span.start, expression.span.end).replace(/\s+/g, ' ');
}

/** The same for messages: what stands in quotes may be a secret and is left out, and long code is cut. */
export function shownCode(file: PythonFile, expression: Expression): string {
  const text = codeText(file, expression).replace(/(["'])(?:\\.|(?!\1).)*(?:\1|$)/g, '$1…$1');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
