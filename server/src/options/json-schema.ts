import * as z from 'zod';
import { DEFAULT_OPTIONS } from '../core/snapshot.ts';
import { optionsSchema } from './options-schema.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** JSON Schema (draft 7) of `crossfade.toml` and of `[tool.crossfade]`. */
export function configurationJsonSchema(ruleIds: readonly string[]): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(optionsSchema(ruleIds), { io: 'input', target: 'draft-7' });
  return {
    $schema,
    title: 'Crossfade configuration',
    description: 'Settings of Crossfade: `crossfade.toml`, or `[tool.crossfade]` in `pyproject.toml`.',
    ...schema,
  };
}

/** The `properties` of `contributes.configuration` in the extension's manifest, from the same schema. */
export function editorSettingsProperties(ruleIds: readonly string[]): JsonObject {
  const { properties = {} } = configurationJsonSchema(ruleIds) as {
    readonly properties?: Record<string, JsonObject>;
  };
  const defaults: JsonObject = { ...DEFAULT_OPTIONS };
  const result: Record<string, JsonObject> = {
    'crossfade.enable': {
      type: 'boolean',
      default: true,
      description: 'Check settings files and offer fixes in this folder.',
      scope: 'resource',
    },
  };
  for (const [name, property] of Object.entries(properties)) {
    result[`crossfade.${name}`] = { ...property, default: defaults[name], scope: 'resource' };
  }
  return result;
}
