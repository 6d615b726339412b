import type { FieldResolution } from '../binding/resolution.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { keyOf } from './pairs.ts';

/**
 * What people set for a part of a nested field: `DB__POOL` where variables make the field up, the path `db.pool` where a
 * data file holds it or no variable can name a part.
 */
export function partKey(schema: SettingsSchema, whole: FieldResolution, path: readonly string[]): string {
  const { nestedDelimiter, caseSensitive } = schema.loading;
  if (nestedDelimiter === undefined || whole.source?.kind === 'file')
    return [whole.field.name, ...path].join('.');
  const names = caseSensitive ? path : path.map((it) => it.toUpperCase());
  return [keyOf(schema, whole.field), ...names].join(nestedDelimiter);
}
