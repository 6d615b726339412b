import type { FunctionStatement } from '../python/tree.ts';
import type { ClassInfo } from './class-lineage.ts';

/** What is written for one key of several carries it behind the id: `20260923-db.db_pool`. */
const MARKER = /settings-migration:\s*(\d{8}-[\w.-]+)/;

/**
 * The id of the migration that wrote a validator, or undefined for all other code. Only one form is recognised: a
 * comment on a line of its own in the class's body, before the validator, that names the migration
 * (`# settings-migration: 20260923-db-pool-size …`), and a validator that is named after it
 * (`_m_20260923_db_pool_size`, or with `_after` at the end).
 */
export function migrationStub(info: ClassInfo, statement: FunctionStatement): string | undefined {
  if (!statement.name.startsWith('_m_')) return undefined;
  const { bodySpan } = info.statement;
  for (const comment of info.file.module.comments) {
    if (!comment.ownLine || comment.span.end > statement.nameSpan.start) continue;
    if (comment.span.start < info.statement.nameSpan.end || comment.span.start > bodySpan.end) continue;
    const id = MARKER.exec(comment.text)?.[1];
    const name = `_m_${id?.replace(/[.-]/g, '_')}`;
    if (id !== undefined && (statement.name === name || statement.name === `${name}_after`)) return id;
  }
  return undefined;
}
