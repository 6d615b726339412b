import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import type { Field, Place } from '../../schema/schema.ts';
import { blankLinesAfter, blankLinesBefore } from '../../syntax/blank-lines.ts';
import { containsOffset, type Span, span } from '../../text/span.ts';
import { marker } from './pydantic-dual-read.ts';
import { wholeLines } from './python-text.ts';

/** Python files with a marker of the migration. A test names it in its text, not in a comment. */
export function markedFiles(project: PythonProject, id: string): readonly PythonFile[] {
  return project.mentioning([id]).filter((file) => !file.stale && markedBlocks(file, id).length > 0);
}

/** True for a field that a migration declares, not the team. */
export function isGenerated(project: PythonProject, { place }: Field, id: string): boolean {
  return markedFiles(project, id).some(
    (file) =>
      file.file.path === place.path &&
      markedBlocks(file, id).some((it) => containsOffset(it, place.span.start)),
  );
}

/** True for a place that names a key in what any migration has written. */
export function isInGenerated(project: PythonProject, key: string, { path, span: at }: Place): boolean {
  const file = project.mentioning([key]).find((it) => it.file.path === path);
  return file !== undefined && markedBlocks(file).some((it) => containsOffset(it, at.start));
}

/**
 * The spans of what was generated: from a marker's comment to the end of the statements it stands above.
 * @param id of one migration; any without it
 */
export function markedBlocks(file: PythonFile, id?: string): readonly Span[] {
  if (!file.file.text.includes(marker(id ?? ''))) return [];
  return file.module.comments
    .filter((it) => it.ownLine && hasMarker(it.text, id))
    .flatMap((it) => markedBlock(file, it.span) ?? []);
}

/** True for a comment, its `#` included, that is a marker of this migration and not of one with a longer id. */
function hasMarker(comment: string, id: string | undefined): boolean {
  const text = comment.replace(/^#\s*/, '');
  const start = marker(id ?? '');
  if (!text.startsWith(start)) return false;
  return id === undefined || !/[\w-]/.test(text.charAt(start.length));
}

interface Part {
  readonly span: Span;
  readonly definition: boolean;
}

function markedBlock(file: PythonFile, comment: Span): Span | undefined {
  const { text } = file.file;
  const start = wholeLines(file.file, comment).start;
  const { parts, inClass } = partsAround(file, comment.start);
  const at = parts.findIndex((it) => it.span.start > comment.start);
  const [first, second] = [parts[at], parts[at + 1]];
  if (first === undefined) return undefined;
  const own = span(start, wholeLines(file.file, first.span).end);
  if (first.definition) return withBlankLinesBefore(text, own);
  if (!inClass) return withOneBlankLine(text, own);
  const isSeen =
    second !== undefined && /^\s*_seen_/.test(text.slice(wholeLines(file.file, second.span).start));
  return isSeen ? span(start, wholeLines(file.file, second.span).end) : own;
}

/** Of the blank lines before, the break that ends the last line of text stays. */
function withBlankLinesBefore(text: string, { start, end }: Span): Span {
  const above = blankLinesBefore(text, start);
  return span(above === 0 ? start : above, end);
}

/** A statement at the top of a module is set off by one blank line more than was there, or by two from a definition. */
function withOneBlankLine(text: string, { start, end }: Span): Span {
  const [one, two] = [blankLinesAfter(text, end, 1), blankLinesAfter(text, end, 2)];
  const [above, higher] = [blankLinesBefore(text, start, 1), blankLinesBefore(text, start, 2)];
  const isApart = higher < above && higher > 0;
  if (two > one && isApart) return span(start, two);
  return above < start && above > 0 ? span(above, end) : span(start, one);
}

/** The statements of the innermost class body, or of the module, around an offset. */
function partsAround(
  file: PythonFile,
  offset: number,
): { readonly parts: readonly Part[]; readonly inClass: boolean } {
  let { body } = file.module;
  for (;;) {
    const inner = body.find(
      (it) => it.kind === 'class' && it.nameSpan.end <= offset && offset <= classEnd(it.span, body, it),
    );
    if (inner?.kind !== 'class') break;
    body = inner.body;
  }
  const parts = body.map((it) => ({
    span: it.span,
    definition: it.kind === 'function' || it.kind === 'class',
  }));
  return { parts, inClass: body !== file.module.body };
}

function classEnd(own: Span, body: readonly { readonly span: Span }[], it: { readonly span: Span }): number {
  const next = body[body.indexOf(it) + 1];
  return next === undefined ? own.end : Math.min(own.end, next.span.start);
}
