import { moduleScope } from '../../python/scope.ts';
import type { Expression, Statement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { absoluteName } from '../resolve-symbol.ts';
import type { AssignedName } from '../schema.ts';
import { isDjangoName } from './django-names.ts';

/** Names that hardly anything but a settings module of Django assigns. */
const TELLING: readonly string[] = ['INSTALLED_APPS', 'MIDDLEWARE', 'ROOT_URLCONF', 'DATABASES', 'TEMPLATES'];
/** A chain of `from .base import *` ends here. */
const MAX_STARS = 8;

/**
 * True for a module that Django takes its settings from: one that assigns two names which hardly anything else does,
 * or one that takes all names over from such a module (`from .base import *`).
 */
export function isDjangoSettings(project: PythonProject, file: PythonFile, depth = 0): boolean {
  if (TELLING.filter((name) => assignedIn(file).has(name)).length > 1) return true;
  if (depth > MAX_STARS) return false;
  return moduleScope(file.module).stars.some((star) => {
    const inner = project.resolve(absoluteName(project, file, star) ?? star);
    return inner !== undefined && inner !== file && isDjangoSettings(project, inner, depth + 1);
  });
}

const assignedIn = memo(
  ({ module }: PythonFile): ReadonlySet<string> =>
    new Set([...moduleScope(module).names].flatMap(([name]) => (isSetting(name) ? [name] : []))),
);

/** Django looks at nothing but names in capitals. */
function isSetting(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

/** The settings that a statement at the top of a module gives a value: `DATABASES["default"]["HOST"] = …` counts too. */
export function settingsOf(file: PythonFile, statement: Statement): readonly AssignedName[] {
  if (!topStatements(file).has(statement)) return [];
  const targets =
    statement.kind === 'assign'
      ? statement.targets
      : statement.kind === 'annotated'
        ? [statement.target]
        : [];
  const names = targets.flatMap(targetNames).filter(isSetting);
  return [...new Set(names)].map((name) => ({ name, django: isDjangoName(name) }));
}

/** Those of the module itself, in branches too. */
const topStatements = memo(({ module }: PythonFile): ReadonlySet<Statement> => {
  const found = new Set<Statement>();
  const add = (body: readonly Statement[]): void => {
    for (const it of body) {
      found.add(it);
      if (it.kind === 'block') for (const arm of it.arms) add(arm.body);
    }
  };
  add(module.body);
  return found;
});

function targetNames(target: Expression): readonly string[] {
  switch (target.kind) {
    case 'name':
      return [target.name];
    case 'subscript':
      return targetNames(target.object);
    case 'tuple':
    case 'list':
      return target.items.flatMap(targetNames);
    default:
      return [];
  }
}
