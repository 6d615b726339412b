import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import { toJson } from '../../../server/src/core/values/dump.ts';

/** Asks a resolution for the value of the first of these fields that the class has; undefined where it is left open. */
export function heldValue(...names: readonly string[]) {
  return ({ fields }: Resolution): unknown => {
    const field = names
      .map((name) => fields.find((it) => it.field.name === name))
      .find((it) => it !== undefined);
    return field?.value === undefined ? undefined : toJson(field.value);
  };
}
