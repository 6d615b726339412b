import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import { running } from './what-runs.ts';

/** True for a file that a workload of the environment, which runs the service, reads into the process environment. */
export type IsSupplied = (path: string, environment: string) => boolean;

/**
 * Tells the files that workloads read for a service. No library that the service calls is taken to read such a file as
 * well, in the place of the one that the code names: what it refuses in its own file is no matter there.
 */
export function suppliedFiles(snapshot: Snapshot, service: string): IsSupplied {
  const read = running(snapshot, service).flatMap(({ workload }) =>
    workload.role !== 'service'
      ? []
      : workload.sources.flatMap((it) =>
          it.kind === 'file' && it.path !== undefined ? [{ path: it.path, in: workload.environment }] : [],
        ),
  );
  return (path, environment) =>
    read.some(
      (it) =>
        it.path === path &&
        (it.in === undefined
          ? !sameEnvironment(environment, 'development')
          : sameEnvironment(it.in, environment)),
    );
}
