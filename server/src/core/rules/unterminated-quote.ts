import { isJudged } from '../binding/judged.ts';
import type { Document, Problem } from '../syntax/document.ts';
import { applyEdits } from '../text/edit.ts';
import { sourceFile } from '../text/source-file.ts';
import { firstLine, span } from '../text/span.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

/** Page: unterminated-quote.md */
export const unterminatedQuote: Rule = {
  id: 'unterminated-quote',
  severity: 'error',
  summary: 'A quote is not closed on its line, so the line, or all lines up to the next quote, are lost.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document || !isJudged(snapshot, file.path)) return;
    for (const problem of document.problems) {
      if (problem.kind !== 'open-quote') continue;
      const fix = closed(document, problem);
      yield {
        span: firstLine(file.text, problem.span),
        message: problem.message,
        ...(problem.upstream ? { upstream: { type: problem.upstream, loc: [] } } : {}),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

/** Closes the quote at the end of its line, where one problem less is left then. */
function closed(document: Document, problem: Problem): Fix | undefined {
  const { text, path } = document.file;
  const line = firstLine(text, span(problem.span.start, text.length));
  const written = text.slice(line.start, line.end);
  const quote = /["']/.exec(written)?.[0];
  if (quote === undefined) return undefined;
  const end = line.start + written.trimEnd().length;
  const edit = { span: span(end, end), newText: quote };
  const after = document.format.parse(sourceFile(path, applyEdits(text, [edit])));
  if (after.problems.length >= document.problems.length) return undefined;
  return {
    title: 'Close the quote at the end of the line',
    safety: 'unsafe',
    kind: 'quickfix',
    edits: [{ ...edit, path }],
  };
}
