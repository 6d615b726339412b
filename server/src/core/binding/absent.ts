import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import type { Data } from '../syntax/data.ts';
import { isSlip } from '../text/nearest.ts';
import { bind } from './bind.ts';
import type { Environment } from './environment.ts';
import { environmentsOf } from './environments.ts';
import { anchorOf, isFullySeen, layersBelow, type MissingField, supplies } from './missing.ts';
import { plainTextOf, type SetField, setFields } from './set-fields.ts';
import { possibleSupply } from './supply.ts';

/** A field with a default that all other environments set to something else. */
export interface AbsentField extends MissingField {
  /** The environments that set it. */
  readonly setIn: readonly string[];
}

interface Seen {
  readonly environment: Environment;
  readonly set: ReadonlyMap<Field, SetField>;
}

/** More keys than these that are absent are no oversight. */
const FEW = 3;

/**
 * The optional fields that exactly one deployed environment lacks while most set them, none to the default. Only
 * environments of which everything is seen count, so there have to be three.
 */
export function absentFields(snapshot: Snapshot, schema: SettingsSchema): readonly AbsentField[] {
  const environments = environmentsOf(snapshot, schema);
  if (environments.length < 3) return [];
  const whole = environments.filter((it) => isFullySeen(snapshot, schema, it));
  if (whole.length < 3) return [];
  const seen = whole.map((environment): Seen => ({ environment, set: setFields(schema, environment) }));
  const found = schema.fields.flatMap((field) => absence(snapshot, schema, field, seen) ?? []);
  return found.filter(({ environment }) => {
    const lacking = found.filter((it) => it.environment === environment).length;
    const set = seen.find((it) => it.environment === environment)?.set.size ?? 0;
    // A file that lacks more than it has lies over another.
    return lacking <= FEW || lacking < set;
  });
}

function absence(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  seen: readonly Seen[],
): AbsentField | undefined {
  if (field.required || field.deprecated || field.defaultFactory || isSwitch(field.type)) return undefined;
  const setters = seen.filter((it) => it.set.has(field));
  const lacking = seen.filter((it) => !it.set.has(field) && !isDevelopment(it.environment));
  const [only] = lacking;
  if (!only || lacking.length > 1 || setters.length < 2 || setters.length * 2 <= seen.length)
    return undefined;
  const { environment } = only;
  if (!setters.every((it) => isOther(field.default, it.set.get(field)))) return undefined;
  if (possibleSupply(snapshot, schema, environment, field).length > 0) return undefined;
  if (hasSlip(schema, environment, field)) return undefined;
  const below = layersBelow(snapshot, schema, environment);
  if (below.some((layer) => supplies(schema, environment, layer, field))) return undefined;
  const setIn = setters.map((it) => it.environment.name);
  return { schema, environment, field, setIn, ...anchorOf(environment, field) };
}

/** True where a key that no field reads most likely was to be this one. */
function hasSlip(schema: SettingsSchema, environment: Environment, field: Field): boolean {
  const names = field.inputs.map((it) => it.environment.toUpperCase());
  return bind(schema, environment).layers.some(({ binding }) =>
    binding.entries.some(
      ({ kind, entry }) =>
        kind === 'extra' && names.some((name) => isSlip(entry.key.name.toUpperCase(), name)),
    ),
  );
}

function isDevelopment({ name }: Environment): boolean {
  return sameEnvironment(name, 'development');
}

/** What is on in some environments only is meant to be. */
function isSwitch(type: FieldType): boolean {
  if (type.kind === 'optional' || type.kind === 'constrained' || type.kind === 'or-empty')
    return isSwitch(type.inner);
  return type.kind === 'bool' || type.kind === 'switch';
}

/** True where a value is certainly another than the default. */
function isOther(standard: Data | undefined, place: SetField | undefined): boolean {
  const own = place && plainTextOf(place);
  const usual = standard && textOf(standard);
  return own !== undefined && own !== '' && usual !== undefined && own !== usual;
}

function textOf(data: Data): string | undefined {
  switch (data.kind) {
    case 'none':
      return '';
    case 'str':
      return data.value;
    case 'int':
    case 'float':
      return String(data.value);
    case 'list':
      return data.items.length === 0 ? '[]' : undefined;
    case 'dict':
      return data.entries.length === 0 ? '{}' : undefined;
    default:
      return undefined;
  }
}
