import { constantData, constantText } from '../constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import type { Site } from '../sites.ts';
import { type Call, computedName } from './call-reader.ts';
import { argumentOf } from './library-instance.ts';
import type { VariableRead } from './variable-read.ts';

/**
 * `from_envvar(variable_name, silent=False)` of Flask and of Celery: the variable names a file or a module, and without
 * it, or with an empty one, they raise unless `silent` is set.
 */
export function envvarRead(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  site: Site,
): VariableRead | Undecided {
  const key = argumentOf(call, 'variable_name', 0);
  const name = key && constantText(project, file, key);
  if (!key || name === undefined) return computedName(file, call);
  const silent = argumentOf(call, 'silent', 1);
  const data = silent ? constantData(project, file, silent) : undefined;
  const isStrict = silent === undefined || (data?.kind === 'bool' && !data.value);
  return {
    name,
    form: isStrict ? 'index' : 'get',
    cast: {
      type: isStrict
        ? { kind: 'constrained', inner: { kind: 'str' }, constraints: { minLength: 1 } }
        : { kind: 'str' },
    },
    certain: site.certain,
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  };
}
