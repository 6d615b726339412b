import type { PythonFile } from '../../schema/reader.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { type Span, span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { marker } from './pydantic-dual-read.ts';
import { importEdits } from './python-imports.ts';
import { idName, wholeLines } from './python-text.ts';

/** Takes out of the service's code whatever carries the marker of the migration, and imports only it needed. Tests
 * keep theirs. */
export function removeGenerated(facts: MigrationFacts, id: string): readonly FileEdit[] {
  return markedFiles(facts, id).flatMap((file) => {
    const removed = markedBlocks(file, id);
    if (removed.length === 0) return [];
    const edits = [
      ...removed.map((it) => ({ span: it, newText: '' })),
      ...importEdits(facts.project, file, [], removed),
    ];
    return edits.map((edit) => ({ path: file.file.path, ...edit }));
  });
}

/** Python files, tests left out, with a marker of the migration. */
export function markedFiles(facts: MigrationFacts, id: string): readonly PythonFile[] {
  return facts.project
    .mentioning(['_m_', '_seen_', '_key_'].map((prefix) => prefix + idName(id)))
    .filter((file) => !file.stale && markedBlocks(file, id).length > 0);
}

/** The spans of what was generated: from a marker's comment to the end of the statements it stands above. */
export function markedBlocks(file: PythonFile, id: string): readonly Span[] {
  return file.module.comments
    .filter((it) => it.ownLine && hasMarker(it.text, id))
    .flatMap((it) => markedBlock(file, it.span) ?? []);
}

/** True for a comment, its `#` included, that is a marker of this migration and not of one with a longer id. */
export function hasMarker(comment: string, id: string): boolean {
  const text = comment.replace(/^#\s*/, '');
  const start = marker(id);
  return text.startsWith(start) && !/[\w-]/.test(text.charAt(start.length));
}

interface Part {
  readonly span: Span;
  readonly definition: boolean;
}

function markedBlock(file: PythonFile, comment: Span): Span | undefined {
  const { text } = file.file;
  const start = wholeLines(file.file, comment).start;
  const following = partsAround(file, comment.start).filter((it) => it.span.start > comment.start);
  const [first, second] = following;
  if (first === undefined) return undefined;
  if (first.definition) return withBlankLinesBefore(text, start, wholeLines(file.file, first.span).end);
  const isSeen =
    second !== undefined && /^\s*_seen_/.test(text.slice(wholeLines(file.file, second.span).start));
  return span(start, wholeLines(file.file, isSeen ? second.span : first.span).end);
}

function withBlankLinesBefore(text: string, start: number, end: number): Span {
  const blank = /(?:[ \t]*(?:\r\n|\r|\n))*$/.exec(text.slice(0, start))?.[0] ?? '';
  // Of the blank lines before, the break that ends the last line of text stays.
  const own = /^[ \t]*(?:\r\n|\r|\n)/.exec(blank)?.[0] ?? '';
  const textBefore = start - blank.length;
  return span(textBefore === 0 ? start : textBefore + own.length, end);
}

/** The statements of the innermost class body, or of the module, around an offset. */
function partsAround(file: PythonFile, offset: number): readonly Part[] {
  let { body } = file.module;
  for (;;) {
    const inner = body.find(
      (it) => it.kind === 'class' && it.nameSpan.end <= offset && offset <= classEnd(it.span, body, it),
    );
    if (inner?.kind !== 'class') break;
    body = inner.body;
  }
  return body.map((it) => ({ span: it.span, definition: it.kind === 'function' || it.kind === 'class' }));
}

function classEnd(own: Span, body: readonly { readonly span: Span }[], it: { readonly span: Span }): number {
  const next = body[body.indexOf(it) + 1];
  return next === undefined ? own.end : Math.min(own.end, next.span.start);
}
