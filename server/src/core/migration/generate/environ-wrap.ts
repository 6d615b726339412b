import { type Expression, walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { blankLinesAfter } from '../../syntax/blank-lines.ts';
import type { Edit } from '../../text/edit.ts';
import { containsSpan, type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type EnvironRead, environReads } from './environ-reads.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { everyExpression } from './instances.ts';
import { libraryReads, otherReads } from './library-reads.ts';
import { moduleLogger } from './logger.ts';
import { beforeFirst, environName, keyReads, placedFunction } from './os-environ-rename.ts';
import { inFile } from './pydantic-rename.ts';
import type { MatrixResult } from './pytest-path.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { idName, pyString, wholeLines } from './python-text.ts';
import { renamedCall, type WrappedPart, type WrappedRead, wrappedRead } from './wrapped-read.ts';

/** Functions through which a module puts what it reads under a key. */
export interface Wrapping {
  /** What they look at. */
  readonly part: WrappedPart;
  /** Why they would take the default of a read for something that it is not; undefined where they do not. */
  readonly refusesDefault: (read: EnvironRead) => string | undefined;
  /** What a default in the code is from now on; as it is without it. */
  readonly newDefault?: (read: EnvironRead) => string | undefined;
  /** While both kinds of values are taken; it carries the marker. */
  readonly dual: { readonly name: string; readonly text: (names: Names) => string };
  /** Once the change is through; it stays. Absent where nothing is left to do. */
  readonly final?: { readonly name: string; readonly text: (names: Names) => string };
  readonly needs: readonly ImportNeed[];
  /** A module without any of the functions is left alone, with the words for a person. */
  readonly onlyReplaces?: true;
  readonly test: (code: 'both' | 'new', files: readonly PythonFile[]) => MatrixResult;
  /** Said of a module in which something makes a value of the text before anything can look at it, and of others. */
  readonly byHand: (path: string, reason?: string) => string;
}

/** What generated code calls things in a module. */
export interface Names {
  /** True where the key is set, as Python; absent where every value that is looked at is one of the key. */
  readonly isSet?: string;
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
  const { facts } = step;
  const reads = keyReads(facts, facts.from).filter((it) => it.form !== 'in');
  const found = reads.flatMap((it) => wrappable(facts, wrapping, it) ?? []);
  const plain = found.flatMap((it) => ('read' in it ? [it] : []));
  const all = filesOf(facts, wrapping, plain);
  const code = step.code === 'both' ? 'both' : 'new';
  const hasOwn = ({ file }: WrappedFile) =>
    [wrapping.dual, wrapping.final].some((it) => it && functionNamed(file, it.name));
  const files = wrapping.onlyReplaces ? all.filter(hasOwn) : all;
  const left = all.filter((it) => !files.includes(it)).map((it) => it.file.file.path);
  const changed = files.flatMap((it) => fileChange(step, wrapping, it));
  return {
    edits: changed.flatMap((it) => it.edits),
    byHand: [
      ...new Set([
        ...left.map((path) => wrapping.byHand(path)),
        ...found.flatMap((it) => ('reason' in it ? [wrapping.byHand(it.path, it.reason)] : [])),
        ...otherReads(facts, facts.from).map((it) => wrapping.byHand(it.path, COMPUTED)),
      ]),
    ],
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

const COMPUTED = 'its name is put together there';

interface ByHand {
  readonly path: string;
  readonly reason: string;
}

/** A default that stands in a call of a library is looked at like a text of the environment: no function can ask. */
function wrappable(
  facts: MigrationFacts,
  { part, dual, final, refusesDefault, newDefault }: Wrapping,
  read: EnvironRead,
): WrappedRead | ByHand | undefined {
  const { file, library } = read;
  const { path, text } = file.file;
  const names = [dual, final].flatMap((it) => (it && functionNamed(file, it.name) ? [it.name] : []));
  // The text behind a cast goes through the function already.
  if (names.some((it) => textAt(text, read.span).includes(`${it}(`))) return undefined;
  if (library && asksBoth(facts, file))
    return { path, reason: 'a library and the process environment are asked there side by side' };
  const isNew = library !== undefined && names.length === 0;
  const refused = isNew ? refusesDefault(read) : undefined;
  if (refused !== undefined) return { path, reason: refused };
  const wrapped = wrappedRead(read, part, isNew ? newDefault?.(read) : undefined);
  return wrapped ?? { path, reason: NOT_SEEN[part] };
}

const NOT_SEEN: Readonly<Record<WrappedPart, string>> = {
  text: 'it is made into a value there before code can look at the text',
  value: 'it is neither a number nor a text there',
};

/** True for a module that asks the process environment beside a library. */
function asksBoth(facts: MigrationFacts, file: PythonFile): boolean {
  return environReads(facts, facts.from).some((it) => it.file === file);
}

/** Reads no longer go through a function that an earlier migration left, and the function goes. */
export function unwrapReads(
  { facts }: CodeStep,
  name: string,
  byHand: (facts: MigrationFacts, path: string) => string,
): GeneratedCode {
  const files = facts.project.mentioning([name]).filter((it) => functionNamed(it, name));
  const others = keyReads(facts, facts.from).filter((read) => !files.includes(read.file));
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
  /** A library is asked, and nothing else. */
  readonly library: boolean;
  readonly reads: readonly WrappedRead[];
}

/** Modules that read the key, and those that have one of the functions. */
function filesOf(
  facts: MigrationFacts,
  { dual, final }: Wrapping,
  reads: readonly WrappedRead[],
): readonly WrappedFile[] {
  const { project } = facts;
  const asked = new Set(libraryReads(facts, facts.from).map((it) => it.file));
  const files = new Map<PythonFile, WrappedRead[]>();
  for (const name of [dual.name, ...(final ? [final.name] : [])]) {
    for (const file of project.mentioning([name])) if (functionNamed(file, name)) files.set(file, []);
  }
  for (const it of reads) files.set(it.read.file, [...(files.get(it.read.file) ?? []), it]);
  return [...files]
    .map(([file, own]) => ({ file, library: asked.has(file), reads: own }))
    .sort((a, b) => (a.file.file.path < b.file.file.path ? -1 : 1));
}

function fileChange(step: CodeStep, wrapping: Wrapping, it: WrappedFile): readonly GeneratedCode[] {
  const { dual, final } = wrapping;
  const { facts } = step;
  const started = functionNamed(it.file, dual.name) !== undefined;
  if (step.code === 'both') {
    const ended = final !== undefined && isWritten(facts, it, final);
    return started || ended || it.reads.length === 0 ? [] : [firstEdits(step, wrapping, it, dual)];
  }
  if (started) return [lastEdits(facts, wrapping, it)];
  if (final === undefined || isWritten(facts, it, final)) return [];
  const earlier = functionNamed(it.file, final.name);
  if (earlier !== undefined) return [replaced(step, wrapping, it, earlier)];
  return it.reads.length === 0 ? [] : [firstEdits(step, wrapping, it, final)];
}

/** True where the function stands there as it would be written. */
function isWritten(facts: MigrationFacts, it: WrappedFile, final: NonNullable<Wrapping['final']>): boolean {
  const { text } = it.file.file;
  return text.replaceAll('\r\n', '\n').includes(final.text({ ...storeOf(facts, it).names, log: '' }));
}

/** How the functions of a module ask whether the key is set, and what they need for it. */
function storeOf(
  { from }: MigrationFacts,
  { file, library }: WrappedFile,
): {
  readonly names: Pick<Names, 'isSet'>;
  readonly needs: readonly ImportNeed[];
  readonly uses: readonly ImportNeed[];
} {
  if (library) return { names: {}, needs: [], uses: [] };
  const { name, use, needs } = environName(file);
  return { names: { isSet: `${pyString(from)} in ${name}` }, needs, uses: [use] };
}

function firstEdits(
  step: CodeStep,
  wrapping: Wrapping,
  it: WrappedFile,
  own: Wrapping['dual'],
): GeneratedCode {
  const { facts, id } = step;
  const { file, reads } = it;
  const store = storeOf(facts, it);
  const at = beforeFirst(
    file,
    reads.map(({ read }) => read),
  );
  const isDual = own === wrapping.dual;
  const log = moduleLogger(file, at, id);
  const logged: readonly ImportNeed[] = [{ module: 'functools', name: 'cache' }, ...log.needs];
  const needs = [...ANY, ...store.needs, ...wrapping.needs, ...(isDual ? logged : [])];
  const edits = [
    ...importEdits(facts, file, needs),
    ...(isDual ? log.edits : []),
    placedFunction(file, at, own.text({ ...store.names, log: log.name })),
    ...reads.flatMap((read) => read.edits(own.name, facts.lineLength)),
  ];
  return { ...NO_CODE, edits: inFile(file, edits) };
}

const ANY: readonly ImportNeed[] = [{ module: 'typing', name: 'Any' }];

/** Calls of the function that goes become calls of the one that stays, or nothing. */
function lastEdits(facts: MigrationFacts, { dual, final, needs }: Wrapping, it: WrappedFile): GeneratedCode {
  const { file } = it;
  const calls = callsOf(file, dual.name);
  const earlier = final && functionNamed(file, final.name);
  const renamed = calls.flatMap((call): readonly Edit[] =>
    final === undefined || earlier !== undefined
      ? unwrapped(call)
      : [renamedCall(file, call, final.name, facts.lineLength)],
  );
  if (final === undefined) return { ...NO_CODE, edits: inFile(file, renamed) };
  const store = storeOf(facts, it);
  const text = final.text({ ...store.names, log: '' });
  const first = Math.min(...calls.map((call) => call.whole.start));
  const place = file.module.body.find((own) => own.span.start <= first && first < own.span.end);
  const at = wholeLines(file.file, place?.span ?? span(first, first)).start;
  const put = earlier ? { span: earlier, newText: text } : placedFunction(file, at, text);
  return {
    ...NO_CODE,
    edits: inFile(file, [put, ...renamed]),
    keeps: new Map([[file.file.path, [...ANY, ...store.uses, ...needs]]]),
  };
}

/** A function that an earlier migration of the key left says the new thing. */
function replaced({ facts }: CodeStep, { final, needs }: Wrapping, it: WrappedFile, at: Span): GeneratedCode {
  const text = final?.text({ ...storeOf(facts, it).names, log: '' }) ?? '';
  const edits = [...importEdits(facts, it.file, [...ANY, ...needs], [at]), { span: at, newText: text }];
  return { ...NO_CODE, edits: inFile(it.file, edits) };
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
