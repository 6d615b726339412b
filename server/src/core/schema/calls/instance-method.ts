import type { Expression } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Call } from './call-reader.ts';
import { instanceOf } from './library-instance.ts';

/** The methods of an object, by the attributes that lead to them: `config.from_envvar` of an application. */
export interface Methods {
  readonly classes: ReadonlySet<string>;
  /** Dotted paths below the object. */
  readonly paths: ReadonlySet<string>;
}

/** The path of the method that a call calls on an object of one of the classes; undefined for every other call. */
export function methodOf(
  project: PythonProject,
  file: PythonFile,
  { callee }: Call,
  { classes, paths }: Methods,
): string | undefined {
  const names: string[] = [];
  let object: Expression = callee;
  while (object.kind === 'attribute') {
    names.unshift(object.name);
    object = object.object;
    const path = names.join('.');
    if (!paths.has(path) || (object.kind !== 'name' && object.kind !== 'attribute')) continue;
    if (instanceOf(project, file, object, classes)) return path;
  }
  return undefined;
}
