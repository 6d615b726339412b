import type { FieldType } from '../schema/field-type.ts';
import type { Loading } from '../schema/loading.ts';
import type { Field } from '../schema/schema.ts';
import { behaviourOf, type SettingsRelease } from '../schema/settings-releases.ts';
import { type Data, str } from '../syntax/data.ts';

type Restores = SettingsRelease['restoresCase'];
type Model = FieldType & { readonly kind: 'model' };

/**
 * Gives the keys of a nested value the case of the model's fields, as pydantic-settings does for variables and secrets
 * when names are not case-sensitive; through `Optional`, not through other unions, and how far depends on the release.
 */
export function restored(type: FieldType, data: Data, loading: Loading): Data {
  return loading.caseSensitive
    ? data
    : restoreCase(type, data, behaviourOf(loading.version).restoresCase, true);
}

function restoreCase(type: FieldType, data: Data, how: Restores, top: boolean): Data {
  const model = modelOf(type, how, top);
  if (data.kind !== 'dict' || !model) return data;
  const entries = new Map<string, readonly [Data, Data]>();
  for (const [key, value] of data.entries) {
    const name = key.kind === 'str' ? key.value : '';
    const found = findName(model.fields, name.toLowerCase(), how);
    if (found) entries.set(found.key, [str(found.key), restoreCase(found.field.type, value, how, false)]);
    else entries.set(name, [key, value]);
  }
  return { kind: 'dict', entries: [...entries.values()] };
}

function modelOf(type: FieldType, how: Restores, top: boolean): Model | undefined {
  if (type.kind === 'constrained') return modelOf(type.inner, how, top);
  if (type.kind === 'optional') {
    const looksInside = how === 'nested-optional' || how === 'dataclasses' || (top && how !== 'names');
    return looksInside && type.inner.kind !== 'optional' ? modelOf(type.inner, how, top) : undefined;
  }
  if (type.kind !== 'model') return undefined;
  const isModel = type.flavour === undefined || type.flavour === 'root';
  return isModel || (type.flavour === 'pydantic-dataclass' && how === 'dataclasses') ? type : undefined;
}

function findName(
  fields: readonly Field[],
  folded: string,
  how: Restores,
): { readonly key: string; readonly field: Field } | undefined {
  for (const field of fields) {
    const aliases = field.inputs.filter((it) => it.path.length === 0 || field.inputs.length === 1);
    const byName = how === 'names' || how === 'optional-names';
    const found = byName
      ? isPlain(field) && field.name.toLowerCase() === folded && field.name
      : aliases.find((it) => it.key.toLowerCase() === folded)?.key;
    if (typeof found === 'string') return { key: found, field };
  }
  return undefined;
}

/** A field without an alias. */
function isPlain({ inputs, name }: Field): boolean {
  return inputs.length === 1 && inputs[0]?.key === name && inputs[0].path.length === 0;
}
