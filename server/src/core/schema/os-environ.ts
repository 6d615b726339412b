import { CALLS, callSchema } from './calls/call-schema.ts';
import { helperReading, mentionsEnvironment } from './calls/environ-helper.ts';
import { environReads } from './calls/environ-read.ts';
import type { Loading } from './loading.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import { isTestPath } from './test-path.ts';

/**
 * What modules read from the process environment by themselves, through `os.environ` and `os.getenv`: one schema
 * for each module that reads, one field for each name. Modules of tests are not the service's.
 */
export const osEnviron: Reader = {
  name: 'os-environ',
  markers: ['environ', 'getenv'],
  schemas: (project) => filesReading(project).flatMap((it) => schemasIn(project, it)),
};

/** The files that read by themselves, and those that call a function which reads for them. */
function filesReading(project: PythonProject): readonly PythonFile[] {
  const own = project.files.filter((it) => isOwn(it) && mentionsEnvironment(it));
  const names = own.flatMap((it) => helperNames(project, it));
  const callers = project.mentioning(names).filter((it) => isOwn(it) && !own.includes(it));
  return [...own, ...callers];
}

function isOwn({ file }: PythonFile): boolean {
  return !isTestPath(file.path);
}

const helperNames = rememberPerFile((project: PythonProject, file: PythonFile): readonly string[] =>
  file.module.body.flatMap((it) =>
    it.kind === 'function' && helperReading(project, file, it) ? [it.name] : [],
  ),
);

const LOADING: Loading = { ...CALLS, sources: ['process'] };

/** A key press in one file leaves what the others read as it was. */
const schemasIn = rememberPerFile((project: PythonProject, file: PythonFile) =>
  callSchema(project, file, 'os-environ', environReads(project, file), LOADING),
);
