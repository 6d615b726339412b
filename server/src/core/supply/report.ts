import type { Span } from '../text/span.ts';
import type { SupplyProblem } from './supply.ts';

/** Notes what the program that reads a file refuses at a place; `problems` takes it. */
export function report(
  {
    path,
    text,
    problems,
  }: { readonly path: string; readonly text: string; readonly problems: SupplyProblem[] },
  span: Span,
  message: string,
  severity: SupplyProblem['severity'] = 'error',
): void {
  problems.push({ path, span: visible(text, span), message, severity });
}

/** Something on one line to draw under: the part of a span on its first line; for what is empty, the mark before it. */
function visible(text: string, { start, end }: Span): Span {
  const line = text.slice(start, end).search(/[\r\n]/);
  const last = line < 0 ? end : start + line;
  if (last > start) return { start, end: last };
  let before = start;
  while (before > 0 && /\s/.test(text.charAt(before - 1))) before--;
  return { start: Math.max(0, before - 1), end: Math.max(before, Math.min(1, text.length)) };
}
