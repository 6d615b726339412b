import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import type { Resolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import type { Snapshot } from '../snapshot.ts';
import { chooseSchemas } from './choose-schemas.ts';

/** Which settings in which environment; both may be left open where there is only one answer. */
export interface ResolveQuestion {
  /** `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`. */
  readonly settings?: string;
  readonly environment?: string;
}

export type ResolveAnswer =
  | { readonly ok: true; readonly resolutions: readonly Resolution[] }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** What the settings objects hold. Without a choice of settings: those of every settings class. */
export function resolveSettings(snapshot: Snapshot, question: ResolveQuestion): ResolveAnswer {
  const chosen = chooseSchemas(snapshot, question.settings);
  if (!chosen.ok) return chosen;
  const resolutions: Resolution[] = [];
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
    resolutions.push(resolve(snapshot, schema, environment));
  }
  return { ok: true, resolutions };
}
