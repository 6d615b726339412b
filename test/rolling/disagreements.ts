import { isDeepStrictEqual } from 'node:util';
import { faredAs, type ModelGrid } from './ask-grid.ts';
import type { Foretold, Verdict } from './ask-preflight.ts';
import { fateWords } from './fate.ts';
import type { Start } from './lab/deployment.ts';
import { isRight } from './run-outcome.ts';
import type { Shipped } from './ship.ts';

/** The two states of a change in one step, and what clients may see. */
export interface Change {
  readonly today: Shipped;
  readonly next: Shipped;
  readonly right: readonly unknown[];
}

interface Mixture {
  readonly code: 'from' | 'to';
  readonly values: 'from' | 'to';
}

/** Which code a replica runs, and which values it has found. */
function mixtureOf(start: Start, { today, next }: Change): Mixture {
  return {
    code: start.release === next.release ? 'to' : 'from',
    values: isDeepStrictEqual(start.surroundings, today.surroundings) ? 'from' : 'to',
  };
}

/** Where a replica fared otherwise than the replica model says. */
export function gridDifferences(
  grid: ModelGrid,
  starts: readonly Start[],
  change: Change,
): readonly string[] {
  const found = starts.flatMap((start) => {
    const mixture = mixtureOf(start, change);
    const cell = grid(mixture.code, mixture.values);
    if (faredAs(cell, start.fate, change.right)) return [];
    return [`the model says ${cell} of ${wordsFor(mixture)}, which ${fateWords(start.fate)}`];
  });
  return [...new Set(found)];
}

/** Where `preflight` said yes or no of a kind of replica, and one of that kind did the other. */
export function preflightDifferences(
  foretold: Foretold,
  starts: readonly Start[],
  change: Change,
): readonly string[] {
  const either = isDeepStrictEqual(change.today.surroundings, change.next.surroundings);
  const found = starts.flatMap((start) => {
    const mixture = mixtureOf(start, change);
    // What runs on the values of today is what everything else is compared with.
    if (mixture.code === 'from' && mixture.values === 'from') return [];
    const said = foretold.replicas.filter(
      (it) => it.code === mixture.code && (either || it.values === mixture.values),
    );
    if (said.length === 0) return [`preflight says nothing of ${wordsFor(mixture)}`];
    const verdict = worst(said.map((it) => it.verdict));
    if (verdict === (isRight(start.fate, change.right) ? 'yes' : 'no')) return [];
    return [`preflight says ${verdict} of ${wordsFor(mixture)}, which ${fateWords(start.fate)}`];
  });
  return [...new Set(found)];
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return (['no', 'unknown'] as const).find((it) => verdicts.includes(it)) ?? 'yes';
}

function wordsFor({ code, values }: Mixture): string {
  return `${code === 'to' ? 'new' : 'old'} code on ${values === 'to' ? 'new' : 'old'} values`;
}
