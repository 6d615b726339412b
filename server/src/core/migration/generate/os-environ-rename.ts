import type { Statement } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedBlocks } from './end-of-migration.ts';
import { type EnvironRead, environReads, environStores, type LibraryObject } from './environ-reads.ts';
import { libraryReads, otherReads } from './library-reads.ts';
import { logOnce } from './log-once.ts';
import { moduleLogger } from './logger.ts';
import { marker } from './pydantic-dual-read.ts';
import type { CodeChange } from './pydantic-rename.ts';
import { type ImportNeed, importEdits, localName } from './python-imports.ts';
import { assignText, comment, idName, pyString, wholeLines, withBreaks } from './python-text.ts';
import { deprecatedMessage, differMessage } from './shim-message.ts';

/** Name of the function that says under which key to read. */
export function keyFunction(id: string): string {
  return `_key_${idName(id)}`;
}

/**
 * Code that reads NEW, else OLD. Each module gets one function that names the key to read, and each read asks it, so
 * that defaults, casts and `KeyError` stay what they were (a `KeyError` names NEW).
 */
export function dualEnvironRename(facts: MigrationFacts, id: string): CodeChange {
  const byFile = new Map<PythonFile, EnvironRead[]>();
  for (const read of keyReads(facts, facts.from)) {
    byFile.set(read.file, [...(byFile.get(read.file) ?? []), read]);
  }
  const edits = [...byFile].flatMap(([file, reads]) =>
    moduleEdits(facts, file, reads, id).map((edit) => ({
      path: file.file.path,
      span: edit.span,
      newText: withBreaks(edit.newText, file.file.text),
    })),
  );
  return { edits, byHand: [...storeWords(facts), ...otherWords(facts)] };
}

/** Every read of a key by its literal name, through `os.environ` or a library that reads one variable at a time. */
export function keyReads(facts: MigrationFacts, key: string): readonly EnvironRead[] {
  return [...environReads(facts, key), ...libraryReads(facts, key)];
}

/** Reads that only a person can change, and classes and files of a library that is not rewritten. */
function otherWords(facts: MigrationFacts): readonly string[] {
  const to = facts.to ?? '';
  const places = [...new Set(otherReads(facts, facts.from).map((it) => it.path))];
  return places.map(
    (path) =>
      `\`${facts.from}\` is read in \`${path}\` by a name that is put together: read \`${to}\` there, else it`,
  );
}

function storeWords(facts: MigrationFacts): readonly string[] {
  return environStores(facts, facts.from).map(
    (path) => `\`${facts.from}\` is set in \`${path}\`: set \`${facts.to ?? ''}\` there too`,
  );
}

/** Code that reads NEW only. A dual read that stands inline is unwrapped; one through the generated function names
 * the key again. */
export function plainEnvironRename(facts: MigrationFacts, id: string): CodeChange {
  const to = facts.to ?? '';
  const wrapping = environReads(facts, to).filter((it) => it.default !== undefined);
  const edits = keyReads(facts, facts.from).map((read): FileEdit => {
    const { path, text } = read.file.file;
    const outer = wrapping.find(
      (it) =>
        it.file === read.file && it.default?.start === read.span.start && it.default.end === read.span.end,
    );
    if (outer === undefined) return { path, span: read.content, newText: to };
    const rest = read.default === undefined ? '' : `, ${text.slice(read.default.start, read.default.end)}`;
    return { path, span: span(outer.key.end, read.span.end), newText: rest };
  });
  const byHand = [...storeWords(facts), ...otherWords(facts)];
  return { edits: [...edits, ...endOfKeyFunction(facts, id)], byHand };
}

/** Calls of the generated function become the name of NEW; the function itself goes with its marker. */
function endOfKeyFunction(facts: MigrationFacts, id: string): readonly FileEdit[] {
  const call = `${keyFunction(id)}()`;
  return facts.project.mentioning([keyFunction(id)]).flatMap((file) => {
    const { text, path } = file.file;
    if (markedBlocks(file, id).length === 0) return [];
    const edits: FileEdit[] = [];
    for (let at = text.indexOf(call); at >= 0; at = text.indexOf(call, at + call.length)) {
      if (/\bdef\s+$/.test(text.slice(0, at))) continue;
      edits.push({ path, span: span(at, at + call.length), newText: pyString(facts.to ?? '') });
    }
    return edits;
  });
}

function moduleEdits(
  facts: MigrationFacts,
  file: PythonFile,
  reads: readonly EnvironRead[],
  id: string,
): readonly Edit[] {
  const store = storeOf(file, reads);
  const at = beforeFirst(file, reads);
  const log = moduleLogger(file, at, id);
  const plainText = reads.every((read) => read.plainText);
  const needs: ImportNeed[] = [{ module: 'functools', name: 'cache' }, ...store.needs, ...log.needs];
  const text = functionText(facts, { id, store, log: log.name, plainText });
  return [
    ...importEdits(facts, file, needs),
    ...log.edits,
    placedFunction(file, at, text),
    ...reads.map((read) => ({ span: read.key, newText: `${keyFunction(id)}()` })),
  ];
}

/** How the generated function asks for a variable. */
interface Store {
  readonly needs: readonly ImportNeed[];
  /** An expression that is true where the variable is set; with `text`, where it is not empty either. */
  readonly holds: (key: string, text: boolean) => string;
  readonly lacks: (key: string, text: boolean) => string;
  readonly get: (key: string) => string;
}

