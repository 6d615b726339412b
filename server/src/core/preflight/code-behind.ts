import { lookup, moduleScope } from '../python/scope.ts';
import { type Statement, walkStatements } from '../python/tree.ts';
import { pythonProjects } from '../schema/project.ts';
import { pythonFile } from '../schema/python-file.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import { absoluteName } from '../schema/resolve-symbol.ts';
import type { Place } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';

const projectsOf = memo((snapshot: Snapshot) => pythonProjects(snapshot, []));

/**
 * The text of the code at a place and of all that it may call: the statement around it, what it names in its own
 * module, and the modules of the workspace from which it imports. Two places with the same text do the same, as far as
 * the workspace decides it. Undefined where the file cannot be read.
 */
export function codeBehind(snapshot: Snapshot, place: Place, service: string): string | undefined {
  const source = snapshot.files.get(place.path);
  if (!source) return undefined;
  const file = pythonFile(snapshot.engines.python, source);
  const start = innermost(file, place.span.start);
  if (!start) return undefined;
  const project = projectsOf(snapshot).find((it) => it.service === service);
  const texts = new Map<string, string>();
  addStatement(project, file, start, texts);
  return [...texts.values()].join('\n');
}

/** The smallest definition or assignment that holds an offset. */
function innermost(file: PythonFile, offset: number): Statement | undefined {
  let found: Statement | undefined;
  for (const it of walkStatements(file.module.body)) {
    if (it.span.start > offset || it.span.end <= offset) continue;
    if (found?.kind === 'function') break;
    found = it;
  }
  return found;
}

function addStatement(
  project: PythonProject | undefined,
  file: PythonFile,
  statement: Statement,
  texts: Map<string, string>,
): void {
  const { start, end } = statement.span;
  const key = `${file.file.path}:${start}`;
  if (texts.has(key)) return;
  const text = file.file.text.slice(decorated(statement, start), end);
  texts.set(key, text);
  for (const name of new Set(text.match(/[A-Za-z_]\w*/g))) {
    const bindings =
      (lookup(file.module, name, start) ?? moduleScope(file.module).names.get(name))?.bindings ?? [];
    for (const binding of bindings) {
      // A method that names its own class does not depend on all of it.
      if (binding.statement.span.start <= start && binding.statement.span.end >= end) continue;
      if (binding.kind !== 'import') addStatement(project, file, binding.statement, texts);
      else if (project) addImport(project, file, binding, texts);
    }
  }
}

/** Decorators say when a validator runs. */
function decorated(statement: Statement, start: number): number {
  if (statement.kind !== 'function' && statement.kind !== 'class') return start;
  return Math.min(start, ...statement.decorators.map((it) => it.span.start));
}

function addImport(
  project: PythonProject,
  file: PythonFile,
  { module, name }: { readonly module: string; readonly name?: string },
  texts: Map<string, string>,
): void {
  const absolute = absoluteName(project, file, module);
  if (absolute === undefined) return;
  const inner = name === undefined ? undefined : project.resolve(`${absolute}.${name}`);
  const found = inner ?? project.resolve(absolute);
  if (found) addModule(project, found, texts);
}

/** A module of the workspace counts as a whole, with all that it imports. */
function addModule(project: PythonProject, file: PythonFile, texts: Map<string, string>): void {
  const key = file.file.path;
  if (texts.has(key)) return;
  texts.set(key, file.file.text);
  for (const { bindings } of moduleScope(file.module).names.values()) {
    for (const it of bindings) if (it.kind === 'import') addImport(project, file, it, texts);
  }
}
