import type { SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import { stripConstraints } from '../values/constraint-fit.ts';
import { convertsAlways } from '../values/strict-members.ts';
import type { FieldOutcome } from './resolve-field.ts';

/**
 * Why it is not known what a field gets that shares its key with another one: pydantic-settings converts the text under
 * a key for a field before validation, in a strict class and for strict types, and the other field gets what was made of
 * it. Undefined where nothing is converted.
 */
export function convertedFor(
  { fields, loading, reader }: SettingsSchema,
  { used, resolution }: FieldOutcome,
): string | undefined {
  if (used === undefined || resolution.source === undefined || reader === 'pydantic-1') return undefined;
  const { field } = resolution;
  const other = fields.find((it) => it !== field && it.inputs.some((input) => input.key === used));
  if (!other) return undefined;
  if (loading.strict === true) return `a strict class converts \`${used}\` for \`${other.name}\` as well`;
  if (behaviourOf(loading.version).convertsStrict !== 'unions') return undefined;
  const converting = [other, field].find((it) => convertsAlways(stripConstraints(it.type)));
  return converting && `\`${used}\`, which several fields read, is converted for \`${converting.name}\``;
}
