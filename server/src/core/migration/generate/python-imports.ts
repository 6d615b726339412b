import { type Statement, walkStatements } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { blankLinesAfter, blankLinesBefore } from '../../syntax/blank-lines.ts';
import type { Edit } from '../../text/edit.ts';
import { type Span, span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { wholeLines, withBreaks } from './python-text.ts';
import { STDLIB_MODULES } from './stdlib-modules.ts';

/** `import module`, or `from module import name`. */
export interface ImportNeed {
  readonly module: string;
  readonly name?: string;
}

type ImportStatement = Statement & { readonly kind: 'import' | 'import-from' };

/** Adds the imports that a file lacks, where isort puts them: in the statement of the module, else in its section.
 * Names that only `removed` parts of the file used are taken out. */
export function importEdits(
  { project, lineLength }: Pick<MigrationFacts, 'project' | 'lineLength'>,
  file: PythonFile,
  needs: readonly ImportNeed[],
  removed: readonly Span[] = [],
): readonly Edit[] {
  const statements = topImports(file);
  const fresh = new Map<string, Set<string>>();
  const plain: string[] = [];
  const extended = new Map<ImportStatement, string[]>();
  for (const need of needs) {
    if (localName(file, need) !== undefined) continue;
    if (need.name === undefined) {
      if (!plain.includes(need.module)) plain.push(need.module);
      continue;
    }
    const home = statements.find(
      (it) => it.kind === 'import-from' && it.level === 0 && it.module === need.module && !it.star,
    );
    if (home) extended.set(home, [...(extended.get(home) ?? []), need.name]);
    else fresh.set(need.module, (fresh.get(need.module) ?? new Set()).add(need.name));
  }
  const needed = new Set(needs.flatMap((need) => localName(file, need) ?? []));
  const unused = (local: string) => !needed.has(local) && isUnused(file, local, removed);
  const changes = statements.map((statement) => ({
    statement,
    edit: statementEdit(file, statement, extended.get(statement) ?? [], unused, lineLength),
  }));
  const changed = changes.flatMap(({ edit }) => (edit === undefined || edit === 'remove' ? [] : edit));
  const gone = changes.filter((it) => it.edit === 'remove').map((it) => it.statement);
  const added = [
    ...plain.map((module) => ({ module, from: false, text: `import ${module}` })),
    ...[...fresh].map(([module, names]) => ({
      module,
      from: true,
      text: fromText(module, [...names].sort(compareMembers), false, lineLength),
    })),
  ];
  return [
    ...insertEdits(project, file, { statements, gone }, added),
    ...changed,
    ...removeStatements(file, gone),
  ];
}

/** True for a name that stands in the removed parts and nowhere else but in imports, comments and docstrings. */
function isUnused(file: PythonFile, local: string, removed: readonly Span[]): boolean {
  const imports = [
    ...topImports(file).map((it) => it.span),
    ...file.module.comments.map((it) => it.span),
    ...docstrings(file),
  ];
  const within = (spans: readonly Span[], at: number) => spans.some((it) => it.start <= at && at < it.end);
  const word = new RegExp(`(?<![\\w.])${local.replace(/[^\w.]/g, '')}(?!\\w)`, 'g');
  const places = [...file.file.text.matchAll(word)]
    .map((it) => it.index)
    .filter((at) => !within(imports, at));
  return places.length > 0 && places.every((at) => within(removed, at));
}

function docstrings(file: PythonFile): readonly Span[] {
  return [...walkStatements(file.module.body)].flatMap((it) =>
    it.kind === 'expression' && it.value.kind === 'string' ? [it.span] : [],
  );
}

function statementEdit(
  file: PythonFile,
  statement: ImportStatement,
  added: readonly string[],
  unused: (local: string) => boolean,
  width: number,
): Edit | 'remove' | undefined {
  if (statement.kind === 'import') {
    const only = statement.names.length === 1 ? statement.names[0] : undefined;
    return only && unused(only.alias ?? only.module) ? 'remove' : undefined;
  }
  if (statement.star || statement.module === '__future__') return undefined;
  const kept = statement.names.filter((it) => !unused(it.alias ?? it.name));
  if (kept.length === statement.names.length && added.length === 0) return undefined;
  if (kept.length === 0 && added.length === 0) return 'remove';
  return memberEdit(file, statement, kept, added, width);
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

/** Imports at the top level, before anything else is defined. */
export function topImports(file: PythonFile): readonly ImportStatement[] {
  return file.module.body.filter((it) => it.kind === 'import' || it.kind === 'import-from');
}

/** With their lines, and with the blank line below a section of which nothing else is left. */
function removeStatements(file: PythonFile, statements: readonly ImportStatement[]): readonly Edit[] {
  const runs: Span[] = [];
  for (const statement of statements) {
    const lines = wholeLines(file.file, statement.span);
    const last = runs.at(-1);
    if (last?.end === lines.start) runs[runs.length - 1] = span(last.start, lines.end);
    else runs.push(lines);
  }
  return runs.map((it) => ({ span: withSectionBreak(file, it), newText: '' }));
}

function withSectionBreak(file: PythonFile, lines: Span): Span {
  const { text } = file.file;
  const above = blankLinesBefore(text, lines.start, 1);
  const isFirst = lines.start === 0 || (above < lines.start && above > 0);
  const last = (topImports(file).at(-1)?.span.end ?? 0) <= lines.end;
  return span(lines.start, isFirst && !last ? blankLinesAfter(text, lines.end, 1) : lines.end);
}

function memberEdit(
  file: PythonFile,
  statement: ImportStatement & { readonly kind: 'import-from' },
  kept: readonly { readonly name: string; readonly alias?: string }[],
  added: readonly string[],
  width: number,
): Edit | undefined {
  const { text } = file.file;
  const source = text.slice(statement.span.start, statement.span.end);
  const names = kept.map((it) => (it.alias ? `${it.name} as ${it.alias}` : it.name));
  for (const name of added) {
    const at = names.findIndex((it) => compareMembers(it, name) > 0);
    names.splice(at < 0 ? names.length : at, 0, name);
  }
  if (source.includes('#')) {
    // The comments of the list stay where they are: names go in front of its first one, and none is taken out.
    if (added.length === 0) return undefined;
    const start = statement.span.start + source.search(/\bimport\b/) + 6;
    const open = /^\s*\(?\s*/.exec(text.slice(start));
    const at = start + (open?.[0].length ?? 1);
    return { span: span(at, at), newText: added.map((name) => `${name}, `).join('') };
  }
  const module = `${'.'.repeat(statement.level)}${statement.module}`;
  return {
    span: statement.span,
    newText: withBreaks(fromText(module, names, source.includes('\n'), width), text),
  };
}

function fromText(module: string, names: readonly string[], multi: boolean, width: number): string {
  const line = `from ${module} import ${names.join(', ')}`;
  if (!multi && line.length <= width) return line;
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
  { statements, gone }: Readonly<Record<'statements' | 'gone', readonly ImportStatement[]>>,
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
  const blank = withBreaks('\n', text);
  for (const section of [1, 2]) {
    const wanted = added.filter((it) => sectionOfModule(project, it.module) === section).sort(compareImports);
    const same = placed.filter((other) => other.section === section);
    const last = same.at(-1);
    if (last === undefined) {
      if (wanted.length === 0) continue;
      const lines = wanted.map((it) => withBreaks(`${it.text}\n`, text)).join('');
      const later = placed.find((other) => other.section > section);
      const earlier = placed.findLast((other) => other.section < section);
      // Where nothing of the later sections is left, this one takes their place.
      const apart = placed.some((other) => other.section > section && !gone.includes(other.statement));
      const below = apart ? blank : '';
      if (later) edits.push({ span: empty(startOf(file, later.statement)), newText: lines + below });
      else if (earlier) edits.push({ span: empty(endOf(file, earlier.statement)), newText: blank + lines });
      else edits.push({ span: empty(afterDocstring(file)), newText: blank + lines });
      continue;
    }
    for (const it of wanted) {
      const next = same.find((other) => compareImports(other, it) > 0);
      const at = next ? startOf(file, next.statement) : endOf(file, last.statement);
      edits.push({ span: empty(at), newText: withBreaks(`${it.text}\n`, text) });
    }
  }
  return merged(edits);
}

function startOf(file: PythonFile, statement: ImportStatement): number {
  return wholeLines(file.file, statement.span).start;
}

function endOf(file: PythonFile, statement: ImportStatement): number {
  return wholeLines(file.file, statement.span).end;
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
  return sectionOfModule(project, moduleOf(statement));
}

function sectionOfModule(project: PythonProject, module: string): number {
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
