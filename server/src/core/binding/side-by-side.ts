import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../supply/supply.ts';
import { sameData } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import type { Environment } from './environment.ts';
import type { FieldResolution, Resolution, ResolutionError } from './resolution.ts';
import { resolve } from './resolve.ts';
import { isBeside } from './supply-layers.ts';
import { labelOf } from './what-runs.ts';

/** What one of several workloads holds that run side by side. */
export interface WorkloadResolution {
  readonly workload: Workload;
  readonly resolution: Resolution;
}

/**
 * What the settings object holds in an environment, whichever of its workloads makes it: where those that run side by
 * side hold different things, none of them is the environment's, and the field is not decided.
 */
export function resolveForAll(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): Resolution {
  return joined(snapshot)(schema)(environment);
}

/** What each workload of an environment holds; empty where there are not several. */
export function resolveForEach(
  snapshot: Snapshot,
  schema: SettingsSchema,
  { views = [] }: Environment,
): readonly WorkloadResolution[] {
  const each = views.flatMap((view) =>
    view.workload ? [{ workload: view.workload, resolution: resolve(snapshot, schema, view) }] : [],
  );
  return each.length > 1 ? each : [];
}

const joined = memo((snapshot: Snapshot) =>
  memo((schema: SettingsSchema) =>
    memo((environment: Environment): Resolution => {
      const whole = resolve(snapshot, schema, environment);
      return join(whole, resolveForEach(snapshot, schema, environment));
    }),
  ),
);

function join(whole: Resolution, each: readonly WorkloadResolution[]): Resolution {
  const pairs = each.flatMap((one, index) =>
    each.slice(index + 1).flatMap((other) => (isBeside(one.workload, other.workload) ? [[one, other]] : [])),
  ) as readonly (readonly [WorkloadResolution, WorkloadResolution])[];
  if (pairs.length === 0) return whole;
  const open = new Map<string, string>();
  for (const { field } of whole.fields) {
    const pair = pairs.find(([a, b]) => !isSame(fieldIn(a, field.name), fieldIn(b, field.name)));
    if (pair) open.set(field.name, reasonOf(pair));
  }
  const isAll = pairs.length === (each.length * (each.length - 1)) / 2;
  const differing = pairs.find(([a, b]) => a.resolution.ok !== b.resolution.ok);
  const object = differing && open.size === 0 ? [{ ...whole.schema.place, reason: reasonOf(differing) }] : [];
  const agree = (of: (it: Resolution) => boolean | null): boolean | null => {
    const [first, ...others] = each.map((it) => of(it.resolution));
    if (!isAll) return open.size > 0 || differing ? null : of(whole);
    return others.every((it) => it === first) ? (first ?? null) : null;
  };
  const ok = agree((it) => it.ok);
  const isOfAll = (error: ResolutionError) => each.every((it) => has(it.resolution, error));
  return {
    ...whole,
    ok,
    fieldsOk: agree((it) => it.fieldsOk),
    fields: whole.fields.map((it) => {
      if (open.has(it.field.name)) return left(it);
      // What one of them has hides nothing of what another one has.
      return (isAll && each[0] && fieldIn(each[0], it.field.name)) || it;
    }),
    // Where the verdict is that of them all together, so are its reasons.
    errors: isAll || ok === null ? whole.errors.filter(isOfAll) : whole.errors,
    undecided: [
      ...whole.undecided.filter((it) => it.field === undefined || !open.has(it.field)),
      ...whole.fields.flatMap(({ field }) => {
        const reason = open.get(field.name);
        return reason === undefined ? [] : [{ ...field.place, reason, field: field.name }];
      }),
      ...object,
    ],
  };
}

function fieldIn({ resolution }: WorkloadResolution, name: string): FieldResolution | undefined {
  return resolution.fields.find((it) => it.field.name === name);
}

function reasonOf([a, b]: readonly [WorkloadResolution, WorkloadResolution]): string {
  return `\`${labelOf(a.workload)}\` and \`${labelOf(b.workload)}\` differ`;
}

/** Wherever it stands: by value, else by the text that code would judge. */
function isSame(a: FieldResolution | undefined, b: FieldResolution | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.state === 'undecided' && b.state === 'undecided') return a.raw === b.raw;
  const isSet = (it: FieldResolution) => it.state === 'set' || it.state === 'default';
  if (isSet(a) && isSet(b))
    return a.value === undefined || b.value === undefined ? a.raw === b.raw : sameData(a.value, b.value);
  return a.state === b.state && a.raw === b.raw;
}

/** The field without a value, a place or an error, which only one of the workloads gives. */
function left({ field, overrides: _overrides, masked }: FieldResolution): FieldResolution {
  return { field, state: 'undecided', overrides: [], errors: [], masked };
}

function has(resolution: Resolution, error: ResolutionError): boolean {
  return resolution.errors.some(
    (it) =>
      it.kind === error.kind &&
      it.type === error.type &&
      it.field === error.field &&
      (it.loc ?? []).join('.') === (error.loc ?? []).join('.'),
  );
}
