import type { Environment } from '../binding/environment.ts';
import { resolveForAll, resolveForEach } from '../binding/side-by-side.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { workloadNames } from './choose-workload.ts';

/** Whether the service starts in one of several workloads. */
export interface WorkloadStart {
  /** As `--workload` takes it. */
  readonly name: string;
  /** As `resolve` says it. */
  readonly ok: boolean | null;
}

/** The workloads of an environment that run side by side, where they do not all hold the same; else none. */
export function differingWorkloads(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): readonly WorkloadStart[] {
  const each = resolveForEach(snapshot, schema, environment);
  const reasons = new Set(each.flatMap((it) => it.resolution.undecided.map(({ reason }) => reason)));
  const { undecided } = resolveForAll(snapshot, schema, environment);
  if (undecided.every((it) => reasons.has(it.reason))) return [];
  const names = workloadNames(each.map((it) => it.workload));
  return each.map(({ resolution }, index) => ({ name: names[index] ?? '', ok: resolution.ok }));
}

/** What to say for the values of one of them: ``say `--workload api` or `--workload worker` ``. */
export function workloadChoices(workloads: readonly WorkloadStart[]): string {
  const options = workloads.map((it) => `\`--workload ${it.name}\``);
  return `say ${[options.slice(0, -1).join(', '), ...options.slice(-1)].join(' or ')}`;
}

/** Which of them start and which do not, in words. */
export function workloadStarts(workloads: readonly WorkloadStart[]): string {
  const words = (ok: boolean | null) => (ok === null ? 'depends' : ok ? 'starts' : 'does not start');
  return workloads.map((it) => `\`${it.name}\` ${words(it.ok)}`).join(', ');
}
