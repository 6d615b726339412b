import type { FunctionStatement } from '../../python/tree.ts';

/** The text of a function on one line, without its decorators: line breaks and indentation are those of any formatter. */
export function plainCode(text: string, statement: FunctionStatement): string {
  const start = text.indexOf('def ', statement.span.start);
  return text
    .slice(start, statement.span.end)
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/,? \)/g, ')')
    .trim();
}
