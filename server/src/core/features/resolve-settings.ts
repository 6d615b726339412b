import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import type { Resolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import { findSchemas } from '../schema/find-schemas.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';

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

type Chosen =
  | { readonly ok: true; readonly schemas: readonly SettingsSchema[] }
  | Extract<ResolveAnswer, { ok: false }>;

function chooseSchemas(snapshot: Snapshot, settings: string | undefined): Chosen {
  if (settings !== undefined) {
    const found = findSchemas(snapshot, settings);
    return found.kind === 'schema'
      ? { ok: true, schemas: [found.schema] }
      : { ok: false, message: found.message, candidates: found.candidates };
  }
  const all = schemasOf(snapshot);
  const classes = all.filter((it) => it.className !== undefined);
  const schemas = classes.length > 0 ? classes : all;
  return schemas.length > 0
    ? { ok: true, schemas }
    : { ok: false, message: 'no settings are read by the Python code here', candidates: [] };
}
