import { moduleScope } from '../../python/scope.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import { marker } from './pydantic-dual-read.ts';
import { type ImportNeed, topImports } from './python-imports.ts';
import { wholeLines, withBreaks } from './python-text.ts';

/** A logger as generated code uses it, and what makes it. */
export interface ModuleLogger {
  readonly name: string;
  readonly needs: readonly ImportNeed[];
  readonly edits: readonly Edit[];
}

/**
 * The logger of a module: the one it has before `offset`, else a new one below the imports, with the marker of the
 * migration that brings it.
 */
export function moduleLogger(file: PythonFile, offset: number, id: string): ModuleLogger {
  const name = loggerName(file, offset);
  if (existingLogger(file, offset) !== undefined) return { name, needs: [], edits: [] };
  const last = topImports(file)
    .filter((it) => it.span.end <= offset)
    .at(-1);
  const at = last ? wholeLines(file.file, last.span).end : 0;
  // What is generated for one key of a move has an id of its own; the module has one logger.
  const mark = loggerMark(id.replace(/\..*$/, ''));
  const line = withBreaks(`\n${mark}\n${name} = logging.getLogger(__name__)\n`, file.file.text);
  return { name, needs: [{ module: 'logging' }], edits: [{ span: span(at, at), newText: line }] };
}

/** The name of the logger that generated code uses at `offset`, or will use. */
export function loggerName(file: PythonFile, offset: number): string {
  const names = moduleScope(file.module).names;
  return (
    existingLogger(file, offset) ??
    ['log', 'logger', '_log', '_settings_log'].find((it) => !names.has(it)) ??
    '_settings_log'
  );
}

/** The comment above a logger that a migration brings; it goes with the migration where nothing else uses it. */
export function loggerMark(id: string): string {
  return `# ${marker(id)}`;
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
