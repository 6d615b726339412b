import type { Verdict } from './ask-preflight.ts';
import { type Fate, fateWords, sameFate } from './fate.ts';
import type { Start } from './lab/deployment.ts';
import type { Served } from './lab/load.ts';
import { resolvedStart } from './lab/prediction.ts';
import type { Scenario } from './scenario.ts';

/** What came of one run, replica by replica and request by request. */
export interface RunOutcome {
  readonly name: string;
  readonly plan: string;
  readonly served: Served;
  readonly starts: number;
  /** Starts that were said to fail, or to hold what they should not, and those that did. */
  readonly predicted: number;
  readonly seen: number;
  /** Starts of which nothing was said. */
  readonly open: number;
  /** Where prediction and replica differ. */
  readonly differences: readonly string[];
  /** What else went wrong. */
  readonly problems: readonly string[];
  /** What `preflight` said before each deploy and rollback. */
  readonly foretold: readonly Verdict[];
}

type Run = Pick<Scenario, 'name' | 'right' | 'inUse'> & { readonly plan?: string };

/** Compares every start with what `resolve` says of it. */
export function outcomeOf(
  scenario: Run,
  { served, starts }: { readonly served: Served; readonly starts: readonly Start[] },
  told: Pick<RunOutcome, 'problems' | 'foretold'>,
): RunOutcome {
  const judged = starts.map((start) => ({
    start,
    said: resolvedStart(start.release, start.surroundings, scenario.inUse),
  }));
  const bad = (fate: Fate | undefined) => fate !== undefined && !isRight(fate, scenario.right);
  return {
    name: scenario.name,
    plan: scenario.plan ?? 'in one step',
    served,
    starts: starts.length,
    predicted: judged.filter((it) => bad(it.said)).length,
    seen: starts.filter((it) => bad(it.fate)).length,
    open: judged.filter((it) => it.said === undefined).length,
    differences: judged.flatMap(({ start, said }) =>
      said === undefined || sameFate(said, start.fate) ? [] : [difference(start, said)],
    ),
    ...told,
  };
}

/** True where a replica runs and holds what it should. */
export function isRight(fate: Fate, right: readonly unknown[]): boolean {
  return fate.kind === 'value' && right.some((it) => JSON.stringify(it) === JSON.stringify(fate.value));
}

function difference({ release, slot, why, fate, said: wrote }: Start, said: Fate): string {
  return `replica ${slot}, ${why} of ${release.name}: said ${fateWords(said)}, is ${fateWords(fate)} ${wrote}`;
}
