import type { Environment } from '../binding/environment.ts';
import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import type { FieldResolution, Resolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import { resolveForAll } from '../binding/side-by-side.ts';
import { labelOf } from '../binding/what-runs.ts';
import { variableName } from '../rules/reader-name.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { toJson } from '../values/dump.ts';
import { type ChosenSchemas, chooseSchemas } from './choose-schemas.ts';
import { type ChosenWorkload, chooseWorkload, hasWorkloads, isGiven } from './choose-workload.ts';
import { differingWorkloads, type WorkloadStart } from './differing-workloads.ts';
import { type Compared, comparedAll, groupsOf, isUnseen, mayBeSet, type SeenField } from './seen-field.ts';
import { showData, showValue } from './show-value.ts';
import { lineOf, type SourcePlace, sourcePlace } from './source-place.ts';

/** Which settings, in which environments; without a choice, all of them. */
export interface MatrixQuestion {
  /** `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`. */
  readonly settings?: string;
  /** Names of environments, in the order of the columns. */
  readonly environments?: readonly string[];
  /** The workload whose process environment counts, where several run the service. */
  readonly workload?: string;
}

/** Key × environment for one settings class or module. Plain data without a secret in it. */
export interface Matrix {
  readonly settings: string;
  readonly service: string;
  readonly environments: readonly MatrixEnvironment[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixEnvironment {
  readonly name: string;
  readonly production: boolean;
  /** As `resolve` says it. */
  readonly ok: boolean | null;
  readonly assumes: Resolution['assumes'];
  readonly unseen: boolean;
  /** Stores of it that cannot be read. */
  readonly opaque: readonly string[];
  /** What was assumed of its layers. */
  readonly guess?: string;
  /** The workload that was asked for, whose process environment it is. */
  readonly workload?: string;
  /** Where several run side by side that do not hold the same: each of them, as `--workload` takes it. */
  readonly workloads: readonly WorkloadStart[];
  /** Where its values come from, highest rank first; below all of them are the defaults of the code. */
  readonly layers: readonly SourcePlace[];
}

export interface MatrixRow {
  readonly field: string;
  /** The variable that sets it, as people write it. */
  readonly key: string;
  readonly annotation: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly compared: Compared;
  /** One per environment, in their order. */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  /** `possible`: something that is not understood may set it. `unseen`: nothing of the environment is here. */
  readonly state: 'set' | 'default' | 'missing' | 'possible' | 'invalid' | 'undecided' | 'unseen';
  /** The key under which it was found. */
  readonly key?: string;
  /** As JSON; absent for secrets and where there is none. */
  readonly value?: unknown;
  /** The value in a short line, masked where it is a secret; empty where there is none. */
  readonly text: string;
  readonly masked: boolean;
  /** Cells of a row with the same number hold the same value; absent where that is not known. */
  readonly group?: number;
  readonly source?: SourcePlace;
  readonly overrides: readonly SourcePlace[];
  /** Why it is refused or not decided. */
  readonly reason?: string;
}

type RefusedWorkload = ChosenWorkload & { readonly ok: false };

export type MatrixAnswer =
  | {
      readonly ok: true;
      readonly matrices: readonly Matrix[];
      /** Why a column is not there that was asked for: the workload does not run in that environment. */
      readonly leftOut: readonly RefusedWorkload[];
    }
  | Extract<ChosenSchemas, { readonly ok: false }>;

/** Key × environment. Settings that have none of the environments asked for are left out, unless all have none. */
export function matrices(snapshot: Snapshot, question: MatrixQuestion): MatrixAnswer {
  const chosen = chooseSchemas(snapshot, question.settings);
  if (!chosen.ok) return chosen;
  const names = question.environments ?? [];
  const all = chosen.schemas.map((schema) => ({ schema, environments: environmentsOf(snapshot, schema) }));
  const unknown = names.find((name) => !all.some((it) => environmentNamed(it.environments, name)));
  if (unknown !== undefined) {
    const candidates = [...new Set(all.flatMap((it) => it.environments.map(({ name }) => name)))];
    return { ok: false, message: `there is no environment \`${unknown}\``, candidates };
  }
  const wanted = all.flatMap(({ schema, environments }) => {
    const own =
      names.length === 0
        ? environments
        : [...new Set(names.flatMap((name) => environmentNamed(environments, name) ?? []))];
    return own.length === 0 ? [] : [{ schema, environments: own }];
  });
  const { workload } = question;
  if (workload !== undefined) return matricesOfWorkload(snapshot, wanted, workload);
  const found = wanted.map((it) =>
    matrixOf(
      snapshot,
      it.schema,
      it.environments.map((environment) => resolveForAll(snapshot, it.schema, environment)),
    ),
  );
  return { ok: true, matrices: found, leftOut: [] };
}

interface Wanted {
  readonly schema: SettingsSchema;
  readonly environments: readonly Environment[];
}

/** As one workload has it. Environments in which only others run are left out; those that none supplies stay. */
function matricesOfWorkload(snapshot: Snapshot, wanted: readonly Wanted[], workload: string): MatrixAnswer {
  const all = wanted.map((it) => columnsOfWorkload(snapshot, it, workload));
  const found = all.filter((it) => it.isThere);
  if (found.length > 0) {
    const shown = found.map(({ schema, columns }) =>
      withWorkloads(matrixOf(snapshot, schema, columns), columns),
    );
    return { ok: true, matrices: shown, leftOut: found.flatMap((it) => it.refused) };
  }
  const refused = all.flatMap((it) => it.refused);
  const [first] = refused;
  const none = { ok: false, message: `no workload \`${workload}\` runs a service`, candidates: [] } as const;
  return refused.find((it) => it.candidates.length > 0) ?? first ?? none;
}

interface WorkloadColumns {
  readonly schema: SettingsSchema;
  readonly columns: readonly Resolution[];
  readonly refused: readonly RefusedWorkload[];
  /** True where the workload runs in one of the environments. */
  readonly isThere: boolean;
}

function columnsOfWorkload(
  snapshot: Snapshot,
  { schema, environments }: Wanted,
  workload: string,
): WorkloadColumns {
  const all = environments.map((environment) => {
    const stays = !hasWorkloads(snapshot, schema, environment);
    const chosen =
      stays && !isGiven(environment) ? undefined : chooseWorkload(snapshot, schema, environment, workload);
    return { stays, chosen, environment: chosen?.ok ? chosen.environment : environment };
  });
  return {
    schema,
    columns: all.flatMap(({ stays, chosen, environment }) =>
      stays || chosen?.ok ? [resolve(snapshot, schema, environment)] : [],
    ),
    refused: all.flatMap(({ chosen }) => (chosen && !chosen.ok ? [chosen] : [])),
    isThere: all.some(({ chosen }) => chosen?.ok),
  };
}

function withWorkloads(matrix: Matrix, columns: readonly Resolution[]): Matrix {
  const environments = matrix.environments.map((it, index) => {
    const workload = columns[index]?.environment.workload;
    return workload ? { ...it, workload: labelOf(workload) } : it;
  });
  return { ...matrix, environments };
}

function matrixOf(snapshot: Snapshot, schema: SettingsSchema, resolutions: readonly Resolution[]): Matrix {
  return {
    settings: schema.id,
    service: schema.service,
    environments: resolutions.map((it) => columnOf(snapshot, it)),
    rows: schema.fields.map((field) => rowOf(snapshot, schema, field, resolutions)),
  };
}

function rowOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  resolutions: readonly Resolution[],
): MatrixRow {
  const seen = resolutions.flatMap(({ environment, fields, undecided }): SeenField[] => {
    const found = fields.find((it) => it.field === field);
    const reason = undecided.find((it) => it.field === field.name)?.reason;
    return found ? [{ found, environment, ...(reason === undefined ? {} : { undecided: reason }) }] : [];
  });
  const groups = groupsOf(seen);
  return {
    field: field.name,
    key: variableName(schema, field),
    annotation: field.annotation,
    required: field.required,
    secret: field.secret || seen.some((it) => it.found.masked),
    path: field.place.path,
    line: lineOf(snapshot, field.place),
    compared: comparedAll(seen),
    cells: seen.map((it, column) => cellOf(snapshot, it, groups[column])),
  };
}

function columnOf(snapshot: Snapshot, resolution: Resolution): MatrixEnvironment {
  const { schema, environment, ok, assumes } = resolution;
  // Processes side by side may have one file each time.
  const once = new Map([...environment.layers].reverse().map((it) => [`${it.kind} ${it.path}`, it]));
  const layers = [...once.values()].map((layer) => sourcePlace(snapshot, { kind: layer.kind, layer }));
  return {
    name: environment.name,
    production: environment.production,
    ok,
    assumes,
    unseen: environment.unseen,
    opaque: environment.opaque,
    ...(environment.guess === undefined ? {} : { guess: environment.guess }),
    workloads: differingWorkloads(snapshot, schema, environment),
    layers,
  };
}

function cellOf(snapshot: Snapshot, seen: SeenField, group: number | undefined): MatrixCell {
  if (isUnseen(seen)) return { state: 'unseen', text: '', masked: false, overrides: [] };
  const found = withoutMask(seen.found);
  const { masked, value, source, key } = found;
  const reason = reasonOf(seen);
  return {
    state: mayBeSet(seen) ? 'possible' : found.state,
    ...(key === undefined ? {} : { key }),
    ...(value === undefined || masked ? {} : { value: toJson(value) }),
    text: textOf(found),
    masked,
    ...(group === undefined ? {} : { group }),
    ...(source ? { source: sourcePlace(snapshot, source) } : {}),
    overrides: found.overrides.map((it) => sourcePlace(snapshot, it)),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** That the code has no secret by default is none. */
function withoutMask(found: FieldResolution): FieldResolution {
  return found.state === 'default' && found.value?.kind === 'none' ? { ...found, masked: false } : found;
}

/** Empty where there is nothing to show, masked or not. */
function textOf(found: FieldResolution): string {
  if (found.value !== undefined || (found.masked && found.raw !== undefined)) return showValue(found);
  return found.raw === undefined ? '' : showData({ kind: 'str', value: found.raw });
}

function reasonOf({ found, environment, undecided }: SeenField): string | undefined {
  if (found.state === 'invalid') return found.errors[0]?.message;
  const [place] = found.possible ?? [];
  if (place) return `\`${place.path}\` may set it`;
  if (found.state === 'undecided') return undecided;
  if (found.state !== 'missing') return undefined;
  const [store] = environment.opaque;
  return store === undefined ? undefined : `\`${store}\` cannot be read`;
}

/** What rows of a matrix can be asked for. */
export type RowKind = 'differing' | 'missing' | 'invalid' | 'undecided' | 'secret';

export const ROW_KINDS: readonly RowKind[] = ['differing', 'missing', 'invalid', 'undecided', 'secret'];

/** The matrix with only those rows that are of one of the kinds; all of them where no kind is named. */
export function onlyRows(matrix: Matrix, kinds: readonly RowKind[]): Matrix {
  if (kinds.length === 0) return matrix;
  return { ...matrix, rows: matrix.rows.filter((row) => kinds.some((kind) => isOfKind(row, kind))) };
}

function isOfKind(row: MatrixRow, kind: RowKind): boolean {
  switch (kind) {
    case 'differing':
      return row.compared === 'different' || row.compared === 'missing';
    case 'missing':
      return row.cells.some((it) => it.state === 'missing');
    case 'invalid':
      return row.cells.some((it) => it.state === 'invalid');
    case 'undecided':
      return row.cells.some((it) => it.state === 'undecided' || it.state === 'possible');
    case 'secret':
      return row.secret;
  }
}
