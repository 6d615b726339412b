import type { Expression } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import { isTestPath } from '../test-path.ts';

type Call = Expression & { readonly kind: 'call' };

/** The call that made an object of a library, and the file it stands in: `config = Config(".env")`. */
export interface Instance {
  readonly file: PythonFile;
  readonly made: Call;
  /** The class, by its canonical dotted name. */
  readonly className: string;
}

/** What a name stands for when it was bound to a call of one of these classes; followed through imports. */
export function instanceOf(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  classes: ReadonlySet<string>,
): Instance | undefined {
  const target = resolveSymbol(project, file, expression);
  if (target.kind !== 'value' || target.value.kind !== 'call') return undefined;
  const made = target.value;
  const called = resolveSymbol(project, target.file, made.callee);
  return called.kind === 'external' && classes.has(called.name)
    ? { file: target.file, made, className: called.name }
    : undefined;
}

/** The names that a module binds to objects of these classes. */
function instanceNames(
  project: PythonProject,
  file: PythonFile,
  classes: ReadonlySet<string>,
): readonly string[] {
  return file.module.body.flatMap((it) => {
    const value = it.kind === 'assign' || it.kind === 'annotated' ? it.value : undefined;
    if (value?.kind !== 'call') return [];
    const called = resolveSymbol(project, file, value.callee);
    if (called.kind !== 'external' || !classes.has(called.name)) return [];
    const targets = it.kind === 'assign' ? it.targets : it.kind === 'annotated' ? [it.target] : [];
    return targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
  });
}

/**
 * The files of the service in which calls of a library may stand: those that name the library, and those that mention
 * an object which one of them makes. Tests are not the service's.
 */
export function filesUsing(
  project: PythonProject,
  marker: RegExp,
  classes: ReadonlySet<string>,
): readonly PythonFile[] {
  const isOwn = ({ file }: PythonFile) => !isTestPath(file.path);
  const own = project.files.filter((it) => isOwn(it) && marker.test(it.file.text));
  const names = own.flatMap((it) => instanceNames(project, it, classes));
  const others = project.mentioning(names).filter((it) => isOwn(it) && !own.includes(it));
  return [...own, ...others];
}

/** The value of an argument by its name, or by its place among the unnamed ones. */
export function argumentOf(call: Call, name: string, index: number): Expression | undefined {
  const named = call.args.find((it) => it.name === name);
  if (named) return named.value;
  const positional = call.args.filter((it) => it.name === undefined && it.stars === 0);
  return positional[index]?.value;
}
