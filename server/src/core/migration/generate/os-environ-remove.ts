import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedFiles } from './end-of-migration.ts';
import { type EnvironRead, environReads, environStores } from './environ-reads.ts';
import type { Folded } from './fold-read.ts';
import { keptNames, libraryDefault, libraryReads, otherReads } from './library-reads.ts';
import { moduleLogger } from './logger.ts';
import { environName } from './os-environ-rename.ts';
import { marker } from './pydantic-dual-read.ts';
import { type CodeChange, inFile } from './pydantic-rename.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { asOperand, callText, comment, pyString, wholeLines } from './python-text.ts';

/** How modules go on without a key. */
export interface Settling {
  readonly id: string;
  /** The value in place of a read; undefined where only a person knows it. */
  readonly value: (read: EnvironRead) => Folded | undefined;
  /** The module warns once while the key is still set. */
  readonly warns: boolean;
  /** What is left to do in a module of which a read cannot be taken out, and in one of which all are. */
  readonly left: (path: string) => string;
  readonly done: (path: string) => string;
}

/** What becomes of modules that no longer read a key, and which of them. */
export interface Settled extends CodeChange {
  readonly files: readonly PythonFile[];
}

/**
 * Code that no longer reads OLD: each read becomes a value, in the process environment and in calls of libraries. A module
 * in which one cannot is left as it is.
 */
export function settleReads(facts: MigrationFacts, settling: Settling): Settled {
  const byFile = new Map<PythonFile, EnvironRead[]>();
  for (const read of [...environReads(facts, facts.from), ...libraryReads(facts, facts.from)]) {
    byFile.set(read.file, [...(byFile.get(read.file) ?? []), read]);
  }
  const others = otherReads(facts, facts.from).map((it) => it.path);
  const settled = [...byFile].map(([file, reads]) => {
    const values = reads.map(settling.value);
    const known = values.flatMap((it) => it ?? []);
    return { file, reads, values: known.length < reads.length ? undefined : known };
  });
  const done = settled.flatMap(({ file, reads, values }) => (values ? [{ file, reads, values }] : []));
  const left = settled.filter((it) => it.values === undefined).map((it) => it.file.file.path);
  const stores = environStores(facts, facts.from);
  return {
    edits: done.flatMap((it) => inFile(it.file, moduleEdits(facts, it, settling))),
    byHand: [
      ...stores.map((path) => `\`${facts.from}\` is set in \`${path}\`: take that out`),
      ...[...new Set([...left, ...others])].map(settling.left),
      ...done.map((it) => settling.done(it.file.file.path)),
    ],
    files: [...new Set([...done.map((it) => it.file), ...markedFiles(facts.project, settling.id)])].filter(
      (it) => done.some((own) => own.file === it) || isWarning(facts, it),
    ),
  };
}

/** True for a module that warns while the key is still set; a class that does says it in a validator. */
function isWarning({ from }: MigrationFacts, { file, module }: PythonFile): boolean {
  return module.body.some(
    (it) => it.kind === 'block' && textAt(file.text, it.span).includes(warningWords(from)),
  );
}

/** The default in place of a read of a key that goes; a read without one fails without the key. */
export function defaultOfRead(read: EnvironRead): Folded | undefined {
  if (read.helper !== undefined || read.form === 'index') return undefined;
  const literal = read.library === undefined ? defaultText(read) : libraryDefault(read);
  return literal === undefined ? undefined : { span: read.span, literal };
}

/** The default as it is written. */
function defaultText({ file, form, key, span: whole, default: fallback }: EnvironRead): string {
  const { text } = file.file;
  if (form === 'in') return /\bnot\s+in\b/.test(text.slice(key.end, whole.end)) ? 'True' : 'False';
  if (fallback === undefined) return 'None';
  return asOperand(text.slice(fallback.start, fallback.end));
}

function warningWords(from: string): string {
  return `${from} no longer has any effect; remove it`;
}

function moduleEdits(
  facts: MigrationFacts,
  it: {
    readonly file: PythonFile;
    readonly reads: readonly EnvironRead[];
    readonly values: readonly Folded[];
  },
  { id, warns }: Settling,
): readonly Edit[] {
  const { file, reads, values } = it;
  const gone = reads.flatMap((read, at) => goneOf(read, values[at]));
  const replaced = values.map((value) => ({ span: value.span, newText: value.literal }));
  if (!warns) return [...importEdits(facts, file, [], gone), ...replaced];
  const { at, isDefinition } = beforeReads(file, reads);
  const log = moduleLogger(file, at, id);
  const library = reads.find((read) => read.library)?.library;
  const environ = environName(file);
  const held = library
    ? `${library.probe(pyString(facts.from))} is not ${library.absent}`
    : `${pyString(facts.from)} in ${environ.name}`;
  const text = [
    comment('', `${marker(id)} phase=expand (delete in contract)`, facts.lineLength),
    `if ${held}:`,
    callText('    ', `${log.name}.warning`, [pyString(warningWords(facts.from))], facts.lineLength),
  ].join('\n');
  // The reads that go use the names of their imports; the warning uses some of them again.
  const own: readonly ImportNeed[] = library
    ? keptNames(file, library.name)
    : [...environ.needs, environ.use];
  return [
    ...importEdits(facts, file, [...log.needs, ...own], gone),
    ...log.edits,
    { span: span(at, at), newText: `${text}\n\n${isDefinition ? '\n' : ''}` },
    ...replaced,
  ];
}

/** The parts of a read of which nothing is left: its default may be written in its place. */
function goneOf(
  { file, span: whole, default: fallback }: EnvironRead,
  value: Folded | undefined,
): readonly Span[] {
  const isKept = fallback && value?.literal.includes(textAt(file.file.text, fallback));
  return isKept ? [span(whole.start, fallback.start), span(fallback.end, whole.end)] : [whole];
}

/** Start of the line of the first statement of the module that reads the key: what it asks is there by then. */
function beforeReads(
  file: PythonFile,
  reads: readonly EnvironRead[],
): { readonly at: number; readonly isDefinition: boolean } {
  const first = Math.min(...reads.map((read) => read.span.start));
  const statement = file.module.body.find((it) => it.span.start <= first && first < it.span.end);
  const start = statement?.span.start ?? first;
  const { text } = file.file;
  let { start: at } = wholeLines(file.file, span(start, start));
  for (;;) {
    const previous = /(?:^|\n)([ \t]*[#@][^\n]*\n)$/.exec(text.slice(0, at))?.[1];
    if (previous === undefined) break;
    at -= previous.length;
  }
  return { at, isDefinition: statement?.kind === 'function' || statement?.kind === 'class' };
}
