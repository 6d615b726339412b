import { moduleScope } from '../../python/scope.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import { type ImportNeed, topImports } from './python-imports.ts';
import { wholeLines, withBreaks } from './python-text.ts';

/** The logger of a module: the one it has before `offset`, else a new one below the imports. */
export function moduleLogger(
  file: PythonFile,
  offset: number,
): { readonly name: string; readonly needs: readonly ImportNeed[]; readonly edits: readonly Edit[] } {
  const existing = existingLogger(file, offset);
  if (existing !== undefined) return { name: existing, needs: [], edits: [] };
  const names = moduleScope(file.module).names;
  const name = ['log', 'logger', '_log', '_settings_log'].find((it) => !names.has(it)) ?? '_settings_log';
  const last = topImports(file)
    .filter((it) => it.span.end <= offset)
    .at(-1);
  const at = last ? wholeLines(file.file, last.span).end : 0;
  const line = withBreaks(`\n${name} = logging.getLogger(__name__)\n`, file.file.text);
  return { name, needs: [{ module: 'logging' }], edits: [{ span: span(at, at), newText: line }] };
}

/** `log = logging.getLogger(…)`, `structlog.get_logger(…)`, or loguru's `logger`. */
function existingLogger(file: PythonFile, offset: number): string | undefined {
  for (const statement of file.module.body) {
    if (statement.span.start >= offset) return undefined;
    if (statement.kind === 'import-from' && statement.module === 'loguru') {
      const found = statement.names.find((it) => it.name === 'logger');
      if (found) return found.alias ?? found.name;
    }
    if (statement.kind !== 'assign' && statement.kind !== 'annotated') continue;
    const target = statement.kind === 'assign' ? statement.targets[0] : statement.target;
    const { value } = statement;
    if (target?.kind !== 'name' || value?.kind !== 'call') continue;
    const { callee } = value;
    const called = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
    if (called === 'getLogger' || called === 'get_logger') return target.name;
  }
  return undefined;
}
