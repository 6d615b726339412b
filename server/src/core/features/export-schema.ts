import { settingsName } from '../schema/find-schemas.ts';
import { discoveredSchemas } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { indentedJson } from '../syntax/json/json-indented.ts';
import { chooseSchemas } from './choose-schemas.ts';
import { jsonSchema } from './json-schema.ts';
import { migrationKeywords } from './json-schema-migrations.ts';

/** A JSON Schema as the text of a file. */
export type ExportedSchema =
  | { readonly ok: true; readonly text: string; readonly settings: string; readonly open: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/**
 * The settings that are named, else the only ones there are. Candidates are all that could be meant.
 * @param withMigrations also what the migration records of the service say of names
 */
export function exportSchema(
  snapshot: Snapshot,
  settings: string | undefined,
  withMigrations = false,
): ExportedSchema {
  const chosen = chooseSchemas(snapshot, settings);
  if (!chosen.ok) return chosen;
  const [schema, ...others] = chosen.schemas;
  if (!schema) return { ok: false, message: 'no settings are read by the Python code here', candidates: [] };
  if (others.length > 0) {
    const message = 'there are several settings; choose one with --settings';
    return { ok: false, message, candidates: settingsNames(snapshot) };
  }
  const text = indentedJson(jsonSchema(schema, withMigrations ? migrationKeywords(snapshot, schema) : {}));
  if (text === undefined) throw new TypeError(`the schema of \`${schema.id}\` has no form in JSON`);
  return {
    ok: true,
    text: `${text}\n`,
    settings: settingsName(schema, discoveredSchemas(snapshot)),
    open: schema.open.map((it) => it.reason),
  };
}

/** All settings of a workspace, as `--settings` names them: classes first, then what modules read, each sorted. */
export function settingsNames(snapshot: Snapshot): readonly string[] {
  const all = discoveredSchemas(snapshot);
  const named = (form: SettingsSchema['form']) =>
    all.flatMap((it) => (it.form === form ? [settingsName(it, all)] : [])).sort();
  return [...named('class'), ...named('calls')];
}
