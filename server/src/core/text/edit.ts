import type { Span } from './span.ts';

/** Replaces the text of a span; an empty span inserts, an empty text removes. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** Applies edits that do not overlap, in any order. Throws a RangeError when two of them overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order,
    );
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    if (edit.span.start < position || edit.span.end > text.length) {
      throw new RangeError(`edits overlap or leave the text at offset ${edit.span.start}`);
    }
    result += text.slice(position, edit.span.start) + edit.newText;
    position = edit.span.end;
  }
  return result + text.slice(position);
}
