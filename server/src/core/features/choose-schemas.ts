import { findModule } from '../schema/find-schemas.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';

/** The settings that a question is about, or why there are none. Candidates are written as `--settings` takes them. */
export type ChosenSchemas =
  | {
      readonly ok: true;
      readonly schemas: readonly SettingsSchema[];
      /** Settings that nothing named and that were left out for the classes. */
      readonly others: readonly SettingsSchema[];
    }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** Those that are named; without a name every settings class, and where there is none what the modules read. */
export function chooseSchemas(snapshot: Snapshot, settings: string | undefined): ChosenSchemas {
  if (settings !== undefined) {
    const found = findModule(snapshot, settings);
    return found.kind === 'schemas'
      ? { ok: true, schemas: found.schemas, others: [] }
      : { ok: false, message: found.message, candidates: found.candidates };
  }
  const all = schemasOf(snapshot);
  const classes = all.filter((it) => it.className !== undefined);
  const others = classes.length > 0 ? all.filter((it) => it.className === undefined) : [];
  const schemas = classes.length > 0 ? classes : all;
  return schemas.length > 0
    ? { ok: true, schemas, others }
    : { ok: false, message: 'no settings are read by the Python code here', candidates: [] };
}
