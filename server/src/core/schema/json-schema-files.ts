import type { Snapshot } from '../snapshot.ts';
import { resolvePath } from '../text/relative-path.ts';

/** What stands before the path of a JSON Schema where settings are named. */
export const SCHEMA_MARK = 'schema:';

/** The JSON Schemas that configurations name (`settings = ["schema:PATH"]`), by path from the root; they need not exist. */
export function namedJsonSchemas(snapshot: Snapshot): readonly string[] {
  const configured = [{ folder: '', options: snapshot.options }, ...snapshot.configurations];
  const paths = configured.flatMap(({ folder, options }) =>
    options.settings.flatMap((spec) =>
      spec.startsWith(SCHEMA_MARK) ? (resolvePath(folder, spec.slice(SCHEMA_MARK.length)) ?? []) : [],
    ),
  );
  return [...new Set(paths)];
}
