import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import type { Resolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import { resolveForAll } from '../binding/side-by-side.ts';
import type { Snapshot } from '../snapshot.ts';
import { chooseSchemas } from './choose-schemas.ts';
import { chooseWorkload } from './choose-workload.ts';

/** Which settings in which environment; all may be left open where there is only one answer. */
export interface ResolveQuestion {
  /** `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`. */
  readonly settings?: string;
  readonly environment?: string;
  /** The workload whose process environment counts, where several run the service. */
  readonly workload?: string;
}

export type ResolveAnswer =
  | { readonly ok: true; readonly resolutions: readonly Resolution[] }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** What the settings objects hold. Without a choice of settings: those of every settings class. */
export function resolveSettings(snapshot: Snapshot, question: ResolveQuestion): ResolveAnswer {
  const chosen = chooseSchemas(snapshot, question.settings);
  if (!chosen.ok) return chosen;
  const resolutions: Resolution[] = [];
  // Settings of other services are not what a workload of this one is asked about.
  let refused: (ResolveAnswer & { readonly ok: false }) | undefined;
  for (const schema of chosen.schemas) {
    const environments = environmentsOf(snapshot, schema);
    const wanted = question.environment ?? 'development';
    const known = environmentNamed(environments, wanted);
    const environment =
      known ??
      (question.environment === undefined && environments.length === 1 ? environments[0] : undefined);
    if (!environment) {
      const candidates = environments.map((it) => it.name);
      return { ok: false, message: `\`${schema.id}\` has no environment \`${wanted}\``, candidates };
    }
    if (question.workload === undefined) {
      resolutions.push(resolveForAll(snapshot, schema, environment));
      continue;
    }
    const workload = chooseWorkload(snapshot, schema, environment, question.workload);
    if (workload.ok) resolutions.push(resolve(snapshot, schema, workload.environment));
    else refused ??= workload;
  }
  return refused && resolutions.length === 0 ? refused : { ok: true, resolutions };
}
