import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import { str } from '../syntax/data.ts';
import type { SourceFile } from '../text/source-file.ts';
import { stripPython } from '../values/whitespace.ts';
import { decodesAsJson, type Json, jsonOf } from './complex.ts';
import type { Layer } from './environment.ts';
import type { Item } from './item.ts';
import { type InputName, namesOf } from './names.ts';
import { restored } from './restored-case.ts';
import { type SourceData, type SourceFailure, storedKey } from './sources.ts';

/**
 * `SecretsSettingsSource` of pydantic-settings 2.15: one file per secret, named as the variable, of several folders
 * the last wins; no nested names; a value that must be JSON and is not raises even for unions.
 */
export function secretsSource(schema: SettingsSchema, layers: readonly Layer[]): SourceData {
  const items = new Map<string, Item>();
  const failures: SourceFailure[] = [];
  const folders = layers.filter((it) => it.kind === 'secrets').reverse();
  for (const field of folders.length === 0 ? [] : schema.fields) {
    const found = findSecret(schema, field, folders);
    if (!found) continue;
    const { input, layer, file } = found;
    const source = { kind: 'secrets', layer } as const;
    const key = file.path.slice(file.path.lastIndexOf('/') + 1);
    const base = { source, key, parts: [], overrides: [] };
    const stored = storedKey(field, input.input, schema.loading, false);
    if (file.problem) {
      items.set(stored, { ...base, reason: 'the secret cannot be read' });
      continue;
    }
    const text = stripPython(file.text);
    const json: Json = decodes(schema, field, input) ? jsonOf(text) : { kind: 'data', data: str(text) };
    if (json.kind === 'no') {
      failures.push({ field, sourceClass: 'SecretsSettingsSource', source, key, raw: text });
    } else if (json.kind === 'undecided') {
      items.set(stored, { ...base, reason: json.reason });
    } else if (json.data.kind !== 'none') {
      const data = restored(field.type, json.data, schema.loading);
      items.set(stored, { ...base, data, raw: text });
    }
  }
  return { items, failures };
}

function findSecret(
  schema: SettingsSchema,
  field: Field,
  folders: readonly Layer[],
): { readonly input: InputName; readonly layer: Layer; readonly file: SourceFile } | undefined {
  const names = namesOf(schema);
  for (const input of names.inputs.get(field) ?? []) {
    for (const layer of folders) {
      const file = layer.files?.find(
        (it) => names.fold(it.path.slice(it.path.lastIndexOf('/') + 1)) === input.name,
      );
      if (file) return { input, layer, file };
    }
  }
  return undefined;
}

/** A union with a complex member is decoded under the field's own name only, not under an alias. */
function decodes({ loading }: SettingsSchema, field: Field, { input }: InputName): boolean {
  if (input.path.length > 0) return !field.asText;
  if (field.decoding === 'json') return true;
  if (!behaviourOf(loading.version).decodesSecretUnions) return false;
  return field.decoding === 'json-or-text' && decodesAsJson(field) && input.named === true;
}
