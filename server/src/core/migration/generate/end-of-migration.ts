import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import type { Field } from '../../schema/schema.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { type Span, span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { marker } from './pydantic-dual-read.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { wholeLines } from './python-text.ts';

/**
 * Takes out of the service's code whatever carries the marker of the migration, and imports only it needed. Tests
 * keep theirs.
 * @param keeps imports that a file needs from now on
 */
export function removeGenerated(
  facts: MigrationFacts,
  id: string,
  keeps: ReadonlyMap<string, readonly ImportNeed[]> = new Map(),
): readonly FileEdit[] {
  return markedFiles(facts.project, id).flatMap((file) => {
    const removed = markedBlocks(file, id);
    const edits = [
      ...removed.map((it) => ({ span: it, newText: '' })),
      ...importEdits(facts, file, keeps.get(file.file.path) ?? [], removed),
    ];
    return edits.map((edit) => ({ path: file.file.path, ...edit }));
  });
}

/** Python files with a marker of the migration. A test names it in its text, not in a comment. */
export function markedFiles(project: PythonProject, id: string): readonly PythonFile[] {
  return project.mentioning([id]).filter((file) => !file.stale && markedBlocks(file, id).length > 0);
}

/** True for a field that a migration declares, not the team. */
export function isGenerated(project: PythonProject, field: Field, id: string): boolean {
  const { path, span: at } = field.place;
  return markedFiles(project, id).some(
    (file) =>
      file.file.path === path &&
      markedBlocks(file, id).some((it) => it.start <= at.start && at.start < it.end),
  );
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
