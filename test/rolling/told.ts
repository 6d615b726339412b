import type { Verdict } from './ask-preflight.ts';
import type { Start } from './lab/deployment.ts';
import type { Lab } from './lab/lab.ts';
import { isRight } from './run-outcome.ts';

/** What `preflight` said before a deploy or a rollback, and whether everything then went well. */
export interface Told {
  readonly step: string;
  readonly verdict: Verdict;
  readonly well: boolean;
}

/** True where it said yes and all went well, or no and something broke. It may also not know. */
export function agrees({ verdict, well }: Told): boolean {
  return verdict === (well ? 'yes' : 'no');
}

/** Where it said yes or no, and the other happened. */
export function toldWrong(told: readonly Told[]): readonly string[] {
  return told
    .filter((it) => it.verdict !== 'unknown' && !agrees(it))
    .map(
      (it) =>
        `${it.step}: preflight said ${it.verdict}, and ${it.well ? 'nothing broke' : 'something broke'}`,
    );
}

/** What happens in a lab from now on, until the answer is asked for. */
export function watch(lab: Lab, right: () => readonly unknown[]): () => Happened {
  const first = lab.deployment.starts().length;
  const before = lab.served();
  return () => {
    const starts = lab.deployment.starts().slice(first);
    const now = lab.served();
    const bad = now.failed + now.wrong - before.failed - before.wrong;
    return { starts, well: bad === 0 && starts.every((it) => isRight(it.fate, right())) };
  };
}

export interface Happened {
  readonly starts: readonly Start[];
  /** No client noticed anything, and every start went right. */
  readonly well: boolean;
}
