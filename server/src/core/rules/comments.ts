import { isRecordPath, parseRecord } from '../migration/record.ts';
import { parseModule } from '../schema/python-file.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { CommentLike } from './suppression.ts';

/** The comments of a file that may hold an ignore; nothing is parsed for a file without the word. */
export function commentsOf(
  snapshot: Snapshot,
  file: SourceFile,
  document: Document | undefined,
): readonly CommentLike[] {
  if (!file.text.includes('crossfade:')) return [];
  if (document) return document.comments;
  if (isRecordPath(snapshot, file.path)) return parseRecord(file).frontMatter.comments;
  if (file.path.endsWith('.py')) return parseModule(snapshot.engines.python, file).comments;
  return [];
}
