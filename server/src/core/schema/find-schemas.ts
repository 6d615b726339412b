import type { Snapshot } from '../snapshot.ts';
import { discoveredSchemas } from './readers.ts';
import type { SettingsSchema } from './schema.ts';
import { isInTarget, parseSettingsSpec } from './settings-spec.ts';

/** One schema, or why there is not exactly one. Candidates are written as `--settings` takes them. */
export type FoundSchema =
  | { readonly kind: 'schema'; readonly schema: SettingsSchema }
  | { readonly kind: 'error'; readonly message: string; readonly candidates: readonly string[] };

/** Schemas that are read together, at least one, or why there are none. */
export type FoundSchemas =
  | { readonly kind: 'schemas'; readonly schemas: readonly [SettingsSchema, ...SettingsSchema[]] }
  | Extract<FoundSchema, { readonly kind: 'error' }>;

/**
 * The schema that `[SERVICE::]MODULE[:CLASS]` or `[SERVICE::]PATH[:CLASS]` names. Without a class it is what the
 * module itself reads, else the module's only class.
 */
export function findSchemas(snapshot: Snapshot, wanted: string): FoundSchema {
  const found = findModule(snapshot, wanted);
  if (found.kind === 'error') return found;
  const [only, ...others] = found.schemas;
  return others.length === 0
    ? { kind: 'schema', schema: only }
    : severalOf(wanted, found.schemas, discoveredSchemas(snapshot));
}

/** The same, but a module that reads through several libraries is named as a whole. */
export function findModule(snapshot: Snapshot, wanted: string): FoundSchemas {
  const all = discoveredSchemas(snapshot);
  const spec = parseSettingsSpec(wanted);
  const { className } = spec;
  const inModule = all.filter((it) => isInTarget(it, spec));
  const matches =
    className === undefined ? unnamed(inModule) : inModule.filter((it) => it.className === className);
  const [first, ...others] = matches;
  if (!first) {
    const candidates = (inModule.length > 0 ? inModule : all).map((it) => settingsName(it, all)).sort();
    return { kind: 'error', message: `\`${wanted}\` names no settings`, candidates };
  }
  const isOneModule = others.every(
    (it) => it.className === undefined && it.place.path === first.place.path && first.className === undefined,
  );
  return isOneModule ? { kind: 'schemas', schemas: [first, ...others] } : severalOf(wanted, matches, all);
}

function severalOf(
  wanted: string,
  matches: readonly SettingsSchema[],
  all: readonly SettingsSchema[],
): Extract<FoundSchema, { readonly kind: 'error' }> {
  const candidates = matches.map((it) => settingsName(it, all)).sort();
  return { kind: 'error', message: `\`${wanted}\` names several settings`, candidates };
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
