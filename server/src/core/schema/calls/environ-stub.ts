import type { Expression, Statement } from '../../python/tree.ts';
import type { PythonFile } from '../reader.ts';
import type { DualRead } from '../schema.ts';

/** What is written for one key of several carries it behind the id: `20260923-db.db_pool`. */
const MARKER = /^#\s*settings-migration:\s*(\d{8}-[\w.-]+)/;

/**
 * True for a function that a migration wrote into a module: `_key_20260923_db_pool_size`, which says under which of
 * two keys to read, `_m_…`, which looks at a text on its way, and `_log_…` beside them. Each stands below a comment that names the migration.
 */
export function isEnvironStub(file: PythonFile, statement: Statement): boolean {
  if (statement.kind !== 'function' || !/^_(?:key|log|m)_\d{8}_/.test(statement.name)) return false;
  const id = statement.name.replace(/^_(?:key|log|m)_/, '');
  return file.module.comments.some(
    (it) =>
      it.ownLine &&
      it.span.end <= statement.nameSpan.start &&
      MARKER.exec(it.text)?.[1]?.replace(/[.-]/g, '_') === id,
  );
}

/** What `_key_…()` chooses from, as the name of a variable; undefined for every other expression. */
export function stubKeys(file: PythonFile, expression: Expression): Omit<DualRead, 'required'> | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name' || expression.args.length > 0) {
    return undefined;
  }
  const { name } = expression.callee;
  if (!name.startsWith('_key_')) return undefined;
  const stub = file.module.body.find((it) => it.kind === 'function' && it.name === name);
  if (stub?.kind !== 'function' || !isEnvironStub(file, stub)) return undefined;
  const [first, second] = stub.body;
  if (first?.kind !== 'assign' || first.value.kind !== 'tuple') return undefined;
  const [old, next] = first.value.items;
  if (old?.kind !== 'string' || next?.kind !== 'string') return undefined;
  // `not os.environ.get(old)` takes an empty text as none, `old not in os.environ` does not.
  const test = second?.kind === 'block' ? second.arms[0]?.heads[0] : undefined;
  return { old: old.value, new: next.value, emptyCounts: test?.kind === 'compare' };
}
