import { type Statement, walkStatements } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { blankLinesAfter, blankLinesBefore } from '../../syntax/blank-lines.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { containsOffset, type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedBlocks, markedFiles } from './end-of-migration.ts';
import { loggerMark } from './logger.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { wholeLines } from './python-text.ts';

/**
 * Takes out of the service's code whatever carries the marker of the migration, and what only it needed: imports, the
 * module's logger. Tests keep theirs.
 * @param keeps imports that a file needs from now on, by the files in which something takes the place of what goes
 */
export function removeGenerated(
  facts: MigrationFacts,
  id: string,
  keeps: ReadonlyMap<string, readonly ImportNeed[]> = new Map(),
): readonly FileEdit[] {
  return markedFiles(facts.project, id).flatMap((file) => {
    const { path } = file.file;
    const blocks = markedBlocks(file, id);
    const kept = blocks.flatMap((block) => keptLogger(facts.project, file, block, blocks) ?? []);
    const removed = blocks.filter((block) => !kept.some((it) => it.block === block));
    const gaps = keeps.has(path) ? removed : removed.map((block) => closedUp(file, block, removed));
    const edits = [
      ...kept.map((it) => it.edit),
      ...gaps.map((it) => ({ span: it, newText: '' })),
      ...importEdits(facts, file, keeps.get(path) ?? [], removed),
    ];
    return edits.map((edit) => ({ path, ...edit }));
  });
}

/** Two blank lines around a definition become one between two other statements. */
function closedUp(file: PythonFile, block: Span, removed: readonly Span[]): Span {
  const { body } = file.module;
  const { text } = file.file;
  const own = body.find((it) => containsOffset(block, it.span.start));
  const isGone = (it: Statement) => removed.some((other) => containsOffset(other, it.span.start));
  const before = body.findLast((it) => it.span.start < block.start && !isGone(it));
  const after = body.find((it) => it.span.start >= block.end);
  if (own === undefined || before === undefined || after === undefined || isGone(after)) return block;
  if (!isDefinition(own) || isDefinition(before) || isDefinition(after)) return block;
  // One of the blank lines behind it stays.
  const below = blankLinesAfter(text, block.end);
  return span(block.start, below === block.end ? below : blankLinesBefore(text, below, 1));
}

function isDefinition({ kind }: Statement): boolean {
  return kind === 'function' || kind === 'class';
}

/**
 * A logger that the migration brought and that something else uses by now stays without its marker, or with that of the
 * migration that uses it. Undefined for one that nothing else uses, and for all other blocks.
 */
function keptLogger(
  project: PythonProject,
  file: PythonFile,
  block: Span,
  blocks: readonly Span[],
): { readonly block: Span; readonly edit: Edit } | undefined {
  const { text } = file.file;
  const statement = file.module.body.find((it) => containsOffset(block, it.span.start));
  const name = statement && loggerName(text, statement);
  if (statement === undefined || name === undefined) return undefined;
  const uses = usesOf(file, name).filter((at) => !blocks.some((it) => containsOffset(it, at)));
  const imported = isImported(project, file, name);
  if (uses.length === 0 && !imported) return undefined;
  const mark = file.module.comments.find((it) => containsOffset(block, it.span.start));
  if (mark === undefined) return undefined;
  const lines = span(wholeLines(file.file, mark.span).start, wholeLines(file.file, statement.span).start);
  const others = markedBlocks(file).filter((it) => !blocks.some((own) => own.start === it.start));
  const users = uses.map((at) => others.find((it) => containsOffset(it, at)));
  const [user] = users;
  const other = user && /settings-migration:\s*([\w-]+)/.exec(textAt(text, user))?.[1];
  const passedOn = other !== undefined && !imported && !users.includes(undefined);
  return {
    block,
    edit: passedOn ? { span: mark.span, newText: loggerMark(other) } : { span: lines, newText: '' },
  };
}

/** `log` of `log = logging.getLogger(__name__)`, as it is generated. */
function loggerName(text: string, statement: Statement): string | undefined {
  return /^(\w+) = \w+\.getLogger\(__name__\)$/.exec(textAt(text, statement.span))?.[1];
}

/** Where a name stands in a file, comments and docstrings left out. */
function usesOf(file: PythonFile, name: string): readonly number[] {
  const prose = [
    ...file.module.comments.map((it) => it.span),
    ...[...walkStatements(file.module.body)].flatMap((it) =>
      it.kind === 'expression' && it.value.kind === 'string' ? [it.span] : [],
    ),
  ];
  return [...file.file.text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'))]
    .map((it) => it.index)
    .filter((at) => !prose.some((it) => containsOffset(it, at)));
}

/** True where another module imports the name from this one, or from one that is called alike. */
function isImported(project: PythonProject, file: PythonFile, name: string): boolean {
  const own = project.moduleName(file.file.path).split('.').at(-1);
  return project
    .mentioning([name])
    .some((it) =>
      [...walkStatements(it.module.body)].some(
        (other) =>
          other.kind === 'import-from' &&
          other.module.split('.').at(-1) === own &&
          other.names.some((member) => member.name === name),
      ),
    );
}
