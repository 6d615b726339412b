import type { PythonProject } from '../schema/reader.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { CodeRead } from './facts.ts';
import { readsIn } from './generate/environ-reads.ts';
import { attributeReads } from './generate/instances.ts';

/** Where the service's code reads a field: `settings.db_pool`, or `os.environ["DB_POOL"]`. Tests are writers. */
export function readsOfField(
  project: PythonProject,
  schema: SettingsSchema,
  field: Field,
  key: string,
): readonly CodeRead[] {
  if (schema.reader === 'os-environ') {
    return project
      .mentioning([key])
      .filter((file) => !isTestPath(file.file.path))
      .flatMap((file) =>
        readsIn(file, key).map((read) => ({ path: file.file.path, span: read.span, certain: true })),
      );
  }
  const file = project.mentioning([schema.className ?? '']).find((it) => it.file.path === schema.place.path);
  const statement = file?.module.body.find((it) => it.kind === 'class' && it.name === schema.className);
  if (!file || statement?.kind !== 'class') return [];
  return attributeReads(project, { file, statement }, field.name)
    .filter((read) => !isTestPath(read.path))
    .map(({ path, span, certain }) => ({ path, span, certain }));
}
