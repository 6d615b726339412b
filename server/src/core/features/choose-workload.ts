import type { Environment } from '../binding/environment.ts';
import { environmentsByWorkload } from '../binding/environments.ts';
import { isCalled, labelOf } from '../binding/what-runs.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../supply/supply.ts';

/** An environment as one workload has it, or why there is not exactly one. */
export type ChosenWorkload =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/**
 * The environment as the workload has it that `asked` names: `api`, `Deployment/api`, `api/web` with its container, or
 * `PATH#api` where several files start one of that name.
 */
export function chooseWorkload(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  asked: string,
): ChosenWorkload {
  const all = [
    ...(environment.workload ? [environment] : []),
    ...environmentsByWorkload(snapshot, schema, environment),
  ];
  const exact = all.filter(({ workload }) => workload !== undefined && labelOf(workload) === asked);
  const found = exact.length > 0 ? exact : all.filter(({ workload }) => workload && isMeant(workload, asked));
  const [one, ...more] = found;
  const workloads = (found.length > 0 ? found : all).flatMap((it) => it.workload ?? []);
  if (one && more.length === 0) return { ok: true, environment: one };
  const where = `in \`${environment.name}\``;
  if (one)
    return {
      ok: false,
      message: `several workloads are called \`${asked}\` ${where}`,
      candidates: workloads.map((it) => `${it.path}#${labelOf(it)}`),
    };
  return {
    ok: false,
    message: isGiven(environment)
      ? `the process environment of \`${environment.name}\` was given, so that no workload counts`
      : `no workload \`${asked}\` runs \`${schema.id}\` ${where}`,
    candidates: workloadNames(workloads),
  };
}

/** What `--workload` takes for each of them, in their order. */
export function workloadNames(workloads: readonly Workload[]): readonly string[] {
  return workloads.map((it) => {
    const label = labelOf(it);
    const isOnly = workloads.every((other) => other === it || labelOf(other) !== label);
    return isOnly ? label : `${it.path}#${label}`;
  });
}

/** True where workloads are known that may run the service in an environment. */
export function hasWorkloads(snapshot: Snapshot, schema: SettingsSchema, environment: Environment): boolean {
  return (
    environment.workload !== undefined || environmentsByWorkload(snapshot, schema, environment).length > 0
  );
}

function isMeant(workload: Workload, asked: string): boolean {
  const at = asked.indexOf('#');
  if (at < 0) return isCalled(workload, asked);
  return workload.path === asked.slice(0, at) && isCalled(workload, asked.slice(at + 1));
}

/** True where the process environment was given, so that no workload fills it. */
export function isGiven({ layers }: Environment): boolean {
  return layers.some((it) => it.given !== undefined);
}
