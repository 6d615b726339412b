import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { workloadsOf } from './what-runs.ts';

/** True when a workload takes both dotenv files for its process environment. */
export function listedTogether(snapshot: Snapshot, a: string | undefined, b: string | undefined): boolean {
  return fileLists(snapshot).some((paths) => paths.includes(a) && paths.includes(b));
}

const fileLists = memo((snapshot: Snapshot): readonly (readonly (string | undefined)[])[] =>
  workloadsOf(snapshot)
    .map((it) => it.sources.flatMap((source) => (source.kind === 'file' ? [source.path] : [])))
    .filter((paths) => paths.length > 1),
);
