import type { Environment } from '../binding/environment.ts';
import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import type { FieldResolution, Resolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dataKey } from '../syntax/data.ts';
import { lineIndex } from '../text/line-index.ts';

/** One version of the code on one set of values, in one environment, as one workload sees it. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly resolution: Resolution;
}

/**
 * What a schema holds in an environment, once for each workload that sees it differently; empty where it has no such
 * environment. Personal layers are nobody's deployment.
 */
export function sidesOf(snapshot: Snapshot, schema: SettingsSchema, environment: string): readonly Side[] {
  const found = environmentNamed(environmentsOf(snapshot, schema), environment);
  if (!found) return [];
  return (found.views ?? [found]).map(shared).map((it) => ({
    snapshot,
    schema,
    environment: it,
    resolution: resolve(snapshot, schema, it),
  }));
}

/** What became of a field. */
export function foundOf({ resolution }: Side, field: Field): FieldResolution | undefined {
  return resolution.fields.find((it) => it.field === field);
}

/** True where something that is not seen may set what nothing else sets. */
export function isHidden({ environment }: Side): boolean {
  return environment.unseen || environment.opaque.length > 0 || environment.outside.length > 0;
}

/** A text that is equal for sides that come to the same. Kept in memory: it holds values. */
export function outcomeKey({ resolution }: Side): string {
  const fields = resolution.fields.map(({ field, state, key, raw, value }) =>
    JSON.stringify([field.name, state, key, raw, value === undefined ? null : dataKey(value)]),
  );
  const errors = resolution.errors.map((it) => JSON.stringify([it.kind, it.type, it.loc, it.message]));
  return [...fields, ...errors, ...resolution.extras.keys(), resolution.ok].join('\n');
}

/** Where a place stands, for reports. */
export function placeOf(
  snapshot: Snapshot,
  place: Place | undefined,
): { readonly path?: string; readonly line?: number } {
  if (!place) return {};
  const file = snapshot.files.get(place.path);
  return file
    ? { path: place.path, line: lineIndex(file).position(place.span.start).line + 1 }
    : { path: place.path };
}
