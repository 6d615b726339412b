import type { Problem } from './parse-scan.ts';
import { type Statement, walkStatements } from './tree.ts';

/** `from __future__ import …` stands before all other code, but for the docstring. */
export function checkFutureImports(body: readonly Statement[], problems: Problem[]): void {
  let allowed = true;
  let documented = false;
  for (const statement of body) {
    if (isFuture(statement)) {
      if (!allowed) problems.push(late(statement));
      continue;
    }
    const text =
      statement.kind === 'expression' && statement.value.kind === 'string' && !statement.value.bytes;
    if (!text || documented) allowed = false;
    documented = true;
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
