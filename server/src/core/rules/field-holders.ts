import { bindLayer } from '../binding/bind.ts';
import type { Layer } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';

/** An environment that sets a field, and where; personal layers are nobody else's. */
export interface FieldHolder {
  readonly environment: string;
  readonly place: Place;
}

/** The environments whose variables set a field, each with the place of the highest rank. */
export function fieldHolders(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
): readonly FieldHolder[] {
  return environmentsOf(snapshot, schema).flatMap((environment) => {
    const place = shared(environment)
      .layers.flatMap((layer) => placesIn(layer, schema, field))
      .at(-1);
    return place ? [{ environment: environment.name, place }] : [];
  });
}

function placesIn(layer: Layer, schema: SettingsSchema, field: Field): readonly Place[] {
  const { document, path } = layer;
  if (!document || path === undefined) return [];
  const bound = bindLayer(layer, schema, document).byField.get(field) ?? [];
  return bound.map(({ entry }) => ({ path, span: entry.key.span }));
}
