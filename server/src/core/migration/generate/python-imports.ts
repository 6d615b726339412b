import type { Statement } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { type Span, span } from '../../text/span.ts';
import { LINE_LENGTH, wholeLines, withBreaks } from './python-text.ts';
import { STDLIB_MODULES } from './stdlib-modules.ts';

/** `import module`, or `from module import name`. */
export interface ImportNeed {
  readonly module: string;
  readonly name?: string;
}

type ImportStatement = Statement & { readonly kind: 'import' | 'import-from' };

/** Adds the imports that a file lacks, where isort puts them: in the statement of the module, else in its section. */
export function importEdits(
  project: PythonProject,
  file: PythonFile,
  needs: readonly ImportNeed[],
): readonly Edit[] {
  const statements = topImports(file);
  const missing = needs.filter((need) => localName(file, need) === undefined);
  const edits: Edit[] = [];
  const fresh = new Map<string, Set<string>>();
  const plain: string[] = [];
  const extended = new Map<ImportStatement, string[]>();
  for (const need of missing) {
    if (need.name === undefined) {
      plain.push(need.module);
      continue;
    }
    const home = statements.find(
      (it) => it.kind === 'import-from' && it.level === 0 && it.module === need.module && !it.star,
    );
    if (home) extended.set(home, [...(extended.get(home) ?? []), need.name]);
    else fresh.set(need.module, (fresh.get(need.module) ?? new Set()).add(need.name));
  }
  for (const [home, names] of extended) edits.push(extendEdit(file, home, names));
  const added = [
    ...plain.map((module) => ({ module, from: false, text: `import ${module}` })),
    ...[...fresh].map(([module, names]) => ({ module, from: true, text: fromText(module, [...names].sort(compareMembers), false) })),
  ];
  return [...edits, ...insertEdits(project, file, statements, added)];
}

/** The name under which a file already has what is needed at its top, or undefined. */
export function localName(file: PythonFile, need: ImportNeed): string | undefined {
  for (const statement of topImports(file)) {
    if (need.name === undefined && statement.kind === 'import') {
      const found = statement.names.find((it) => it.module === need.module);
      if (found) return found.alias ?? found.module;
    }
    if (need.name !== undefined && statement.kind === 'import-from' && statement.module === need.module) {
      const found = statement.names.find((it) => it.name === need.name);
      if (found && statement.level === 0) return found.alias ?? found.name;
    }
  }
  return undefined;
}

/** Takes names out that nothing in the file uses any more once `removed` is gone. */
export function unusedImportEdits(
  file: PythonFile,
  needs: readonly ImportNeed[],
  removed: readonly Span[],
): readonly Edit[] {
  const { text } = file.file;
  const statements = topImports(file);
  const gone = [...removed, ...statements.map((it) => it.span)];
  const used = (name: string) =>
    [...text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'))].some(
      ({ index }) => !gone.some((it) => it.start <= index && index < it.end),
    );
  return statements.flatMap((statement): readonly Edit[] => {
    const drop = (module: string, name: string | undefined, local: string) =>
      needs.some((it) => it.module === module && it.name === name) && !used(local);
    if (statement.kind === 'import') {
      const only = statement.names.length === 1 ? statement.names[0] : undefined;
      const unused = only !== undefined && drop(only.module, undefined, only.alias ?? only.module);
      return unused ? [removeStatement(file, statement, statements)] : [];
    }
    if (statement.level > 0 || statement.star) return [];
    const kept = statement.names.filter((it) => !drop(statement.module, it.name, it.alias ?? it.name));
    if (kept.length === statement.names.length) return [];
    if (kept.length === 0) return [removeStatement(file, statement, statements)];
    const multi = text.slice(statement.span.start, statement.span.end).includes('\n');
    const names = kept.map((it) => (it.alias ? `${it.name} as ${it.alias}` : it.name));
    return [{ span: statement.span, newText: withBreaks(fromText(statement.module, names, multi), text) }];
  });
}

/** Imports at the top level, before anything else is defined. */
export function topImports(file: PythonFile): readonly ImportStatement[] {
  return file.module.body.filter((it) => it.kind === 'import' || it.kind === 'import-from');
}

/** With its line, and with the blank line below a section of which it was the only statement. */
function removeStatement(file: PythonFile, statement: ImportStatement, all: readonly ImportStatement[]): Edit {
  const lines = wholeLines(file.file, statement.span);
  const { text } = file.file;
  const before = /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, lines.start)) || lines.start === 0;
  const blank = /^[ \t]*\r?\n/.exec(text.slice(lines.end));
  const last = all.at(-1) === statement;
  const alone = before && blank !== null && !last;
  return { span: span(lines.start, lines.end + (alone ? blank[0].length : 0)), newText: '' };
}