/** The object that the module asks; where it asks several, the one of a library sees what the others do. */
function storeOf(file: PythonFile, reads: readonly EnvironRead[]): Store {
  const library = reads.find((read) => read.library)?.library;
  return library ? libraryStore(library) : environStore(file);
}

function libraryStore({ probe, absent }: LibraryObject): Store {
  return {
    needs: [],
    holds: (key, text) => (text ? probe(key) : `${probe(key)} is not ${absent}`),
    lacks: (key, text) => (text ? `not ${probe(key)}` : `${probe(key)} is ${absent}`),
    get: probe,
  };
}

function environStore(file: PythonFile): Store {
  const { name, needs } = environName(file);
  return {
    needs,
    holds: (key, text) => (text ? `${name}.get(${key})` : `${key} in ${name}`),
    lacks: (key, text) => (text ? `not ${name}.get(${key})` : `${key} not in ${name}`),
    get: (key) => `${name}[${key}]`,
  };
}

/** `os.environ` as the module can write it: the import that it uses, and what has to be imported for it first. */
export function environName(file: PythonFile): {
  readonly name: string;
  readonly use: ImportNeed;
  readonly needs: readonly ImportNeed[];
} {
  const module: ImportNeed = { module: 'os' };
  const os = localName(file, module);
  if (os !== undefined) return { name: `${os}.environ`, use: module, needs: [] };
  const object: ImportNeed = { module: 'os', name: 'environ' };
  const environ = localName(file, object);
  if (environ !== undefined) return { name: environ, use: object, needs: [] };
  return { name: 'os.environ', use: module, needs: [module] };
}

/** Start of the lines that the first top-level statement which reads the key stands in, comments above included. */
export function beforeFirst(file: PythonFile, reads: readonly EnvironRead[]): number {
  const use = firstUse(file, reads);
  return wholeLines(file.file, span(use, use)).start;
}

function firstUse(file: PythonFile, reads: readonly EnvironRead[]): number {
  const first = Math.min(...reads.map((read) => read.span.start));
  const { body } = file.module;
  const at = body.findIndex((it) => it.span.start <= first && first < it.span.end);
  const [own] = body.slice(at);
  if (at < 0 || own === undefined) return first;
  return body.slice(0, at).reduceRight<Above>((below, it) => above(file, it, below), {
    start: commentsAbove(file, own.span.start),
    open: own.kind !== 'function' && own.kind !== 'class',
  }).start;
}

interface Above {
  readonly start: number;
  /** What stands directly above may belong to the same lines. */
  readonly open: boolean;
}

/** Statements that stand together, without a blank line between them, are not torn apart. */
function above(file: PythonFile, it: Statement, below: Above): Above {
  const joins =
    below.open &&
    !/^(?:import|import-from|function|class)$/.test(it.kind) &&
    wholeLines(file.file, it.span).end === below.start;
  return joins ? { start: commentsAbove(file, it.span.start), open: true } : { ...below, open: false };
}

/** A comment or decorator directly above a statement stays with it. */
function commentsAbove(file: PythonFile, start: number): number {
  const { text } = file.file;
  let at = wholeLines(file.file, span(start, start)).start;
  for (;;) {
    const previous = /(?:^|\n)([ \t]*[#@][^\n]*\n)$/.exec(text.slice(0, at))?.[1];
    if (previous === undefined) return at;
    at -= previous.length;
  }
}

/** Puts a function before a statement, two blank lines around it, counting those that are there. */
export function placedFunction(file: PythonFile, at: number, text: string): Edit {
  const before = file.file.text.slice(0, at);
  const blank = /\n([ \t]*\r?\n)*$/.exec(before)?.[0].split('\n').length ?? 1;
  const missing = at === 0 ? 0 : Math.max(0, 2 - Math.max(0, blank - 2));
  return { span: span(at, at), newText: `${'\n'.repeat(missing)}${text}\n\n\n` };
}

function functionText(
  facts: MigrationFacts,
  it: { readonly id: string; readonly store: Store; readonly log: string; readonly plainText: boolean },
): string {
  const from = pyString(facts.from);
  const to = pyString(facts.to ?? '');
  const name = idName(it.id);
  const width = facts.lineLength;
  const { store } = it;
  const holds = (key: string) => store.holds(key, !it.plainText);
  const lacks = (key: string) => store.lacks(key, !it.plainText);
  const [old, next] = [[facts.from], [facts.to ?? '']] as const;
  return [
    comment('', `${marker(it.id)} phase=expand (delete in contract)`, width),
    `def ${keyFunction(it.id)}() -> str:`,
    `    old, new = ${from}, ${to}`,
    `    if ${lacks('old')}:`,
    '        return new',
    `    if ${holds('new')}:`,
    `        if ${store.get('old')} != ${store.get('new')}:`,
    assignText('            ', 'message', differMessage(old, next, next), width),
    `            _log_${name}(message)`,
    '        return new',
    assignText('    ', 'message', deprecatedMessage(old, next), width),
    `    _log_${name}(message)`,
    '    return old',
    '',
    '',
    ...logOnce({ id: it.id, name, log: it.log, width }),
  ].join('\n');
}
