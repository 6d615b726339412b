import { lineageOf } from '../../schema/class-lineage.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { partOf } from '../joined-project.ts';
import type { PydanticTarget } from './pydantic-target.ts';

/**
 * The import of what a settings class raises for a value that is missing or refused. The copy of pydantic 1 that
 * pydantic 2 carries (`pydantic.v1`) raises an error of its own.
 */
export function validationErrorImport(
  { project }: MigrationFacts,
  { reader, file, settings }: Pick<PydanticTarget, 'file' | 'settings'> & { readonly reader: ReaderFacts },
): string {
  const { ancestors } = lineageOf(partOf(project, reader.schema.service), { file, statement: settings });
  const isCopy = ancestors.some((it) => it.kind === 'external' && it.name.startsWith('pydantic.v1.'));
  return `from ${isCopy ? 'pydantic.v1' : 'pydantic'} import ValidationError`;
}
