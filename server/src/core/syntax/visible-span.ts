import { type Span, span } from '../text/span.ts';

/** One character at `at`, or the last before it that is no line break; empty only in an empty text. */
export function visibleSpan(text: string, at: number): Span {
  let start = Math.min(at, Math.max(0, text.length - 1));
  while (start > 0 && /[\r\n]/.test(text.charAt(start))) start--;
  return span(start, Math.min(start + 1, text.length));
}
