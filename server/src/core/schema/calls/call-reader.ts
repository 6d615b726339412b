import { children, type Expression } from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { rememberPerFile } from '../remember-per-file.ts';
import type { Loading, ReaderName, SettingsSchema, Undecided } from '../schema.ts';
import { type Site, walkSites } from '../sites.ts';
import { callSchema } from './call-schema.ts';
import type { VariableRead } from './variable-read.ts';

export type Call = Expression & { readonly kind: 'call' };

/** A library with an object whose calls read one variable each. `On` is what a call is made on. */
export interface CallLibrary<On> {
  readonly name: ReaderName;
  /** Undefined for a call of anything else. */
  readonly calledOn: (project: PythonProject, file: PythonFile, call: Call) => On | undefined;
  /** What the call reads, or why that is not known; undefined where it reads nothing. */
  readonly readOf: (
    project: PythonProject,
    file: PythonFile,
    call: Call,
    on: On,
    site: Site,
  ) => VariableRead | Undecided | undefined;
  /** How variables reach the objects that a module calls. */
  readonly loading: (project: PythonProject, file: PythonFile, called: readonly On[]) => Loading;
}

/** Reads the schema of what the calls of one module read. */
export function callReader<On>({
  name,
  calledOn,
  readOf,
  loading,
}: CallLibrary<On>): (project: PythonProject, file: PythonFile) => readonly SettingsSchema[] {
  return rememberPerFile((project, file) => {
    const reads: VariableRead[] = [];
    const open: Undecided[] = [];
    const called: On[] = [];
    walkSites(file, (expression, site) => {
      const on = expression.kind === 'call' ? calledOn(project, file, expression) : undefined;
      if (on !== undefined && expression.kind === 'call') {
        called.push(on);
        const read = readOf(project, file, expression, on, site);
        if (read !== undefined) 'reason' in read ? open.push(read) : reads.push(read);
      }
      return children(expression);
    });
    return callSchema(project, file, name, { reads, open }, loading(project, file, called));
  });
}

/** A read of a variable whose name only running the code would tell. */
export function computedName(file: PythonFile, at: Expression): Undecided {
  return { path: file.file.path, span: at.span, reason: 'the name is computed here' };
}
