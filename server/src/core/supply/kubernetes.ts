import type { SourceFile } from '../text/source-file.ts';
import { chartFolder, chartOfTemplate } from './helm-chart.ts';
import { plainSupplied } from './kubernetes/plain.ts';
import { withoutScaled } from './kubernetes/replicas.ts';
import { workloadsOf } from './kubernetes/workloads.ts';
import { build } from './kustomize/build.ts';
import { isKustomization, type Kustomization } from './kustomize/kustomization.ts';
import { findIn, linkByLastName } from './kustomize/resources.ts';
import {
  kustomizedPaths,
  rememberLookUps,
  usedFolders,
  type Workspace,
  workspaceOf,
} from './kustomize/workspace.ts';
import { placeMeaning } from './place-environment.ts';
import type { Supplied, Supplier, SupplyProblem } from './supply.ts';

const MANIFEST = /\.(?:ya?ml|json)$/i;

/**
 * Kubernetes manifests, alone and joined by kustomizations: https://kubernetes.io/docs/reference/kubernetes-api/ as of
 * 1.33, kustomize 0.21. Templates of Helm charts are not among them.
 */
export const kubernetes: Supplier = {
  name: 'kubernetes',
  matches: (path) =>
    MANIFEST.test(path) || /(?:^|\/)\.env[^/]*$|\.(?:env|properties)$/.test(path) || isKustomization(path),
  supplied,
};

function supplied(all: readonly SourceFile[]): Supplied {
  const charts = new Set(all.flatMap((it) => chartFolder(it.path) ?? []));
  const files = all.filter((it) => chartOfTemplate(charts, it.path) === undefined);
  const workspace = workspaceOf(files);
  const joined = kustomizedSupplied(workspace);
  const own = kustomizedPaths(workspace);
  const plain = plainSupplied(files.filter((it) => !own.has(it.path) && MANIFEST.test(it.path)));
  return {
    workloads: [...joined.workloads, ...plain.workloads],
    problems: once([...joined.problems, ...plain.problems]),
  };
}

/** What the kustomizations supply that are applied by themselves: those that no other uses, and all overlays. */
function kustomizedSupplied(workspace: Workspace): Supplied {
  const used = usedFolders(workspace);
  const all = [...workspace.kustomizations.values()].filter((it) => !it.isComponent);
  const applied = all.filter((it) => !used.has(it.folder) || isOverlay(it));
  const reached = reachedFolders(workspace, applied);
  // Those that lead back to themselves are used by others, and nothing that is applied leads to them.
  for (const it of all) {
    if (reached.has(it.folder)) continue;
    applied.push(it);
    for (const folder of reachedFolders(workspace, [it])) reached.add(folder);
  }
  const results = applied.map((it) => builtSupplied(workspace, it));
  return {
    workloads: results.flatMap((it) => it.workloads),
    problems: results.flatMap((it) => it.problems),
  };
}

function isOverlay({ folder }: Kustomization): boolean {
  return /(?:^|\/)overlays\/[^/]+$/.test(folder);
}

function reachedFolders({ kustomizations }: Workspace, from: readonly Kustomization[]): Set<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let it = open.pop(); it !== undefined; it = open.pop()) {
    if (reached.has(it.folder)) continue;
    reached.add(it.folder);
    open.push(
      ...it.resources.flatMap(({ path }) => (path === undefined ? [] : (kustomizations.get(path) ?? []))),
    );
  }
  return reached;
}

const builtSupplied = rememberLookUps((lookUps, kustomization, used): Supplied => {
  const built = build(lookUps, kustomization);
  const linked = linkByLastName(built);
  const place = placeMeaning(kustomization.reading.path);
  const results = linked.resources.map((it) => workloadsOf(it, place, findIn(linked, it)));
  const through = used();
  return {
    workloads: withoutScaled(
      results.flatMap((it) => it.workloads),
      linked.resources,
    ).map((it) => ({ ...it, through })),
    problems: [...built.problems, ...results.flatMap((it) => it.problems)],
  };
});

/** What several overlays have of one base is said once. */
function once(problems: readonly SupplyProblem[]): readonly SupplyProblem[] {
  const found = new Map(
    problems.map((it) => [`${it.path}:${it.span.start}:${it.span.end}:${it.message}`, it]),
  );
  return [...found.values()];
}
