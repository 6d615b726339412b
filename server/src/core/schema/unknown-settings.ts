import type { Snapshot } from '../snapshot.ts';
import { findSchemas } from './find-schemas.ts';
import { discoveredSchemas } from './readers.ts';
import { isMeant, parseSettingsSpec } from './settings-spec.ts';

/** Why a text names no settings of the workspace; undefined when it names some. A module may have several. */
export function unknownSettings(
  snapshot: Snapshot,
  spec: string,
): { readonly message: string; readonly candidates: readonly string[] } | undefined {
  const found = findSchemas(snapshot, spec);
  if (found.kind !== 'error') return undefined;
  const parsed = parseSettingsSpec(spec);
  return discoveredSchemas(snapshot).some((schema) => isMeant(schema, parsed)) ? undefined : found;
}
