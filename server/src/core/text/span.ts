/** A half-open interval of offsets (UTF-16 code units) in one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The half-open range from `start` to `end`, in UTF-16 code units. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** True for an offset inside the span or at either end of it. */
export function containsOffset(it: Span, offset: number): boolean {
  return it.start <= offset && offset <= it.end;
}

/** True when `inner` lies in `outer`; equal spans lie in each other. */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the spans share a character. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** True when the spans overlap or meet; an empty span touches what it stands beside. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The text that a span covers. */
export function textAt(text: string, it: Span): string {
  return text.slice(it.start, it.end);
}

/** The part of a span that lies on its first line, so that a finding never spans lines. */
export function firstLine(text: string, it: Span): Span {
  const lineEnd = text.slice(it.start, it.end).search(/[\r\n]/);
  return lineEnd < 0 ? it : { start: it.start, end: it.start + lineEnd };
}
