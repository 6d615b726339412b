import { type ClassStatement, type Statement, walkStatements } from '../python/tree.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import type { CodeRead } from './facts.ts';
import { isInGenerated } from './generate/end-of-migration.ts';
import { readsIn } from './generate/environ-reads.ts';
import { attributeReads } from './generate/instances.ts';
import { joinedProject, partsOf } from './joined-project.ts';
import { homeOf, sharingProject } from './sharing-services.ts';

/**
 * Where the service's code reads a field: `settings.db_pool`, or `os.environ["DB_POOL"]`. Tests are writers.
 * @param field whose class is meant
 * @param attribute name in code, which may be one that the field had before
 * @param key name in the process environment
 */
export function readsOfField(
  project: PythonProject,
  schema: SettingsSchema,
  field: Field,
  attribute: string,
  key: string,
): readonly CodeRead[] {
  if (schema.reader === 'os-environ') {
    return project
      .mentioning([key])
      .filter((file) => !isTestPath(file.file.path))
      .flatMap((file) =>
        readsIn(project, file, key).map((read) => ({ path: file.file.path, span: read.span, certain: true })),
      );
  }
  if (schema.form === 'calls') {
    return (field.reads ?? [])
      .filter((it) => !isStubCall(project, key, it) && !isInGenerated(project, key, it))
      .map(({ path, span }) => ({ path, span, certain: true }));
  }
  const { path } = field.declaration;
  const file = project.mentioning([field.name]).find((it) => it.file.path === path);
  const statement = file && classAround(file, field.declaration.span.start);
  if (!file || !statement) return [];
  return attributeReads(seenBy(project, schema), { file, statement }, attribute)
    .filter((read) => !isTestPath(read.path))
    .map(({ path: where, span, certain }) => ({ path: where, span, certain }));
}

/** What other services do with a field that they inherit as well is no read of this one's. */
function seenBy(project: PythonProject, { service }: SettingsSchema): PythonProject {
  const [home, ...others] = partsOf(project);
  return home === undefined
    ? project
    : joinedProject([home, ...others.filter((it) => it.service === service)]);
}

/** One place where the service's code uses the attribute of a field, one that is certain first; undefined where none does. */
export function fieldUse(snapshot: Snapshot, schema: SettingsSchema, field: Field): CodeRead | undefined {
  const project = sharingProject(snapshot, homeOf(snapshot, schema, field));
  const reads =
    project && schema.form === 'class' ? readsOfField(project, schema, field, field.name, '') : [];
  return reads.find((it) => it.certain) ?? reads[0];
}

/** True where a function that a migration wrote says which of two keys is read. */
function isStubCall(project: PythonProject, key: string, place: Place): boolean {
  const file = project.mentioning([key]).find((it) => it.file.path === place.path);
  return file?.file.text.startsWith('_key_', place.span.start) ?? false;
}

/** The innermost class whose body an offset stands in. */
export function classAround(file: PythonFile, offset: number): ClassStatement | undefined {
  const isAround = (it: Statement): it is ClassStatement =>
    it.kind === 'class' && it.span.start <= offset && offset < it.span.end;
  return [...walkStatements(file.module.body)].filter(isAround).at(-1);
}