function extendEdit(file: PythonFile, statement: ImportStatement, added: readonly string[]): Edit {
  const { text } = file.file;
  const source = text.slice(statement.span.start, statement.span.end);
  const present = statement.kind === 'import-from' ? statement.names : [];
  const names = present.map((it) => (it.alias ? `${it.name} as ${it.alias}` : it.name));
  for (const name of added) {
    const at = names.findIndex((it) => compareMembers(it, name) > 0);
    names.splice(at < 0 ? names.length : at, 0, name);
  }
  const module = statement.kind === 'import-from' ? statement.module : '';
  if (source.includes('#')) {
    // The comments of the list stay where they are: the names go in front of its first one.
    const start = statement.span.start + source.search(/\bimport\b/) + 6;
    const open = /^\s*\(\s*/.exec(text.slice(start));
    const at = start + (open?.[0].length ?? 1);
    return { span: span(at, at), newText: added.map((name) => `${name}, `).join('') };
  }
  const multi = source.includes('\n');
  return { span: statement.span, newText: withBreaks(fromText(module, names, multi), text) };
}

function fromText(module: string, names: readonly string[], multi: boolean): string {
  const line = `from ${module} import ${names.join(', ')}`;
  if (!multi && line.length <= LINE_LENGTH) return line;
  return `from ${module} import (\n${names.map((name) => `    ${name},\n`).join('')})`;
}

/** Constants, then classes, then the rest, as isort's `order-by-type` sorts members. */
function compareMembers(a: string, b: string): number {
  const rank = (name: string) => (/^[A-Z][A-Z0-9_]*$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2);
  const name = (text: string) => text.split(' ')[0] ?? text;
  return rank(name(a)) - rank(name(b)) || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
}

interface Added {
  readonly module: string;
  readonly from: boolean;
  readonly text: string;
}

function insertEdits(
  project: PythonProject,
  file: PythonFile,
  statements: readonly ImportStatement[],
  added: readonly Added[],
): readonly Edit[] {
  const { text } = file.file;
  const placed = statements.map((statement) => ({
    statement,
    section: sectionOf(project, statement),
    from: statement.kind === 'import-from',
    module: moduleOf(statement),
  }));
  const edits: Edit[] = [];
  const ordered = [...added].sort((a, b) => compareImports(a, b));
  let fresh = '';
  let freshAt: number | undefined;
  for (const it of ordered) {
    const section = 1;
    const same = placed.filter((other) => other.section === section);
    const next = same.find((other) => compareImports(other, it) > 0);
    const line = withBreaks(`${it.text}\n`, text);
    if (next) {
      edits.push({ span: empty(wholeLines(file.file, next.statement.span).start), newText: line });
    } else if (same.length > 0) {
      const last = same.at(-1) as (typeof same)[number];
      edits.push({ span: empty(wholeLines(file.file, last.statement.span).end), newText: line });
    } else {
      fresh += line;
      const later = placed.find((other) => other.section > section);
      const earlier = placed.findLast((other) => other.section < section);
      freshAt = later
        ? wholeLines(file.file, later.statement.span).start
        : earlier
          ? wholeLines(file.file, earlier.statement.span).end
          : afterDocstring(file);
    }
  }
  if (freshAt !== undefined) {
    const blank = withBreaks('\n', text);
    const later = placed.some((other) => other.section > 1);
    edits.push({ span: empty(freshAt), newText: later ? fresh + blank : blank + fresh });
  }
  return merged(edits);
}

/** Insertions at one place become one edit, in their order. */
function merged(edits: readonly Edit[]): readonly Edit[] {
  const byStart = new Map<number, Edit>();
  for (const edit of edits) {
    const known = byStart.get(edit.span.start);
    byStart.set(edit.span.start, known ? { ...known, newText: known.newText + edit.newText } : edit);
  }
  return [...byStart.values()];
}

function compareImports(
  a: { readonly from: boolean; readonly module: string },
  b: { readonly from: boolean; readonly module: string },
): number {
  if (a.from !== b.from) return a.from ? 1 : -1;
  const left = a.module.toLowerCase();
  const right = b.module.toLowerCase();
  return left < right ? -1 : left > right ? 1 : 0;
}

/** 0 `__future__`, 1 standard library, 2 third party, 3 the service's own. */
function sectionOf(project: PythonProject, statement: ImportStatement): number {
  if (statement.kind === 'import-from' && statement.level > 0) return 3;
  const module = moduleOf(statement);
  const top = module.split('.')[0] ?? module;
  if (top === '__future__') return 0;
  if (STDLIB_MODULES.has(top)) return 1;
  return project.resolve(top) || project.resolve(module) ? 3 : 2;
}

function moduleOf(statement: ImportStatement): string {
  return statement.kind === 'import' ? (statement.names[0]?.module ?? '') : statement.module;
}

function afterDocstring(file: PythonFile): number {
  const first = file.module.body[0];
  if (first?.kind === 'expression' && first.value.kind === 'string') {
    return wholeLines(file.file, first.span).end;
  }
  return 0;
}

function empty(at: number): Span {
  return span(at, at);
}
