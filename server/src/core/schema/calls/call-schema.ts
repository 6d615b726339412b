import type { Loading } from '../loading.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Field, Place, ReaderName, SettingsSchema, Undecided } from '../schema.ts';
import { callField } from './call-field.ts';
import type { VariableRead, VariableReads } from './variable-read.ts';

/** How variables reach code that reads them one at a time, where its library says nothing else. */
export const CALLS: Loading = {
  envFiles: [],
  secretsDirs: [],
  dataFiles: [],
  sources: ['process', 'dotenv'],
  extra: 'ignore',
  caseSensitive: true,
  envPrefix: '',
  ignoreEmpty: false,
  validateDefault: false,
  hideInput: true,
};

/** The schema of what one module reads: one field for each name. None for a module that reads nothing. */
export function callSchema(
  project: PythonProject,
  file: PythonFile,
  reader: ReaderName,
  { reads, open }: VariableReads,
  loading: Loading,
): readonly SettingsSchema[] {
  const place = firstPlace(reads, open);
  if (place === undefined) return [];
  const version = project.version(reader === 'starlette' ? 'starlette' : 'python-dotenv');
  const broken = file.module.problems[0];
  const unread: readonly Undecided[] = broken
    ? [{ path: file.file.path, span: broken.span, reason: 'the file has a syntax error' }]
    : [];
  return [
    {
      id: project.moduleName(file.file.path),
      reader,
      form: 'calls',
      service: project.service,
      place,
      fields: fieldsOf(project, file, reads),
      loading: version === undefined ? loading : { ...loading, dotenvVersion: version },
      open: [...open, ...unread],
      modelUndecided: [],
    },
  ];
}

function firstPlace(reads: readonly VariableRead[], open: readonly Undecided[]): Place | undefined {
  const places: readonly Place[] = [...reads.map((it) => it.place), ...open];
  const first = [...places].sort((a, b) => a.span.start - b.span.start)[0];
  return first && { path: first.path, span: first.span };
}

function fieldsOf(
  project: PythonProject,
  file: PythonFile,
  reads: readonly VariableRead[],
): readonly Field[] {
  const byName = new Map<string, VariableRead[]>();
  for (const read of reads) {
    const known = byName.get(read.name);
    if (known === undefined) byName.set(read.name, [read]);
    else known.push(read);
  }
  return [...byName].map(([name, same]) => callField(project, file, name, same));
}
