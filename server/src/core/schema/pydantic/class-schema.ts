import type { Loading } from '../loading.ts';
import type { PythonProject } from '../reader.ts';
import type { Field, ReaderName, SettingsSchema, Undecided } from '../schema.ts';
import { docstringOf } from './documentation.ts';
import type { MadeConfiguration } from './pydantic-call-sites.ts';
import type { SettingsClass } from './settings-classes.ts';

/** What the schema of a class says of the class itself. */
export function classIdentity(
  project: PythonProject,
  { file, statement, qualifiedName }: SettingsClass,
  reader: ReaderName,
): Pick<SettingsSchema, 'id' | 'reader' | 'form' | 'service' | 'place' | 'className' | 'description'> {
  const description = docstringOf(statement);
  return {
    id: `${project.moduleName(file.file.path)}:${qualifiedName}`,
    reader,
    form: 'class',
    service: project.service,
    place: { path: file.file.path, span: statement.nameSpan },
    className: qualifiedName,
    ...(description === undefined ? {} : { description }),
  };
}

/** Fields of a class of which it is in doubt what it says: what may change any name or value leaves all of them open. */
export function doubtedFields(fields: readonly Field[], doubts: readonly Undecided[]): readonly Field[] {
  const [doubt] = doubts;
  return doubt ? fields.map((it) => ({ ...it, undecided: [...it.undecided, doubt] })) : fields;
}

/** How values reach a class, as the calls that make it have it. */
export function loadingAsMade(
  loading: Loading,
  { envFileUndecided, initArguments }: MadeConfiguration,
): Loading {
  return {
    ...loading,
    ...(envFileUndecided ? { envFiles: [], envFileUndecided } : {}),
    ...(initArguments.length > 0 ? { initArguments } : {}),
  };
}

/** Each reason once. */
export function eachOnce(reasons: readonly Undecided[]): readonly Undecided[] {
  return [...new Map(reasons.map((it) => [`${it.path}:${it.span.start}:${it.reason}`, it])).values()];
}
