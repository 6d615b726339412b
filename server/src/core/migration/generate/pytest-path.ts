import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { idName } from './python-text.ts';

/** A generated test, or the fields for which no valid text can be made up. */
export type MatrixResult =
  | { readonly ok: true; readonly path: string; readonly text: string }
  | { readonly ok: false; readonly fields: readonly string[] };

/**
 * The test of a migration; a class that is not the only one has its name in it, modules beside classes `environ`.
 * @param service in whose folder it stands: what the test imports is found from there
 */
export function testPath(
  facts: MigrationFacts,
  id: string,
  reader?: ReaderFacts,
  service: string = facts.service,
): string {
  const folder = service === '' ? 'tests' : `${service}/tests`;
  const classes = facts.readers.filter(
    (it) => it.schema.reader === 'pydantic-settings' && (it.old || it.new || it.named),
  );
  const suffix = reader === undefined ? environSuffix(classes.length) : classSuffix(classes, reader);
  return `${folder}/settings_migrations/test_${idName(id)}${suffix}.py`;
}

function environSuffix(classes: number): string {
  return classes === 0 ? '' : '_environ';
}

function classSuffix(classes: readonly ReaderFacts[], reader: ReaderFacts): string {
  return classes.indexOf(reader) > 0 ? `_${(reader.schema.className ?? '').toLowerCase()}` : '';
}

/** The module from which a class is imported. */
export function classModule(facts: MigrationFacts, { schema }: ReaderFacts): string {
  return facts.project.moduleName(schema.place.path);
}
