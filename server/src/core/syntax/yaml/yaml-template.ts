import type { Problem } from '../document.ts';
import { lineEnd, lineStart } from '../lines.ts';

const MARKER = /\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)/;

/**
 * The one problem of a file that Helm or Jinja is to fill in: it does not load, and a line where it does not holds
 * `{{ … }}` or `{% … %}` outside of quotes and comments. Text that loads as it is, is no template.
 */
export function templateProblem(text: string, problems: readonly Problem[]): Problem | undefined {
  const refused = problems.find((problem) => problem.upstream !== undefined);
  if (refused === undefined) return undefined;
  for (const { span } of problems) {
    const start = lineStart(text, span.start);
    const line = text.slice(start, Math.min(lineEnd(text, start), start + 10_000));
    const match = MARKER.exec(withoutQuotes(line));
    if (match === null) continue;
    const from = start + match.index;
    return {
      span: { start: from, end: from + match[0].length },
      message: 'this looks like a template; it is not checked',
      kind: 'limit',
      ...(refused.upstream !== undefined && { upstream: refused.upstream }),
    };
  }
  return undefined;
}

/** The line with quoted texts and comments blanked, of the same length. */
function withoutQuotes(line: string): string {
  const marker = MARKER.exec(line);
  const before = marker === null ? line : line.slice(0, marker.index);
  if (/(?:^|\s)#/.test(before)) return '';
  return line.replace(/(?<=^|[\s:,[-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/g, (quoted) =>
    ' '.repeat(quoted.length),
  );
}
