import { moduleScope } from '../../python/scope.ts';
import type { ClassStatement, Statement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { importedDefinition } from '../plain-definition.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { exportedSymbol } from '../resolve-symbol.ts';
import { isTestPath } from '../test-path.ts';
import { SETTINGS_BASES } from './pydantic-config.ts';

/** A settings class with its dotted name in its module. */
export interface SettingsClass extends ClassInfo {
  readonly qualifiedName: string;
}

/** The settings classes of a service, and the names under which its modules know them. */
export interface FoundClasses {
  readonly classes: readonly SettingsClass[];
  readonly names: readonly string[];
}

/** Settings classes, and then those that derive from them in files without a marker, until there are no more. */
export const settingsClasses: (project: PythonProject) => FoundClasses = memo((project) => {
  const found = new Map<ClassStatement, SettingsClass>();
  const names = new Set<string>();
  const searched = new Set<PythonFile>();
  let files = project.files;
  for (let round = 0; files.length > 0 && round < MAX_ROUNDS; round++) {
    for (const file of files) {
      searched.add(file);
      for (const info of classesIn(file, file.module.body)) {
        if (!isSettingsClass(project, info)) continue;
        found.set(info.statement, info);
        names.add(info.statement.name);
      }
      for (const alias of aliasesIn(project, file)) names.add(alias);
    }
    files = project.mentioning([...names], isService).filter((it) => !searched.has(it));
  }
  return { classes: [...found.values()], names: [...names] };
});

/** A chain of files without markers, each deriving from the last, ends here. */
const MAX_ROUNDS = 8;

/** Other names that a module gives to settings classes: `from .config import Settings as AppSettings`. */
function* aliasesIn(project: PythonProject, file: PythonFile): Generator<string> {
  for (const [name, { bindings }] of moduleScope(file.module).names) {
    const isAlias = bindings.some((it) =>
      it.kind === 'import'
        ? it.name !== undefined && it.name !== name
        : it.kind === 'constant' && it.value.kind === 'name',
    );
    if (!isAlias || bindings.every((it) => importedDefinition(project, file, it)?.kind === 'function'))
      continue;
    const symbol = exportedSymbol(project, file, name);
    const isSettings =
      symbol.kind === 'class'
        ? isSettingsClass(project, symbol)
        : symbol.kind === 'external' && SETTINGS_BASES.has(symbol.name);
    if (isSettings) yield name;
  }
}

/** Classes of a module, nested ones included, but not those that a function makes. */
function* classesIn(
  file: PythonFile,
  statements: readonly Statement[],
  outer = '',
): Generator<SettingsClass> {
  for (const statement of statements) {
    if (statement.kind === 'class') {
      const qualifiedName = outer + statement.name;
      yield { file, statement, qualifiedName };
      yield* classesIn(file, statement.body, `${qualifiedName}.`);
    } else if (statement.kind === 'block') {
      for (const arm of statement.arms) yield* classesIn(file, arm.body, outer);
    }
  }
}

/**
 * A base outside the workspace that is called `…Settings` counts where the class or one of its ancestors stands in a
 * file that names the library: what it declares is not known, but it is one.
 */
function isSettingsClass(project: PythonProject, info: ClassInfo): boolean {
  if (info.statement.bases.length === 0) return false;
  const { ancestors } = lineageOf(project, info);
  const names = ancestors.flatMap((it) => (it.kind === 'external' ? [it.name] : []));
  if (names.some((it) => /(^|\.)BaseSettings$/.test(it))) return true;
  return (
    names.some((it) => /(^|\.)\w*Settings$/.test(it)) &&
    ancestors.some(
      (it) => it.kind === 'class' && /pydantic_settings|BaseSettings/.test(it.info.file.file.text),
    )
  );
}

/** The base classes outside the workspace of classes that are, or may turn out to be, settings classes. */
export function foreignBases(project: PythonProject): readonly string[] {
  const found = new Set<string>();
  for (const file of project.files) {
    for (const info of classesIn(file, file.module.body)) {
      if (info.statement.bases.length === 0) continue;
      const { ancestors } = lineageOf(project, info);
      const names = ancestors.flatMap((it) => (it.kind === 'external' ? [it.name] : []));
      const isHalfRead = ancestors.some((it) => it.kind === 'class' && isInstalled(it.info.file.file.path));
      if (isHalfRead || names.some((it) => /(^|\.)\w*Settings$/.test(it)))
        for (const it of names) found.add(it);
    }
  }
  return [...found];
}

/** True for a file of an installed package. */
function isInstalled(path: string): boolean {
  return path.includes('/site-packages/');
}

/** False for tests, which are not the service's. */
export function isService(path: string): boolean {
  return !isTestPath(path);
}
