import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import type { Environment } from './environment.ts';
import { environmentsOf } from './environments.ts';
import { plainTextOf, setFields } from './set-fields.ts';
import { kindsOf } from './typed-scalars.ts';

/** A field that is a number in all environments that set it but one. */
export interface KindDifference {
  readonly schema: SettingsSchema;
  readonly field: Field;
  readonly environment: Environment;
  /** Those in which it is a number. */
  readonly others: readonly string[];
  readonly entry: Entry;
  readonly path: string;
}

interface Written {
  readonly environment: Environment;
  readonly text: string;
  readonly entry: Entry;
  readonly path: string;
}

/**
 * The fields that take any text and are a number everywhere but in one environment, where a number was meant: it has a
 * unit, quotes or marks around it, or the default of the field is a number.
 */
export function differentKinds(snapshot: Snapshot, schema: SettingsSchema): readonly KindDifference[] {
  const fields = schema.fields.filter(takesBoth);
  const environments = fields.length === 0 ? [] : environmentsOf(snapshot, schema);
  if (environments.length < 2) return [];
  const set = environments.map((environment) => ({ environment, fields: setFields(schema, environment) }));
  return fields.flatMap((field) => {
    const written = set.flatMap((it): Written[] => {
      const place = it.fields.get(field);
      const text = place && plainTextOf(place);
      const path = place?.layer.path;
      if (text === undefined || path === undefined || !place?.entry || place.layer.own) return [];
      return [{ environment: it.environment, text, entry: place.entry, path }];
    });
    return difference(schema, field, written) ?? [];
  });
}

function takesBoth(field: Field): boolean {
  return kindsOf(field.type).has('str') && !field.secret && !field.deprecated;
}

function difference(
  schema: SettingsSchema,
  field: Field,
  written: readonly Written[],
): KindDifference | undefined {
  const odd = written.filter((it) => !isNumber(it.text));
  const [only] = odd;
  const numbers = written.filter((it) => isNumber(it.text));
  // One line may serve several environments.
  if (!only || odd.length > 1 || numbers.length === 0 || numbers.some((it) => it.entry === only.entry))
    return undefined;
  if (!isDressed(only.text) && !(numbers.length > 1 && hasNumber(field))) return undefined;
  const others = numbers.map((it) => it.environment.name);
  return { schema, field, environment: only.environment, others, entry: only.entry, path: only.path };
}

function isNumber(text: string): boolean {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text.trim());
}

/** A number with something around it: `30s`, `'30'`, `1_000`, `1,5`. */
function isDressed(text: string): boolean {
  return /^(["'])[-+]?\d[\d.]*\1$|^[-+]?\d[\d.]* ?(?:ms|s|sec|min|m|h|d|kb|mb|gb|%)$|^\d{1,3}(?:[_,]\d{3})+$|^\d+,\d+$/i.test(
    text.trim(),
  );
}

function hasNumber({ default: standard }: Field): boolean {
  return (
    standard?.kind === 'int' ||
    standard?.kind === 'float' ||
    (standard?.kind === 'str' && isNumber(standard.value))
  );
}
