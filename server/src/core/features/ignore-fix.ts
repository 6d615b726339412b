import { isRecordPath, parseRecord } from '../migration/record.ts';
import { type Expression, ownExpressions, walkExpressions, walkStatements } from '../python/tree.ts';
import type { Diagnostic, Fix } from '../rules/finding.ts';
import { parseModule } from '../schema/python-file.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document, Value } from '../syntax/document.ts';
import { documentOf, formatOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import type { SourceFile } from '../text/source-file.ts';

/**
 * The comment that hides a finding, with a reason to be filled in: one without would hide nothing. It stands above the
 * line, or at the top for what is about a whole file; that of a record stands in its front matter. None in a file that
 * has no comments or could not be read. Where a line above would belong to a value, the top of the file speaks for it.
 */
export function ignoreFix(snapshot: Snapshot, { path, rule, span }: Diagnostic): Fix | undefined {
  const file = snapshot.files.get(path);
  if (!file || file.problem !== undefined) return undefined;
  const isRecord = isRecordPath(snapshot, path);
  const mark = isRecord ? '#' : markOf(path);
  if (mark === undefined) return undefined;
  const place = isRecord
    ? placeInRecord(file, span.start)
    : span.start === span.end
      ? atTop(file)
      : above(snapshot, file, documentOf(file), span.start);
  if (place === undefined) return undefined;
  const { at, indent, scope } = place;
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  const newText = `${indent}${mark} crossfade: ${scope}[${rule}] -- TODO(owner): why this is right here${end}`;
  return {
    title: `Ignore \`${rule}\` ${scope === 'ignore' ? 'here' : 'in this file'}, with a reason`,
    safety: 'unsafe',
    kind: 'quickfix',
    edits: [{ path, span: { start: at, end: at }, newText }],
  };
}

interface Place {
  readonly at: number;
  readonly indent: string;
  readonly scope: 'ignore' | 'ignore-file';
}

/** Undefined for files without comments, and for those of which it is not known. */
function markOf(path: string): string | undefined {
  if (path.endsWith('.py')) return '#';
  const format = formatOf(path);
  const mark = format?.comment ?? '#';
  return format === undefined || mark === 'none' ? undefined : mark;
}

function above(
  snapshot: Snapshot,
  file: SourceFile,
  document: Document | undefined,
  offset: number,
): Place | undefined {
  const lines = lineIndex(file);
  const { line } = lines.position(offset);
  const at = lines.lineStart(line);
  const continues = document
    ? isInsideValue(document, at)
    : file.path.endsWith('.py') && isInsidePython(snapshot, file, at);
  if (continues) return atTop(file);
  return { at, indent: /^[ \t]*/.exec(lines.lineText(line))?.[0] ?? '', scope: 'ignore' };
}

/** Below what the shell reads. */
function atTop({ text }: SourceFile): Place | undefined {
  const shebang = /^#![^\r\n]*(?:\r\n|\r|\n|$)/.exec(text)?.[0] ?? '';
  return text === '' ? undefined : { at: shebang.length, indent: '', scope: 'ignore-file' };
}

/** What stands below the front matter has no comments, so that the front matter speaks for it. */
function placeInRecord(file: SourceFile, offset: number): Place | undefined {
  const { frontMatter, frontMatterSpan } = parseRecord(file);
  const lines = lineIndex(file);
  const { line } = lines.position(offset);
  const at = lines.lineStart(line);
  const isInside = at > frontMatterSpan.start && offset < frontMatterSpan.end - 3;
  if (isInside && !isInsideValue(frontMatter, at))
    return { at, indent: /^[ \t]*/.exec(lines.lineText(line))?.[0] ?? '', scope: 'ignore' };
  const opening = /^---[ \t]*(?:\r\n|\r|\n)/.exec(file.text)?.[0];
  return opening === undefined ? undefined : { at: opening.length, indent: '', scope: 'ignore-file' };
}

/** True where a line continues a value: a comment there would become part of it. */
function isInsideValue(document: Document, lineStart: number): boolean {
  const isInside = (value: Value | undefined): boolean => {
    if (value === undefined || value.span.end < lineStart || value.span.start >= lineStart) return false;
    if (value.kind === 'scalar') return true;
    return value.kind === 'sequence'
      ? value.items.some(isInside)
      : value.entries.some((entry) => isInside(entry.value));
  };
  return (
    document.root.entries.some((entry) => isInside(entry.value)) ||
    (document.stream ?? []).some((it) => isInside(it.root))
  );
}

/** True behind a backslash, and inside of a text of several lines. */
function isInsidePython(snapshot: Snapshot, file: SourceFile, lineStart: number): boolean {
  if (/\\(?:\r\n|\r|\n)$/.test(file.text.slice(Math.max(0, lineStart - 3), lineStart))) return true;
  const isText = ({ kind, span }: Expression) =>
    (kind === 'string' || kind === 'fstring') && span.start < lineStart && lineStart < span.end;
  for (const statement of walkStatements(parseModule(snapshot.engines.python, file).body)) {
    if (statement.span.end <= lineStart || statement.span.start >= lineStart) continue;
    for (const own of ownExpressions(statement))
      for (const expression of walkExpressions(own)) if (isText(expression)) return true;
  }
  return false;
}
