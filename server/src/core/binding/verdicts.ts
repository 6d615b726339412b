import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { Environment } from './environment.ts';
import type { FieldResolution, Resolution } from './resolution.ts';
import { resolve } from './resolve.ts';
import { continued, type Trace, traceOf } from './verdicts-trace.ts';

/** The fields for which an environment has no value that the library accepts. */
export interface Verdicts {
  readonly invalid: readonly FieldResolution[];
  readonly missing: readonly FieldResolution[];
}

/**
 * The fields of a schema that are invalid or missing in an environment, in the order of the schema: the same as in
 * what `resolve` gives, without the fields that are well. After a change of values it looks only at these.
 */
export function verdictsOf(snapshot: Snapshot, schema: SettingsSchema, environment: Environment): Verdicts {
  return computed(snapshot)(schema)(environment);
}

const computed = memo((snapshot: Snapshot) =>
  memo((schema: SettingsSchema) =>
    memo((environment: Environment): Verdicts => {
      if (schema.otherReleases) return verdictsIn(resolve(snapshot, schema, environment));
      // With and without personal layers an environment has one name.
      const slot = `${environment.layers.length} ${environment.name}`;
      const traces = lastTraces(schema);
      const before = traces.get(slot);
      const next = before && continued(before, snapshot, schema, environment);
      if (next) {
        traces.set(slot, next.trace);
        return next.verdicts;
      }
      const resolution = resolve(snapshot, schema, environment);
      const trace = traceOf(snapshot, schema, environment, resolution);
      if (trace) traces.set(slot, trace);
      else traces.delete(slot);
      return verdictsIn(resolution);
    }),
  ),
);

const lastTraces = memo((_schema: SettingsSchema) => new Map<string, Trace>());

function verdictsIn({ fields }: Resolution): Verdicts {
  return {
    invalid: fields.filter((it) => it.state === 'invalid'),
    missing: fields.filter((it) => it.state === 'missing'),
  };
}
