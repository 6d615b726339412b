import type { SourceFile } from '../text/source-file.ts';
import { chartFolder, chartOfTemplate } from './helm-chart.ts';
import { placeEnvironment } from './kubernetes/place-environment.ts';
import { plainSupplied } from './kubernetes/plain.ts';
import { workloadsOf } from './kubernetes/workloads.ts';
import { type Building, build, building, kustomizedPaths, usedFolders } from './kustomize/build.ts';
import { isKustomization } from './kustomize/kustomization.ts';
import { findIn, linkByLastName } from './kustomize/resources.ts';
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
  const b = building(files);
  const joined = kustomizedSupplied(b);
  const own = kustomizedPaths(b);
  const plain = plainSupplied(files.filter((it) => !own.has(it.path) && MANIFEST.test(it.path)));
  return {
    workloads: [...joined.workloads, ...plain.workloads],
    problems: once([...b.problems, ...joined.problems, ...plain.problems]),
  };
}

/** What the kustomizations supply that are applied by themselves: those that no other uses, and all overlays. */
function kustomizedSupplied(b: Building): Supplied {
  const used = usedFolders(b);
  const results = [...b.kustomizations.values()].flatMap((kustomization) => {
    const environment = placeEnvironment(`${kustomization.folder}/`);
    if (kustomization.isComponent || (used.has(kustomization.folder) && environment === undefined)) return [];
    const built = linkByLastName(build(b, kustomization));
    return built.resources.map((it) => workloadsOf(it, environment, findIn(built, it)));
  });
  for (const it of b.kustomizations.values()) if (!it.isComponent && !b.built.has(it.folder)) build(b, it);
  return {
    workloads: results.flatMap((it) => it.workloads),
    problems: results.flatMap((it) => it.problems),
  };
}

/** What several overlays have of one base is said once. */
function once(problems: readonly SupplyProblem[]): readonly SupplyProblem[] {
  const found = new Map(
    problems.map((it) => [`${it.path}:${it.span.start}:${it.span.end}:${it.message}`, it]),
  );
  return [...found.values()];
}
