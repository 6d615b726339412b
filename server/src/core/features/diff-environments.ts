import type { Snapshot } from '../snapshot.ts';
import { type Matrix, type MatrixQuestion, type MatrixRow, matrices } from './matrix.ts';

/** Two environments of the same settings, side by side: a matrix of two columns, rows in the order of the code. */
export interface EnvironmentDiff {
  readonly matrix: Matrix;
  /** How many rows relate in which way. */
  readonly counts: Readonly<Record<MatrixRow['compared'], number>>;
}

export type EnvironmentDiffAnswer =
  | { readonly ok: true; readonly diffs: readonly EnvironmentDiff[] }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** What differs between two environments, for all settings that have both. */
export function diffEnvironments(
  snapshot: Snapshot,
  a: string,
  b: string,
  question: Omit<MatrixQuestion, 'environments'>,
): EnvironmentDiffAnswer {
  const answer = matrices(snapshot, { ...question, environments: [a, b] });
  if (!answer.ok) return answer;
  const both = answer.matrices.filter((it) => it.environments.length === 2);
  if (both.length === 0) {
    const [refused] = answer.leftOut;
    if (refused) return refused;
    const names = answer.matrices.flatMap((it) => it.environments.map(({ name }) => name));
    const message = `no settings have both environments, \`${a}\` and \`${b}\``;
    return { ok: false, message, candidates: [...new Set(names)] };
  }
  return { ok: true, diffs: both.map(diffOf) };
}

function diffOf(matrix: Matrix): EnvironmentDiff {
  const counts = { same: 0, different: 0, missing: 0, unknown: 0 };
  for (const { compared } of matrix.rows) counts[compared]++;
  return { matrix, counts };
}
