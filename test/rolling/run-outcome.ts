import { type Fate, fateWords, sameFate } from './fate.ts';
import type { Start } from './lab/deployment.ts';
import type { Served } from './lab/load.ts';
import { resolvedStart } from './lab/prediction.ts';
import type { Change } from './scenario.ts';
import type { Talk } from './talk.ts';
import type { Told } from './told.ts';

/** What came of one run, replica by replica and request by request. */
export interface RunOutcome {
  readonly name: string;
  readonly plan: string;
  readonly served: Served;
  readonly starts: number;
  /** Starts that were said to fail, or to hold what they should not, and those that did. */
  readonly predicted: number;
  readonly seen: number;
  /** Of those seen, starts that run and hold what they should not. */
  readonly misled: number;
  /** Starts of which nothing was said. */
  readonly open: number;
  /** Where prediction and replica differ. */
  readonly differences: readonly string[];
  /** What else went wrong. */
  readonly problems: readonly string[];
  /** What `preflight` said before each deploy and rollback, and what happened. */
  readonly told: readonly Told[];
  /** Tokens that replicas have signed for each other: refused ones count as predicted and seen. */
  readonly talk?: Talk;
}

/** A start of a replica, and what `resolve` says of it. */
export interface Judged {
  readonly start: Start;
  readonly said: Fate | undefined;
}

/** Compares every start with what `resolve` says of it. */
export function judgeStarts(change: Change, starts: readonly Start[]): readonly Judged[] {
  const known = new Map<string, Fate | undefined>();
  return starts.map((start) => {
    const { release, surroundings } = start;
    const key = JSON.stringify([release.files, surroundings]);
    if (!known.has(key)) known.set(key, resolvedStart(release, surroundings, change.inUse));
    return { start, said: known.get(key) };
  });
}

/**
 * What a run comes to.
 * @param ofModel whether a start is said to fail of which `resolve` says nothing
 */
export function outcomeOf(
  change: Change,
  served: Served,
  judged: readonly Judged[],
  more: Pick<RunOutcome, 'plan' | 'problems' | 'told' | 'talk'>,
  ofModel: (start: Start) => boolean | undefined = () => undefined,
): RunOutcome {
  const bad = (fate: Fate) => !isRight(fate, change.right);
  // What a validator makes of a value is left open: there the model alone decides.
  const said = judged.map((it) => (it.said === undefined ? ofModel(it.start) : bad(it.said)));
  return {
    name: change.name,
    served,
    starts: judged.length,
    predicted: said.filter((it) => it === true).length + (more.talk?.predicted ?? 0),
    seen: judged.filter((it) => bad(it.start.fate)).length + (more.talk?.seen ?? 0),
    misled: judged.filter((it) => it.start.fate.kind === 'value' && bad(it.start.fate)).length,
    open: said.filter((it) => it === undefined).length,
    differences: [
      ...judged.flatMap(({ start, said }) =>
        said === undefined || sameFate(said, start.fate) ? [] : [difference(start, said)],
      ),
      ...(more.talk?.differences ?? []),
    ],
    ...more,
  };
}

/** True where a replica runs and holds what it should. */
export function isRight(fate: Fate, right: readonly unknown[]): boolean {
  return fate.kind === 'value' && right.some((it) => JSON.stringify(it) === JSON.stringify(fate.value));
}

function difference({ release, slot, why, fate, said: wrote }: Start, said: Fate): string {
  return `replica ${slot}, ${why} of ${release.name}: said ${fateWords(said)}, is ${fateWords(fate)} ${wrote}`;
}
