import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { environmentsOf } from './environments.ts';
import { namesOf } from './names.ts';
import { foldVariables } from './sources.ts';
import { dotenvVariables, processVariables, type Variable } from './variables.ts';

/** Two aliases of one field that two layers set to different values, of which releases make different things. */
export interface AliasConflict {
  readonly schema: SettingsSchema;
  readonly field: Field;
  /** Of the process environment. */
  readonly high: Variable;
  /** Of a dotenv file. */
  readonly low: Variable;
  /** What the locked release does, else the newest: the service does not start, or one of the two wins. */
  readonly outcome: 'stops' | 'low' | 'high';
  /** What other releases do. */
  readonly elsewhere: 'stops' | 'low';
  readonly environments: readonly string[];
}

/** The conflicts of all schemas, as pydantic-settings of the locked releases decides them. */
export const aliasConflicts: (snapshot: Snapshot) => readonly AliasConflict[] = memo((snapshot) =>
  schemasOf(snapshot).flatMap((schema) => {
    const fields =
      schema.reader === 'pydantic-settings' && schema.open.length === 0 ? severalNames(schema) : [];
    return fields.length === 0 ? [] : conflictsIn(snapshot, schema, fields);
  }),
);

function severalNames({ fields, loading }: SettingsSchema): readonly Field[] {
  const { sources } = loading;
  if (sources.indexOf('process') < 0 || sources.indexOf('process') > sources.indexOf('dotenv')) return [];
  return fields.filter((it) => it.inputs.filter(({ path }) => path.length === 0).length > 1);
}

function conflictsIn(
  snapshot: Snapshot,
  schema: SettingsSchema,
  fields: readonly Field[],
): readonly AliasConflict[] {
  const found: AliasConflict[] = [];
  for (const environment of environmentsOf(snapshot, schema)) {
    const process = processVariables(environment.layers);
    const files = environment.layers.filter((it) => it.kind === 'dotenv' && !it.unproven);
    const low = foldVariables(
      schema,
      files.map((layer) => dotenvVariables(layer, process)),
    );
    const high = foldVariables(schema, [[...process.byName.values()]]);
    for (const field of fields) {
      const conflict = conflictOf(schema, field, high, low);
      const known = found.find(
        (it) =>
          it.field === field &&
          it.low.source.entry === conflict?.low.source.entry &&
          it.high.source.entry === conflict?.high.source.entry,
      );
      if (!conflict) continue;
      const environments = [...(known?.environments ?? []), environment.name];
      if (known) found[found.indexOf(known)] = { ...known, environments };
      else found.push({ ...conflict, environments });
    }
  }
  return found;
}

type Variables = ReadonlyMap<string, Variable>;

function conflictOf(
  schema: SettingsSchema,
  field: Field,
  highs: Variables,
  lows: Variables,
): Omit<AliasConflict, 'environments'> | undefined {
  const inputs = (namesOf(schema).inputs.get(field) ?? []).filter(({ input }) => input.path.length === 0);
  const first = (among: Variables) => inputs.findIndex(({ name }) => isText(among.get(name)));
  const [highAt, lowAt] = [first(highs), first(lows)];
  const high = highs.get(inputs[highAt]?.name ?? '');
  const low = lows.get(inputs[lowAt]?.name ?? '');
  if (!high || !low || highAt === lowAt || isSame(high, low)) return undefined;
  // The same file may be both: a compose file that passes the service's own `.env` on.
  if (highs.get(inputs[lowAt]?.name ?? '') !== undefined) return undefined;
  const stops = schema.loading.extra === 'forbid';
  if (!stops && highAt < lowAt) return undefined;
  const elsewhere = stops ? 'stops' : 'low';
  const merges = /^(?:plain|all)$/.test(behaviourOf(schema.loading.version).normalisesAliases);
  return { schema, field, high, low, outcome: merges ? 'high' : elsewhere, elsewhere };
}

function isText(variable: Variable | undefined): boolean {
  return variable?.value.kind === 'text';
}

function isSame({ value: a }: Variable, { value: b }: Variable): boolean {
  return a.kind === 'text' && b.kind === 'text' && a.text === b.text;
}
