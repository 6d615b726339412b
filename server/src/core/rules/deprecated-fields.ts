import type { Deprecation, Field, SettingsSchema } from '../schema/schema.ts';
import { memo } from '../text/memo.ts';

/** A field that is declared `deprecated`. */
export interface DeprecatedField {
  readonly schema: SettingsSchema;
  readonly field: Field;
  readonly deprecated: Deprecation;
}

/** The deprecated fields of all schemas; one that several classes inherit comes once. */
export const deprecatedFields: (schemas: readonly SettingsSchema[]) => readonly DeprecatedField[] = memo(
  (schemas) => {
    const found = new Map<string, DeprecatedField>();
    for (const schema of schemas) {
      for (const field of schema.fields) {
        const { deprecated, place } = field;
        const id = `${place.path} ${place.span.start}`;
        if (deprecated && !found.has(id)) found.set(id, { schema, field, deprecated });
      }
    }
    return [...found.values()];
  },
);
