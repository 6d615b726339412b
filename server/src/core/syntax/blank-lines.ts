import { lineEnd, lineStart, nextLine } from './lines.ts';

/**
 * Where the blank lines end that follow a line start; that offset itself where the first of them is not blank. What
 * stands behind the last line break of a text is no line here.
 * @param most how many lines are looked at
 */
export function blankLinesAfter(text: string, at: number, most = Number.POSITIVE_INFINITY): number {
  let end = at;
  for (let count = 0; count < most; count++) {
    const stop = lineEnd(text, end);
    if (stop >= text.length || !isBlank(text, end, stop)) return end;
    end = nextLine(text, end);
  }
  return end;
}

/** Where the blank lines begin that stand before a line start; that offset itself where there are none. */
export function blankLinesBefore(text: string, at: number, most = Number.POSITIVE_INFINITY): number {
  let start = at;
  for (let count = 0; count < most && start > 0; count++) {
    const stop = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
    const above = lineStart(text, stop);
    if (!isBlank(text, above, stop)) return start;
    start = above;
  }
  return start;
}

function isBlank(text: string, start: number, end: number): boolean {
  return /^[ \t]*$/.test(text.slice(start, end));
}
