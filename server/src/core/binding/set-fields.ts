import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { memo2 } from '../text/memo.ts';
import { baseName } from '../text/relative-path.ts';
import { bindLayer } from './bind.ts';
import type { Environment, Layer } from './environment.ts';
import { shared } from './missing.ts';
import { meaningOf, namesOf } from './names.ts';

/** Where a field is set. Without an entry it is not seen to what: a part of it, or a store that has no text. */
export interface SetField {
  readonly layer: Layer;
  readonly document?: Document;
  readonly entry?: Entry;
}

/** The fields that an environment sets for everybody, each with the place of the highest rank. */
export function setFields(schema: SettingsSchema, environment: Environment): ReadonlyMap<Field, SetField> {
  const found = new Map<Field, SetField>();
  for (const layer of shared(environment).layers)
    for (const [field, it] of setByLayer(layer, schema)) found.set(field, it);
  return found;
}

const setByLayer = memo2((layer: Layer, schema: SettingsSchema): ReadonlyMap<Field, SetField> => {
  const found = new Map<Field, SetField>();
  const { document } = layer;
  if (document) {
    for (const [field, all] of bindLayer(layer, schema, document).byField) {
      const own = all.filter((it) => !it.hidden);
      const [only] = own;
      const whole = own.length === 1 && only?.kind === 'field' ? only.entry : undefined;
      found.set(field, { layer, document, ...(whole ? { entry: whole } : {}) });
    }
  }
  for (const name of namesWithin(layer)) {
    const meaning = meaningOf(namesOf(schema), name);
    const fields = meaning.kind === 'field' ? meaning.fields : meaning.kind === 'part' ? [meaning.field] : [];
    for (const field of fields) if (!found.has(field)) found.set(field, { layer });
  }
  return found;
});

/** Names that a layer sets beside the entries of a document. */
function namesWithin({ given, variables, files }: Layer): readonly string[] {
  return [
    ...(given?.keys() ?? []),
    ...(variables?.map((it) => it.name) ?? []),
    ...(files?.map((it) => baseName(it.path)) ?? []),
  ];
}

/** The text of a value as it stands in its file, where nothing is put into it; undefined for all else. */
export function plainTextOf({ entry }: SetField): string | undefined {
  const value = entry?.value;
  if (value?.kind !== 'scalar' || value.parts) return undefined;
  const { data } = value;
  switch (data.kind) {
    case 'str':
      return data.value;
    case 'int':
    case 'float':
    case 'bool':
      return String(data.value);
    default:
      return undefined;
  }
}
