import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { suppliedIn } from '../supply/suppliers.ts';
import type { SupplyProblem, Workload } from '../supply/supply.ts';
import { memo } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import { running, workloadsOf } from './what-runs.ts';

/** What cannot be followed or understood in files that start services of the workspace, by the file it stands in. */
export const suppliedProblems: (snapshot: Snapshot) => ReadonlyMap<string, readonly SupplyProblem[]> = memo(
  (snapshot) => {
    const found = new Map<string, SupplyProblem[]>();
    const all = suppliedIn(snapshot.files).flatMap((it) => it.problems);
    if (all.length === 0) return found;
    const services = [...new Set(schemasOf(snapshot).map((it) => it.service))];
    const paths = new Set(
      services.flatMap((it) => running(snapshot, it).flatMap(({ workload }) => pathsOf(workload))),
    );
    const understood = new Set(workloadsOf(snapshot).map((it) => it.path));
    for (const it of all) {
      // A file that is broken as a whole starts nothing; beside a service it is the service's.
      const isBeside = !understood.has(it.path) && services.includes(folderOf(it.path));
      if (paths.has(it.path) || isBeside) found.set(it.path, [...(found.get(it.path) ?? []), it]);
    }
    return found;
  },
);

/** The files that a workload is put together from. */
function pathsOf({ path, sources }: Workload): readonly string[] {
  return [
    path,
    ...sources.flatMap((source) =>
      source.kind === 'variables' ? source.variables.map((it) => it.path) : [source.at.path],
    ),
  ];
}
