import type { Document } from '../../syntax/document.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { both, edited } from './environment-change.ts';

/** A comment line of a settings file that names a migration. */
export interface MarkerComment {
  readonly id: string;
  readonly span: Span;
  /** Takes the line out; absent where somebody wrote more into it. */
  readonly removal?: Edit;
}

/** The comment lines that migrations have written above keys. */
export function markerComments({ comments, file: { text } }: Document): readonly MarkerComment[] {
  return comments.flatMap(({ span, ownLine }): readonly MarkerComment[] => {
    const written = text.slice(span.start, span.end);
    const id = /settings-migration:\s*([\w-]+)/.exec(written)?.[1];
    if (!ownLine || id === undefined) return [];
    const bare = /^\W*settings-migration:\s*[\w-]+\s*$/.test(written);
    return [{ id, span, ...(bare ? { removal: { span: wholeLine(text, span), newText: '' } } : {}) }];
  });
}

/** What a migration that is done takes out of the environment files: the comments that said why a key is there twice. */
export function markerEdits({ environments }: MigrationFacts, id: string): readonly EnvironmentEdit[] {
  const byPath = new Map<string, EnvironmentEdit>();
  for (const environment of environments) {
    for (const layer of environment.layers) {
      const { path, document } = layer;
      if (path === undefined || document === undefined) continue;
      const edits = markerComments(document).flatMap((it) => (it.id === id ? (it.removal ?? []) : []));
      if (edits.length === 0) continue;
      const known = byPath.get(path);
      const own = edited(layer, path, environment, known ? [] : edits);
      byPath.set(path, known ? both(known, own, environment) : own);
    }
  }
  return [...byPath.values()];
}

function wholeLine(text: string, { start, end }: Span): Span {
  const before = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const after = /^(?:\r\n|\r|\n)?/.exec(text.slice(end))?.[0].length ?? 0;
  return { start: before, end: end + after };
}
