import type { Field } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';

/**
 * The default of a field as a variable would say it: `5`, `true`, `info`. Undefined for a field without a default,
 * for one that is computed, and for what no plain text says.
 */
export function defaultText(field: Field): string | undefined {
  if (field.required || field.defaultFactory || field.defaultUndecided || field.default === undefined) {
    return undefined;
  }
  return textOf(field.default);
}

function textOf(data: Data): string | undefined {
  switch (data.kind) {
    case 'bool':
      return data.value ? 'true' : 'false';
    case 'int':
      return String(data.value);
    case 'float':
      return Number.isFinite(data.value) ? String(data.value) : undefined;
    case 'str':
      return data.value;
    default:
      return undefined;
  }
}
