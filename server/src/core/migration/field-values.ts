import { callLibrary } from '../binding/call-libraries.ts';
import { classLibrary } from '../binding/class-libraries.ts';
import { isEqual } from '../preflight/equal-values.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import { parseJson } from '../values/json.ts';

/** What a library makes of a text, as far as a migration asks. */
type Made = ReturnType<ReturnType<typeof classLibrary>['coerce']>;

/** Whether a field accepts a text of a variable; undefined where that is not decided. */
export function acceptsText(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  text: string,
): boolean | undefined {
  if (field.undecided.length > 0) return undefined;
  const made = madeOf(snapshot, schema, field, text);
  return made === 'refused' ? false : made && isValue(made);
}

/** Whether a text of a variable comes to the default of the field; undefined where there is none, or it is not decided. */
export function holdsDefault(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  text: string,
): boolean | undefined {
  if (field.undecided.length > 0 || !hasDefault(field) || field.default === undefined) return undefined;
  const made = madeOf(snapshot, schema, field, text);
  if (made === undefined || made === 'refused' || made.kind !== 'value') return undefined;
  return isEqual(made.data, field.default);
}

/**
 * Whether a field accepts its own default, as settings classes of pydantic check it at every start (pydantic-settings 2,
 * `validate_default`; pydantic 1, `validate_all`). Undefined where it has none that is known, or it is not decided.
 */
export function acceptsDefault(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
): boolean | undefined {
  if (schema.form === 'calls' || field.undecided.length > 0) return undefined;
  if (!hasDefault(field) || field.default === undefined) return undefined;
  if (!(field.validateDefault ?? schema.loading.validateDefault)) return undefined;
  return isValue(
    classLibrary(schema.reader).coerce(field.type, field.default, false, schema.loading, snapshot.engines),
  );
}

function hasDefault({ required, defaultFactory, defaultUndecided }: Field): boolean {
  return !required && !defaultFactory && !defaultUndecided;
}

function madeOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  text: string,
): Made | 'refused' | undefined {
  if (schema.form === 'calls')
    return callLibrary(schema.reader).coerce(field.type, text, snapshot.engines.pattern);
  const { coerce } = classLibrary(schema.reader);
  const asText = () => coerce(field.type, str(text), true, schema.loading, snapshot.engines);
  if (field.decoding === 'none') return asText();
  const json = parseJson(text);
  if (json.kind === 'too-deep') return undefined;
  // A text that is no JSON stops the library, unless the field may take it as it is.
  if (json.kind === 'problem') return field.decoding === 'json-or-text' ? asText() : 'refused';
  return coerce(field.type, json.data, false, schema.loading, snapshot.engines);
}

function isValue({ kind }: { readonly kind: string }): boolean | undefined {
  return kind === 'undecided' ? undefined : kind === 'value';
}
