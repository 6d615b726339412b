import { type Expression, walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { blankLinesAfter } from '../../syntax/blank-lines.ts';
import type { Edit } from '../../text/edit.ts';
import { containsSpan, type Span, span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type EnvironRead, environReads } from './environ-reads.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { everyExpression } from './instances.ts';
import { moduleLogger } from './logger.ts';
import { beforeFirst, environName, placedFunction } from './os-environ-rename.ts';
import { inFile } from './pydantic-rename.ts';
import type { MatrixResult } from './pytest-path.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { idName, wholeLines } from './python-text.ts';

/** Functions through which a module puts the text of a key on its way, before anything makes a value of it. */
export interface Wrapping {
  /** While both kinds of values are taken; it carries the marker. */
  readonly dual: { readonly name: string; readonly text: (names: Names) => string };
  /** Once the change is through; it stays. Absent where nothing is left to do. */
  readonly final?: { readonly name: string; readonly text: (names: Names) => string };
  readonly needs: readonly ImportNeed[];
  /** A module without any of the functions is left alone, with the words for a person. */
  readonly onlyReplaces?: true;
  readonly test: (code: 'both' | 'new', files: readonly PythonFile[]) => MatrixResult;
  /** Said of a function of the service that makes a value of the text before anything can look at it. */
  readonly byHand: (path: string) => string;
}

/** What generated code calls things in a module. */
export interface Names {
  readonly environ: string;
  readonly log: string;
}

/** Name of what the time of both kinds of values is over with. */
export function dualName(id: string): string {
  return `_m_${idName(id)}`;
}

/**
 * Reads of one key go through a function: `int(os.environ["POOL"])` becomes `int(_m_…(os.environ["POOL"]))`. Defaults,
 * casts and `KeyError` stay what they were.
 */
export function wrapReads(step: CodeStep, wrapping: Wrapping): GeneratedCode {
  const reads = environReads(step.facts, step.facts.from).filter((it) => it.form !== 'in');
  const made = reads.filter((it) => it.helper !== undefined && it.helper.kind !== 'str');
  const plain = reads.filter((it) => !made.includes(it));
  const all = filesOf(step.facts, wrapping, plain);
  const code = step.code === 'both' ? 'both' : 'new';
  const hasOwn = ({ file }: WrappedFile) =>
    [wrapping.dual, wrapping.final].some((it) => it && functionNamed(file, it.name));
  const files = wrapping.onlyReplaces ? all.filter(hasOwn) : all;
  const left = all.filter((it) => !files.includes(it)).map((it) => it.file.file.path);
  const changed = files.flatMap((it) => fileChange(step, wrapping, it));
  return {
    edits: changed.flatMap((it) => it.edits),
    byHand: [...new Set([...left, ...made.map((it) => it.file.file.path)])].map(wrapping.byHand),
    tests:
      files.length === 0
        ? []
        : [
            wrapping.test(
              code,
              files.map((it) => it.file),
            ),
          ],
    keeps: new Map(changed.flatMap((it) => [...(it.keeps ?? [])])),
  };
}

/** Reads no longer go through a function that an earlier migration left, and the function goes. */
export function unwrapReads(
  { facts }: CodeStep,
  name: string,
  byHand: (facts: MigrationFacts, path: string) => string,
): GeneratedCode {
  const files = facts.project.mentioning([name]).filter((it) => functionNamed(it, name));
  const others = environReads(facts, facts.from).filter((read) => !files.includes(read.file));
  const edits = files.flatMap((file) => {
    const at = functionNamed(file, name) ?? span(0, 0);
    const lines = wholeLines(file.file, at);
    const gone = span(lines.start, blankLinesAfter(file.file.text, lines.end));
    const calls = callsOf(file, name).flatMap(unwrapped);
    return inFile(file, [...importEdits(facts, file, [], [gone]), { span: gone, newText: '' }, ...calls]);
  });
  const paths = [...new Set(others.map((it) => it.file.file.path))];
  return { ...NO_CODE, edits, byHand: paths.map((path) => byHand(facts, path)) };
}

interface WrappedFile {
  readonly file: PythonFile;
  readonly reads: readonly EnvironRead[];
}

/** Modules that read the key, and those that have one of the functions. */
function filesOf(
  { project }: MigrationFacts,
  { dual, final }: Wrapping,
  reads: readonly EnvironRead[],
): readonly WrappedFile[] {
  const files = new Map<PythonFile, EnvironRead[]>();
  for (const name of [dual.name, ...(final ? [final.name] : [])]) {
    for (const file of project.mentioning([name])) if (functionNamed(file, name)) files.set(file, []);
  }
  for (const read of reads) files.set(read.file, [...(files.get(read.file) ?? []), read]);
  return [...files]
    .map(([file, own]) => ({ file, reads: own }))
    .sort((a, b) => (a.file.file.path < b.file.file.path ? -1 : 1));
}

function fileChange(step: CodeStep, wrapping: Wrapping, it: WrappedFile): readonly GeneratedCode[] {
  const { dual, final } = wrapping;
  const started = functionNamed(it.file, dual.name) !== undefined;
  if (step.code === 'both') {
    const ended = final !== undefined && isWritten(it.file, final);
    return started || ended || it.reads.length === 0 ? [] : [firstEdits(step, wrapping, it, dual)];
  }
  if (started) return [lastEdits(wrapping, it.file)];
  if (final === undefined || isWritten(it.file, final)) return [];
  const earlier = functionNamed(it.file, final.name);
  if (earlier !== undefined) return [replaced(step, wrapping, it.file, earlier)];
  return it.reads.length === 0 ? [] : [firstEdits(step, wrapping, it, final)];
}

/** True where the function stands there as it would be written. */
function isWritten(file: PythonFile, final: NonNullable<Wrapping['final']>): boolean {
  return file.file.text.replaceAll('\r\n', '\n').includes(final.text({ ...namesIn(file), log: '' }));
}

function namesIn(file: PythonFile): { readonly environ: string } {
  return { environ: environName(file).name };
}

function firstEdits(
  step: CodeStep,
  wrapping: Wrapping,
  { file, reads }: WrappedFile,
  own: Wrapping['dual'],
): GeneratedCode {
  const { facts, id } = step;
  const environ = environName(file);
  const at = beforeFirst(file, reads);
  const isDual = own === wrapping.dual;
  const log = moduleLogger(file, at, id);
  const logged: readonly ImportNeed[] = [{ module: 'functools', name: 'cache' }, ...log.needs];
  const needs = [...ANY, ...environ.needs, ...wrapping.needs, ...(isDual ? logged : [])];
  const edits = [
    ...importEdits(facts, file, needs),
    ...(isDual ? log.edits : []),
    placedFunction(file, at, own.text({ environ: environ.name, log: log.name })),
    ...reads.flatMap(({ span: it }): readonly Edit[] => [
      { span: span(it.start, it.start), newText: `${own.name}(` },
      { span: span(it.end, it.end), newText: ')' },
    ]),
  ];
  return { ...NO_CODE, edits: inFile(file, edits) };
}

const ANY: readonly ImportNeed[] = [{ module: 'typing', name: 'Any' }];

/** Calls of the function that goes become calls of the one that stays, or nothing. */
function lastEdits({ dual, final, needs }: Wrapping, file: PythonFile): GeneratedCode {
  const calls = callsOf(file, dual.name);
  const earlier = final && functionNamed(file, final.name);
  const renamed = calls.flatMap((call): readonly Edit[] =>
    final === undefined || earlier !== undefined
      ? unwrapped(call)
      : [{ span: call.callee, newText: final.name }],
  );
  if (final === undefined) return { ...NO_CODE, edits: inFile(file, renamed) };
  const text = final.text({ ...namesIn(file), log: '' });
  const first = Math.min(...calls.map((it) => it.whole.start));
  const place = file.module.body.find((it) => it.span.start <= first && first < it.span.end);
  const at = wholeLines(file.file, place?.span ?? span(first, first)).start;
  const put = earlier ? { span: earlier, newText: text } : placedFunction(file, at, text);
  const store = namesIn(file).environ.endsWith('.environ')
    ? { module: 'os' }
    : { module: 'os', name: 'environ' };
  return {
    ...NO_CODE,
    edits: inFile(file, [put, ...renamed]),
    keeps: new Map([[file.file.path, [...ANY, store, ...needs]]]),
  };
}

/** A function that an earlier migration of the key left says the new thing. */
function replaced(
  { facts }: CodeStep,
  { final, needs }: Wrapping,
  file: PythonFile,
  at: Span,
): GeneratedCode {
  const text = final?.text({ ...namesIn(file), log: '' }) ?? '';
  const edits = [...importEdits(facts, file, [...ANY, ...needs], [at]), { span: at, newText: text }];
  return { ...NO_CODE, edits: inFile(file, edits) };
}

/** Where a function of the module stands, from its `def` to its end. */
function functionNamed({ module }: PythonFile, name: string): Span | undefined {
  return module.body.find((it) => it.kind === 'function' && it.name === name)?.span;
}

interface WrappedCall {
  readonly whole: Span;
  readonly callee: Span;
  readonly argument: Span;
}

function unwrapped({ whole, argument }: WrappedCall): readonly Edit[] {
  return [
    { span: span(whole.start, argument.start), newText: '' },
    { span: span(argument.end, whole.end), newText: '' },
  ];
}

/** Calls of a generated function with one argument, outside of functions of that name. */
function callsOf(file: PythonFile, name: string): readonly WrappedCall[] {
  const own = [...walkStatements(file.module.body)].flatMap((it) =>
    it.kind === 'function' && it.name === name ? [it.span] : [],
  );
  return [...everyExpression(file.module.body)].flatMap(({ expression }) => {
    const call = calledWith(expression, name);
    return call && !own.some((it) => containsSpan(it, call.whole)) ? [call] : [];
  });
}

function calledWith(expression: Expression, name: string): WrappedCall | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name' || expression.callee.name !== name) {
    return undefined;
  }
  const [only] = expression.args;
  return only && { whole: expression.span, callee: expression.callee.span, argument: only.value.span };
}
