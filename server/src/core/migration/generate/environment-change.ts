import type { Edit } from '../../text/edit.ts';
import type { EnvironmentFacts, LayerFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';

/** What changes outside of the code: one action per file, and what people do. */
export interface EnvironmentChange {
  readonly environment: readonly EnvironmentEdit[];
  readonly notes: readonly string[];
}

/** The edits of one file. */
export function edited(
  layer: LayerFacts,
  path: string,
  environment: EnvironmentFacts,
  edits: readonly Edit[],
): EnvironmentEdit {
  return {
    path,
    environments: [environment.name],
    edits: edits.map((edit) => ({ path, ...edit })),
    production: environment.production,
    tracked: layer.tracked,
    needsConfirmation: environment.production || !layer.tracked,
  };
}

/** Edits of two entries of one file. */
export function both(
  known: EnvironmentEdit,
  added: EnvironmentEdit,
  environment: EnvironmentFacts,
): EnvironmentEdit {
  const all = known.environments.includes(environment.name) ? known : joined(known, environment);
  return { ...all, edits: [...all.edits, ...added.edits] };
}

/** The edits of a file that one more environment reads. */
export function joined(known: EnvironmentEdit, environment: EnvironmentFacts): EnvironmentEdit {
  const production = known.production || environment.production;
  return {
    ...known,
    environments: [...known.environments, environment.name],
    production,
    needsConfirmation: known.needsConfirmation || production,
  };
}

/** One action for each file, whatever groups of keys it holds. */
export function joinedChange(a: EnvironmentChange, b: EnvironmentChange): EnvironmentChange {
  const byPath = new Map(a.environment.map((it) => [it.path, it]));
  for (const it of b.environment) {
    const known = byPath.get(it.path);
    if (known === undefined) {
      byPath.set(it.path, it);
      continue;
    }
    byPath.set(it.path, {
      ...known,
      environments: [...new Set([...known.environments, ...it.environments])],
      edits: [...known.edits, ...it.edits],
      production: known.production || it.production,
      needsConfirmation: known.needsConfirmation || it.needsConfirmation,
    });
  }
  return { environment: [...byPath.values()], notes: [...new Set([...a.notes, ...b.notes])] };
}
