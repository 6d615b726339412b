import { settingsName } from '../schema/find-schemas.ts';
import type { SettingsSchema } from '../schema/schema.ts';

/**
 * What a record calls a reader: its class, or the module that reads by calls; as `--settings` names it where classes of
 * several services are called the same.
 * @param all the readers of one migration
 */
export function nameIn(all: readonly SettingsSchema[], schema: SettingsSchema): string {
  const { className, service, id } = schema;
  const isTaken = all.some((it) => it.className === className && it.service !== service);
  return className !== undefined && isTaken ? settingsName(schema, all) : (className ?? id);
}
