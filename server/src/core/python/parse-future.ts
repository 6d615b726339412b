import type { Problem } from './parse-scan.ts';
import { type Statement, walkStatements } from './tree.ts';

/** `from __future__ import …` stands before all other code, but for the docstring. */
export function checkFutureImports(body: readonly Statement[], problems: Problem[]): void {
  let allowed = true;
  for (const [index, statement] of body.entries()) {
    if (isFuture(statement)) {
      if (!allowed) problems.push(late(statement));
      continue;
    }
    const docstring =
      index === 0 &&
      statement.kind === 'expression' &&
      statement.value.kind === 'string' &&
      !statement.value.bytes;
    if (!docstring) allowed = false;
    if ('body' in statement || statement.kind === 'block') {
      for (const inner of walkStatements([statement])) if (isFuture(inner)) problems.push(late(inner));
    }
  }
}

function isFuture(statement: Statement): boolean {
  return statement.kind === 'import-from' && statement.level === 0 && statement.module === '__future__';
}

function late(statement: Statement): Problem {
  return { span: statement.span, message: 'an import from `__future__` stands before all other code' };
}
