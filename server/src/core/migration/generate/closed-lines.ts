import { nextLine } from '../../syntax/lines.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { type Span, span } from '../../text/span.ts';

/** How many blank lines PEP 8 has at most between two statements. */
const MOST = 2;

/**
 * Removals of the blank lines that are too many where lines go from a Python file: more than two between what stays, and
 * those above what comes first from then on.
 * @param edits all edits of the file, which do not overlap
 */
export function closedLines(path: string, text: string, edits: readonly FileEdit[]): readonly FileEdit[] {
  const gone = joined(edits.filter((it) => it.newText === '').map((it) => it.span));
  const written = edits.filter((it) => it.newText !== '').map((it) => it.span);
  const closed: Span[] = [];
  let blank: Span[] = [];
  let goes = false;
  let most = 0;
  for (const line of linesOf(text)) {
    const kind = kindOf(text, line, gone, written);
    if (kind === 'gone') goes = true;
    else if (kind === 'blank') blank.push(line);
    else {
      if (goes) closed.push(...blank.slice(most));
      blank = [];
      goes = false;
      most = MOST;
    }
  }
  return joined(closed).map((it) => ({ path, span: it, newText: '' }));
}

function kindOf(
  text: string,
  { start, end }: Span,
  gone: readonly Span[],
  written: readonly Span[],
): 'gone' | 'blank' | 'text' {
  if (written.some((it) => it.start < end && (it.end > start || it.start >= start))) return 'text';
  if (gone.some((it) => it.start <= start && end <= it.end)) return 'gone';
  const isCut = gone.some((it) => it.start < end && it.end > start);
  return isCut || text.slice(start, end).trim() !== '' ? 'text' : 'blank';
}

/** With their line breaks. */
function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let at = 0; at < text.length; at = nextLine(text, at)) lines.push(span(at, nextLine(text, at)));
  return lines;
}

/** Spans that touch become one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const it of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && last.end >= it.start) all[all.length - 1] = span(last.start, Math.max(last.end, it.end));
    else all.push(it);
  }
  return all;
}
