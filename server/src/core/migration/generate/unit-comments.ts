import type { Document } from '../../syntax/document.ts';
import { lineEnd, lineStart } from '../../syntax/lines.ts';
import type { Edit } from '../../text/edit.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import { inNewUnit } from './unit-words.ts';

/** What becomes of comments that name the old unit, and the offsets of those that only people can change. */
export interface UnitComments {
  readonly edits: readonly Edit[];
  readonly unsure: readonly number[];
}

const NONE: UnitComments = { edits: [], unsure: [] };

/**
 * The comments of a declaration or of an entry whose value gets another unit: behind it on its line, and on the lines
 * directly above. Those above several lines that stand together may be about all of them.
 * @param at from the start of what is declared to its end, without comments
 * @param behind where the comment on its line is looked for; undefined where the line itself goes
 * @param end behind the last line that belongs to it
 */
export function unitComments(
  text: string,
  convert: string,
  { start, behind, end }: { readonly start: number; readonly behind?: number; readonly end: number },
): UnitComments {
  const own = behind === undefined ? [] : commentBehind(text, behind);
  const isAlone = /^[^\r\n]*(?:\r?\n[ \t]*(?:#|\r?\n|$)|$)/.test(text.slice(end));
  const above = commentsAbove(text, start).map((it) => commentIn(text, it, convert));
  return [
    ...own.map((it) => commentIn(text, it, convert)),
    ...above.map((it) =>
      isAlone ? it : { edits: [], unsure: [...it.unsure, ...it.edits.map((edit) => edit.span.start)] },
    ),
  ].reduce(joinedComments, NONE);
}

function commentIn(text: string, comment: Span, convert: string): UnitComments {
  const next = inNewUnit(textAt(text, comment), convert);
  if (next === undefined) return NONE;
  return next === 'unsure'
    ? { edits: [], unsure: [comment.start] }
    : { edits: [{ span: comment, newText: next }], unsure: [] };
}

function joinedComments(a: UnitComments, b: UnitComments): UnitComments {
  return { edits: [...a.edits, ...b.edits], unsure: [...a.unsure, ...b.unsure] };
}

function commentBehind(text: string, end: number): readonly Span[] {
  const [, before, comment] = /^([ \t,]*)(#[^\r\n]*)/.exec(text.slice(end)) ?? [];
  if (before === undefined || comment === undefined) return [];
  const start = end + before.length;
  return [span(start, start + comment.length)];
}

/** Comments on lines of their own, without a blank line between them and the place. */
function commentsAbove(text: string, offset: number): readonly Span[] {
  const found: Span[] = [];
  let at = lineStart(text, offset);
  for (;;) {
    const [line, indent, comment] =
      /(?:^|\n)(([ \t]*)(#[^\r\n]*)\r?\n)$/.exec(text.slice(0, at))?.slice(1) ?? [];
    if (line === undefined || indent === undefined || comment === undefined) return found;
    at -= line.length;
    if (comment.includes('settings-migration:')) continue;
    found.push(span(at + indent.length, at + indent.length + comment.length));
  }
}

/** What is left to a person where a comment says more about the old unit. */
export function unitWords(file: SourceFile, offsets: readonly number[], key: string): readonly string[] {
  return offsets.map((it) => {
    const { line } = lineIndex(file).position(it);
    return `the comment at \`${file.path}:${line + 1}\` names a unit that \`${key}\` does not have: say there what holds from now on`;
  });
}

/** The comments of an entry, once the new one stands in its place or alone. */
export function entryComments(
  { file: { text } }: Document,
  { convert, old, next }: { readonly convert: string; readonly old?: Span; readonly next?: Span },
): UnitComments {
  if (old === undefined) return NONE;
  if (next === undefined)
    return unitComments(text, convert, { start: old.start, behind: old.end, end: old.end });
  const between = text.slice(lineEnd(text, old.end), lineStart(text, next.start));
  const isBelow =
    next.start > old.start && /^(?:[ \t]*#[^\r\n]*settings-migration:[^\r\n]*|\s)*$/.test(between);
  return isBelow ? unitComments(text, convert, { start: old.start, end: next.end }) : NONE;
}
