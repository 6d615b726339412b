import type { Edit } from '../../text/edit.ts';
import type { EnvironmentFacts, LayerFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';

/** What changes outside of the code: one action per file, and what people do. */
export interface EnvironmentChange {
  readonly environment: readonly EnvironmentEdit[];
  readonly notes: readonly string[];
}

/** Two lines that go from the end of a file may both want the line break between them. */
function withoutOverlap(edits: readonly Edit[]): readonly Edit[] {
  const result: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    const last = result.at(-1);
    const overlaps = last !== undefined && edit.span.start < last.span.end;
    if (!overlaps || last.newText !== '' || edit.newText !== '') result.push(edit);
    else {
      const end = Math.max(last.span.end, edit.span.end);
      result[result.length - 1] = { span: { start: last.span.start, end }, newText: '' };
    }
  }
  return result;
}

function inPath(path: string, edits: readonly Edit[]): EnvironmentEdit['edits'] {
  return withoutOverlap(edits).map((edit) => ({ ...edit, path }));
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
    edits: withoutOverlap(edits).map((edit) => ({ path, ...edit })),
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
  return { ...all, edits: inPath(all.path, [...all.edits, ...added.edits]) };
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
      edits: inPath(it.path, [...known.edits, ...it.edits]),
      production: known.production || it.production,
      needsConfirmation: known.needsConfirmation || it.needsConfirmation,
    });
  }
  return { environment: [...byPath.values()], notes: [...new Set([...a.notes, ...b.notes])] };
}
