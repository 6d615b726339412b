import type { Snapshot } from '../snapshot.ts';
import { discoveredSchemas } from './readers.ts';
import type { SettingsSchema } from './schema.ts';
import { isInTarget, parseSettingsSpec } from './settings-spec.ts';

/** One schema, or why there is not exactly one. Candidates are written as `--settings` takes them. */
export type FoundSchema =
  | { readonly kind: 'schema'; readonly schema: SettingsSchema }
  | { readonly kind: 'error'; readonly message: string; readonly candidates: readonly string[] };

/**
 * The schema that `[SERVICE::]MODULE[:CLASS]` or `[SERVICE::]PATH[:CLASS]` names. Without a class it is what the
 * module itself reads, else the module's only class.
 */
export function findSchemas(snapshot: Snapshot, wanted: string): FoundSchema {
  const all = discoveredSchemas(snapshot);
  const spec = parseSettingsSpec(wanted);
  const { className } = spec;
  const inModule = all.filter((it) => isInTarget(it, spec));
  const matches =
    className === undefined ? unnamed(inModule) : inModule.filter((it) => it.className === className);
  const [only, ...others] = matches;
  if (only && others.length === 0) return { kind: 'schema', schema: only };
  const message = only ? `\`${wanted}\` names several settings` : `\`${wanted}\` names no settings`;
  const candidates = only ? matches : inModule.length > 0 ? inModule : all;
  return { kind: 'error', message, candidates: candidates.map((it) => settingsName(it, all)).sort() };
}

/** How `--settings` names a schema: with its service where the id alone is ambiguous. */
export function settingsName(schema: SettingsSchema, all: readonly SettingsSchema[]): string {
  const isAmbiguous = all.some((it) => it !== schema && it.id === schema.id);
  return isAmbiguous ? `${schema.service === '' ? '.' : schema.service}::${schema.id}` : schema.id;
}

function unnamed(schemas: readonly SettingsSchema[]): readonly SettingsSchema[] {
  const own = schemas.filter((it) => it.className === undefined);
  return own.length > 0 ? own : schemas;
}
