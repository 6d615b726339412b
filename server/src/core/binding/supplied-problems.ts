import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole } from '../supply/environment-name.ts';
import { suppliedIn } from '../supply/suppliers.ts';
import type { EnvironmentFile, SupplyProblem, Workload } from '../supply/supply.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { isSlip } from '../text/nearest.ts';
import { baseName, folderOf } from '../text/relative-path.ts';
import { running, workloadsOf } from './what-runs.ts';

/** What cannot be followed or understood in files that start services of the workspace, by the file it stands in. */
export const suppliedProblems: (snapshot: Snapshot) => ReadonlyMap<string, readonly SupplyProblem[]> = memo(
  (snapshot) => {
    const found = new Map<string, SupplyProblem[]>();
    const services = [...new Set(schemasOf(snapshot).map((it) => it.service))];
    const all = [
      ...suppliedIn(snapshot.files).flatMap((it) => it.problems),
      ...missingFiles(snapshot, services),
    ];
    if (all.length === 0) return found;
    const paths = new Set(
      services.flatMap((it) => running(snapshot, it).flatMap(({ workload }) => pathsOf(workload))),
    );
    const understood = new Set(workloadsOf(snapshot).map((it) => it.path));
    for (const it of all) {
      // A file that is broken as a whole starts nothing; beside a service it is the service's.
      const isBeside = !understood.has(it.path) && services.includes(folderOf(it.path));
      const isSaid = paths.has(it.path) || isBeside || (it.whatever === true && services.length > 0);
      if (isSaid) found.set(it.path, [...(found.get(it.path) ?? []), it]);
    }
    return found;
  },
);

/**
 * Files of variables that a workload cannot start without and that are not here. Only names are spoken of that are read
 * even where git ignores them, and none of which a template beside it says that everybody makes it.
 */
function missingFiles(snapshot: Snapshot, services: readonly string[]): readonly SupplyProblem[] {
  const workloads = services.flatMap((it) => running(snapshot, it).map(({ workload }) => workload));
  const files = new Map<string, EnvironmentFile & { readonly path: string }>();
  for (const source of workloads.flatMap((it) => it.sources)) {
    if (source.kind !== 'file' || !source.required || source.path === undefined) continue;
    if (snapshot.files.has(source.path) || !isDotenvName(source.path)) continue;
    files.set(`${source.at.path} ${source.at.span.start}`, { ...source, path: source.path });
  }
  return [...files.values()].flatMap(({ path, at }): readonly SupplyProblem[] => {
    const beside = namesBeside(snapshot, path);
    if (beside.some((it) => dotenvRole(it)?.kind === 'template')) return [];
    const meant = beside.find((it) => isSlip(baseName(path), it));
    const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
    const message = `\`${path}\` is not here, and the service does not start without it${hint}`;
    return [{ ...at, message, severity: meant === undefined ? 'info' : 'warning' }];
  });
}

function isDotenvName(path: string): boolean {
  return dotenvRole(baseName(path)) !== undefined;
}

function namesBeside(snapshot: Snapshot, path: string): readonly string[] {
  return filesOf(snapshot.files, isDotenvName)
    .filter((it) => folderOf(it.path) === folderOf(path))
    .map((it) => baseName(it.path));
}

/** The files that a workload is put together from. */
function pathsOf({ path, through = [], sources }: Workload): readonly string[] {
  return [
    path,
    ...through,
    ...sources.flatMap((source) =>
      source.kind === 'variables' ? [...new Set(source.variables.map((it) => it.path))] : [source.at.path],
    ),
  ];
}
