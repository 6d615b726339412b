import assert from 'node:assert/strict';
import type { Repository } from './lab/repository.ts';
import type { Shipped } from './ship.ts';

export type Verdict = 'yes' | 'no' | 'unknown';

/** What `crossfade preflight` says of bringing production from one state to another, and of one kind of replica. */
export interface Foretold {
  readonly deploy: Verdict;
  readonly rollback: Verdict;
  readonly replicas: readonly {
    /** The code that it runs, and the values that it sees at its start. */
    readonly code: 'from' | 'to';
    readonly values: 'from' | 'to';
    readonly verdict: Verdict;
    readonly why: string;
  }[];
}

interface Report {
  readonly deploy: Verdict;
  readonly rollback: Verdict;
  readonly readers: readonly {
    readonly settings: string;
    readonly replicas: readonly {
      readonly replica: 'running' | 'new' | 'rolled-back';
      readonly values: 'today' | 'release';
      readonly verdict: Verdict;
      readonly problems: readonly { readonly message: string }[];
    }[];
  }[];
}

/** Asks the command line. The class alone counts: what `app.main` reads beside it, no migration touches. */
export async function askPreflight(
  { crossfade }: Pick<Repository, 'crossfade'>,
  from: Shipped,
  to: Shipped,
): Promise<Foretold> {
  const asked = ['preflight', '--from', from.commit, '--to', to.commit, '--environment', 'production'];
  const ran = await crossfade(...asked, '--format', 'json', '--exit-zero');
  assert.equal(ran.status, 0, `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`);
  const report = JSON.parse(ran.out) as Report;
  const replicas = report.readers.flatMap((reader) =>
    reader.replicas.map((it) => ({
      code: it.replica === 'new' ? ('to' as const) : ('from' as const),
      values: it.values === 'today' ? ('from' as const) : ('to' as const),
      verdict: it.verdict,
      why: it.problems.map(({ message }) => message).join('; '),
    })),
  );
  return { deploy: report.deploy, rollback: report.rollback, replicas };
}
