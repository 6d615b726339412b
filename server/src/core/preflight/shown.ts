import type { FieldResolution } from '../binding/resolution.ts';
import type { Data } from '../syntax/data.ts';
import { toJson } from '../values/dump.ts';

/** The value of a field in a short line; undefined for secrets and for what is not known. */
export function shown({ masked, field, value }: FieldResolution): string | undefined {
  return masked || field.secret ? undefined : shownData(value);
}

/** A value that is no secret, in a short line; undefined where it is not known or too long for one. */
export function shownData(value: Data | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(toJson(value));
  return text.length > 40 || text.includes('`') ? undefined : text;
}
