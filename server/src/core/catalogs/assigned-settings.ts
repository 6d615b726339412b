import { type Expression, type Statement, walkStatements } from '../python/tree.ts';
import { pythonFile } from '../schema/python-file.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';

/** A name that a module of settings assigns at its top. */
export interface Assigned {
  readonly name: string;
  readonly span: Span;
  readonly value: Expression;
}

/** A framework whose settings a module assigns. */
export type ModuleHome = 'django-module' | 'celery-module';

/** Whose settings module a file is, by its name or by what stands in it. */
export const moduleHome = memo((file: SourceFile): ModuleHome | undefined => {
  const { path, text } = file;
  if (!path.endsWith('.py') || isTestPath(path)) return undefined;
  if (/(^|\/)celeryconfig\w*\.py$/.test(path)) return 'celery-module';
  if (!/(^|\/)(?:settings(?:_\w+)?|\w+_settings)\.py$|(^|\/)settings\/\w+\.py$/.test(path)) return undefined;
  return /^(?:INSTALLED_APPS|ROOT_URLCONF|MIDDLEWARE|DATABASES)\s*[+]?=|^from \.\w* import \*/m.test(text)
    ? 'django-module'
    : undefined;
});

/** What a module assigns; nothing while its code does not parse. */
export function assignedIn({ engines }: Snapshot, file: SourceFile): readonly Assigned[] {
  const { module, stale } = pythonFile(engines.python, file);
  return stale ? [] : [...walkStatements(module.body)].flatMap(assignedBy);
}

/** Functions and classes have names of their own. */
function assignedBy(statement: Statement): readonly Assigned[] {
  const targets =
    statement.kind === 'assign'
      ? statement.targets
      : statement.kind === 'annotated'
        ? [statement.target]
        : [];
  const value = statement.kind === 'assign' || statement.kind === 'annotated' ? statement.value : undefined;
  if (!value) return [];
  return targets.flatMap((it) => (it.kind === 'name' ? [{ name: it.name, span: it.span, value }] : []));
}
