import type { FieldUse, ModuleConstant } from '../preflight/question.ts';
import { moduleScope } from '../python/scope.ts';
import { type BlockStatement, type Expression, type Statement, walkStatements } from '../python/tree.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import { absoluteName, resolveSymbol } from '../schema/resolve-symbol.ts';
import { isScriptPath, isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { everyExpression } from './generate/instances.ts';
import { projectOf } from './service-project.ts';

/**
 * One place where the service's code imports or reads a name that a module of it no longer gives a value, one that is
 * certain first; undefined where none does, and where the module may have the name all the same (`__getattr__`, a star).
 */
export function goneConstant(
  snapshot: Snapshot,
  service: string,
  { path, name }: ModuleConstant,
): FieldUse | undefined {
  const project = projectOf(snapshot, service);
  const home = project && fileAt(project, path);
  if (!project || !home) return undefined;
  const { names, stars } = moduleScope(home.module);
  if (stars.length > 0 || names.has(name) || names.has('__getattr__')) return undefined;
  const uses = project
    .mentioning([name])
    .filter((file) => file !== home && !isTestPath(file.file.path))
    .flatMap((file) => usesIn(project, file, path, name))
    .map((it) => (isScriptPath(it.path, service) ? { ...it, certain: false } : it));
  return uses.find((it) => it.certain) ?? uses[0];
}

function fileAt(project: PythonProject, path: string): PythonFile | undefined {
  const file = project.resolve(project.moduleName(path));
  return file?.file.path === path ? file : undefined;
}

function usesIn(project: PythonProject, file: PythonFile, path: string, name: string): readonly FieldUse[] {
  const guards = guardsIn(file);
  const inside = ({ span }: { readonly span: FieldUse['span'] }) =>
    guards.some((it) => it.span.start <= span.start && span.end <= it.span.end);
  const imports = [...walkStatements(file.module.body)].filter((it) =>
    isImport(project, file, it, path, name),
  );
  const reads = [...everyExpression(file.module.body)].flatMap(({ expression }) =>
    isRead(project, file, expression, path, name) ? [expression] : [],
  );
  return [...imports, ...reads].map((it) => ({ path: file.file.path, span: it.span, certain: !inside(it) }));
}

/** What stands below a condition, or below a `try`, may never run, or may be meant to fail. */
function guardsIn(file: PythonFile): readonly BlockStatement[] {
  return [...walkStatements(file.module.body)].flatMap((it) =>
    it.kind === 'block' && (it.keyword === 'if' || it.keyword === 'try' || it.keyword === 'match')
      ? [it]
      : [],
  );
}

function isImport(
  project: PythonProject,
  file: PythonFile,
  it: Statement,
  path: string,
  name: string,
): boolean {
  if (it.kind !== 'import-from' || !it.names.some((one) => one.name === name)) return false;
  const module = absoluteName(project, file, `${'.'.repeat(it.level)}${it.module}`);
  return module !== undefined && project.resolve(module)?.file.path === path;
}

function isRead(
  project: PythonProject,
  file: PythonFile,
  it: Expression,
  path: string,
  name: string,
): boolean {
  if (it.kind !== 'attribute' || it.name !== name) return false;
  if (/^\s*=(?!=)/.test(file.file.text.slice(it.span.end, it.span.end + 80))) return false;
  const object = resolveSymbol(project, file, it.object);
  return object.kind === 'module' && object.file.file.path === path;
}
