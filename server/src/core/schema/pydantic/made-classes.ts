import { moduleScope } from '../../python/scope.ts';
import type { ClassStatement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import type { PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import { patchesOf } from './class-patches.ts';
import { undecidedAt } from './pydantic-context.ts';
import type { ClassUse } from './pydantic-instances.ts';
import { isService, type SettingsClass, settingsClasses } from './settings-classes.ts';
import { ownUses, sharedUses } from './shared-classes.ts';

const NO_USE: ClassUse = { calls: [], handedOn: false, nested: false };

/** A settings class that is made somewhere, or could be, and how. */
export interface MadeClass {
  readonly info: SettingsClass;
  readonly use: ClassUse;
  /** Why what the class says is not what counts: code changes it, or it is one of several of its name. */
  readonly doubts: readonly Undecided[];
}

/**
 * Every settings class that a service's code instantiates, or could: its own that is neither a base of another settings
 * class nor the type of a field, nor left to other services; and those of other services' packages that it makes. Tests
 * are not the service's.
 */
export const madeClasses: (project: PythonProject) => readonly MadeClass[] = memo((project) => [
  ...ownClasses(project),
  ...sharedClasses(project),
]);

function ownClasses(project: PythonProject): readonly MadeClass[] {
  const { classes, names } = settingsClasses(project);
  if (classes.length === 0) return [];
  const uses = ownUses(project);
  const bases = basesOf(project, classes);
  const own = new Set(classes.map((it) => it.statement));
  const patches = patchesOf(project, project.mentioning(names, isService), new Set([...own, ...bases]));
  return lastOfName(classes).flatMap((info) => {
    const use = uses.get(info.statement) ?? NO_USE;
    const isMade = use.calls.length > 0 || use.handedOn;
    const left = () => project.others().some((it) => sharedUses(it).taken.has(info.statement));
    if (!isMade && (use.nested || bases.has(info.statement) || left())) return [];
    return [{ info, use, doubts: [...several(info), ...patched(project, info, patches)] }];
  });
}

function sharedClasses(project: PythonProject): readonly MadeClass[] {
  const { made, files } = sharedUses(project);
  if (made.size === 0) return [];
  const all = [...made.keys()];
  const classes = new Set([...all.map((it) => it.statement), ...basesOf(project, all)]);
  const patches = patchesOf(project, files, classes);
  return [...made].map(([info, use]) => ({
    info,
    use,
    doubts: [...several(info), ...patched(project, info, patches)],
  }));
}

/** Of several classes of one name in a module, in branches or one after the other, the last stands for all. */
function lastOfName(classes: readonly SettingsClass[]): readonly SettingsClass[] {
  return [...new Map(classes.map((it) => [`${it.file.file.path}:${it.qualifiedName}`, it])).values()];
}

function several({ file, statement, qualifiedName }: SettingsClass): readonly Undecided[] {
  const known = qualifiedName === statement.name && moduleScope(file.module).names.get(statement.name);
  if (!known || known.bindings.length < 2) return [];
  return [undecidedAt(file, { span: statement.nameSpan }, `\`${statement.name}\` is bound more than once`)];
}

/** Changes of the class and of its ancestors. */
function patched(
  project: PythonProject,
  info: SettingsClass,
  patches: ReadonlyMap<ClassStatement, Undecided>,
): readonly Undecided[] {
  return lineageOf(project, info).ancestors.flatMap((it) => {
    const found = it.kind === 'class' ? patches.get(it.info.statement) : undefined;
    return found ? [found] : [];
  });
}

function basesOf(project: PythonProject, classes: readonly ClassInfo[]): ReadonlySet<ClassStatement> {
  const bases = new Set<ClassStatement>();
  for (const info of classes) {
    for (const ancestor of lineageOf(project, info).ancestors.slice(1)) {
      if (ancestor.kind === 'class') bases.add(ancestor.info.statement);
    }
  }
  return bases;
}
