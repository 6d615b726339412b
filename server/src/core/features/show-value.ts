import type { FieldResolution } from '../binding/resolution.ts';
import type { Data } from '../syntax/data.ts';
import { toJson } from '../values/dump.ts';

/** How reports and hovers write a value that may not be shown. */
export const MASKED = '••••';

/** A value in one short line, as JSON; secrets masked. */
export function showValue(resolution: FieldResolution): string {
  if (resolution.masked) return MASKED;
  return resolution.value === undefined ? '' : showData(resolution.value);
}

/** A value as JSON, at most 80 characters of it. Only for values that are not masked. */
export function showData(data: Data): string {
  const text = JSON.stringify(toJson(data));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
