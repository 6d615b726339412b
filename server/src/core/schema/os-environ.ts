import { environField } from './environ-field.ts';
import { helperReading } from './environ-helper.ts';
import { type EnvironRead, environReads } from './environ-read.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import type { Field, Loading, Place, SettingsSchema, Undecided } from './schema.ts';
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
  const own = project.files.filter((it) => isOwn(it) && /environ|getenv/.test(it.file.text));
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

const LOADING: Loading = {
  envFiles: [],
  secretsDirs: [],
  dataFiles: [],
  sources: ['process'],
  extra: 'ignore',
  caseSensitive: true,
  envPrefix: '',
  ignoreEmpty: false,
  validateDefault: false,
  hideInput: true,
};

/** A key press in one file leaves what the others read as it was. */
const schemasIn = rememberPerFile(moduleSchema);

function moduleSchema(project: PythonProject, file: PythonFile): readonly SettingsSchema[] {
  const { reads, open } = environReads(project, file);
  const place = firstPlace(reads, open);
  if (place === undefined) return [];
  const broken = file.module.problems[0];
  const unread: readonly Undecided[] = broken
    ? [{ path: file.file.path, span: broken.span, reason: 'the file has a syntax error' }]
    : [];
  return [
    {
      id: project.moduleName(file.file.path),
      reader: 'os-environ',
      form: 'calls',
      service: project.service,
      place,
      fields: fieldsOf(project, file, reads),
      loading: LOADING,
      open: [...open, ...unread],
      modelUndecided: [],
    },
  ];
}

function firstPlace(reads: readonly EnvironRead[], open: readonly Undecided[]): Place | undefined {
  const places: readonly Place[] = [...reads.map((it) => it.place), ...open];
  const first = [...places].sort((a, b) => a.span.start - b.span.start)[0];
  return first && { path: first.path, span: first.span };
}

function fieldsOf(project: PythonProject, file: PythonFile, reads: readonly EnvironRead[]): readonly Field[] {
  const byName = new Map<string, EnvironRead[]>();
  for (const read of reads) {
    const known = byName.get(read.name);
    if (known === undefined) byName.set(read.name, [read]);
    else known.push(read);
  }
  return [...byName].map(([name, same]) => environField(project, file, name, same));
}
