import { isDeepStrictEqual } from 'node:util';
import { faredAs, type ModelGrid } from './ask-grid.ts';
import type { Foretold, Verdict } from './ask-preflight.ts';
import { fateWords } from './fate.ts';
import type { Start, Surroundings } from './lab/deployment.ts';
import { isRight } from './run-outcome.ts';
import type { Shipped } from './ship.ts';

/** Two states of code and environment, and what clients may see. */
export interface Between {
  readonly from: Shipped;
  readonly to: Shipped;
  readonly right: readonly unknown[];
}

/** What is meant on the values of each state: a value may move with them. */
export interface Meant {
  readonly from: readonly unknown[];
  readonly to: readonly unknown[];
}

interface Mixture {
  readonly code: 'from' | 'to';
  readonly values: 'from' | 'to';
}

/** Which code a replica runs, and which values it has found; undefined for values of neither state. */
function mixtureOf(start: Start, { from, to }: Between): Mixture | undefined {
  const values = [from, to].find((it) => sameValues(it.surroundings, start.surroundings));
  if (values === undefined) return undefined;
  return { code: isNewCode(start, { from, to }) ? 'to' : 'from', values: values === from ? 'from' : 'to' };
}

/** Where no code changes, the other side does. */
function isNewCode({ release, surroundings }: Start, { from, to }: Pick<Between, 'from' | 'to'>): boolean {
  const { accepted } = to.surroundings;
  const otherSide = !isDeepStrictEqual(accepted, from.surroundings.accepted);
  return otherSide ? isDeepStrictEqual(surroundings.accepted, accepted) : release === to.release;
}

function sameValues(a: Surroundings, b: Surroundings): boolean {
  return a.dotenv === b.dotenv && isDeepStrictEqual(a.process, b.process);
}

/** Whether the replica model says that a replica fails, or holds what it should not. */
export function saidToFail(grid: ModelGrid, start: Start, between: Between): boolean | undefined {
  const mixture = mixtureOf(start, between);
  return mixture && !['ok', 'n/a'].includes(grid(mixture.code, mixture.values));
}

/** Where a replica fared otherwise than the replica model says. */
export function gridDifferences(
  grid: ModelGrid,
  starts: readonly Start[],
  between: Between,
  meant: Meant,
): readonly string[] {
  const found = starts.flatMap((start) => {
    const mixture = mixtureOf(start, between);
    if (mixture === undefined) return ['a replica starts on values of neither state'];
    const cell = grid(mixture.code, mixture.values);
    if (faredAs(cell, start.fate, meant[mixture.values])) return [];
    return [`the model says ${cell} of ${wordsFor(mixture)}, which ${fateWords(start.fate)}`];
  });
  return [...new Set(found)];
}

/** Where `preflight` said yes or no of a kind of replica, and one of that kind did the other. */
export function preflightDifferences(
  foretold: Foretold,
  starts: readonly Start[],
  between: Between,
): readonly string[] {
  const either = sameValues(between.from.surroundings, between.to.surroundings);
  const found = starts.flatMap((start) => {
    const mixture = mixtureOf(start, between);
    // What runs on the values of today is what everything else is compared with.
    if (mixture === undefined || (mixture.code === 'from' && mixture.values === 'from')) return [];
    const ofCode = foretold.replicas.filter((it) => it.code === mixture.code);
    // Values that come to the same are not told apart.
    const exact = ofCode.filter((it) => it.values === mixture.values);
    const said = either || exact.length === 0 ? ofCode : exact;
    if (said.length === 0) return [`preflight says nothing of ${wordsFor(mixture)}`];
    const verdict = worst(said.map((it) => it.verdict));
    if (verdict === 'unknown' || verdict === (isRight(start.fate, between.right) ? 'yes' : 'no')) return [];
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
