import type { Value } from '../../syntax/document.ts';
import { itemsOf, memberAt } from '../../syntax/value-members.ts';
import { resourcesIn } from '../kubernetes/manifests.ts';
import type { KubernetesObject } from '../kubernetes/objects.ts';
import { report } from '../report.ts';
import type { SupplyProblem } from '../supply.ts';
import { readGenerators } from './generators.ts';
import type { Kustomization, Reference } from './kustomization.ts';
import { mergeStores } from './merge.ts';
import { applyJsonPatches, applyPatches } from './patches.ts';
import { applyReplacements } from './replacements.ts';
import { type Build, linkReferences, type Resource, sameNamespace } from './resources.ts';
import { applyNames, setImages, setReplicas } from './transformers.ts';
import type { LookUps } from './workspace.ts';

/** Kustomizations within kustomizations that are followed. */
const MAX_CHAIN = 16;
/** Kustomizations that are built for one; one that is used in two places is built twice. */
const MAX_BUILDS = 1000;

/** A run for one kustomization. */
interface Building extends LookUps {
  readonly problems: SupplyProblem[];
  nextId: number;
  builds: number;
}

/** What a kustomization gives, and what is wrong with all that it uses. */
export interface Built extends Build {
  readonly problems: readonly SupplyProblem[];
}

/**
 * What `kustomize build` of a folder gives (kustomize 0.21 `accumulateTarget`), as far as process environments go:
 * resources, generators and components in this order, then patches, names and images.
 */
export function build({ files, kustomizations }: LookUps, kustomization: Kustomization): Built {
  const b: Building = { files, kustomizations, problems: [], nextId: 1, builds: 0 };
  return { ...complete(b, kustomization, EMPTY, []), problems: b.problems };
}

const EMPTY: Build = { resources: [], open: false };

/** @param chain the folders that led here */
function complete(b: Building, written: Kustomization, before: Build, chain: readonly string[]): Build {
  // What is wrong with its file is known already; what is wrong in this run is collected anew.
  const { reading } = written;
  b.problems.push(...reading.problems);
  const kustomization = { ...written, reading: { ...reading, problems: b.problems } };
  const here = [...chain, written.folder];
  let held = before;
  for (const it of written.resources) held = addResource(b, kustomization, held, it, here);
  held = addGenerated(b, kustomization, held);
  for (const it of written.components) held = addComponent(b, kustomization, held, it, here);
  return transformed(b, kustomization, held);
}

function transformed(b: Building, kustomization: Kustomization, held: Build): Build {
  const { root } = kustomization;
  let { resources } = held;
  resources = applyPatches(kustomization, resources, b.files);
  resources = linkReferences(resources);
  resources = applyNames(root, resources);
  resources = applyJsonPatches(kustomization, resources, b.files);
  resources = setReplicas(root, setImages(root, resources));
  resources = applyReplacements(kustomization, resources, b.files);
  const makesMore = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'].some(
    (field) => itemsOf(memberAt(root, field)).length > 0,
  );
  return { resources: linkReferences(resources), open: held.open || makesMore };
}

function addResource(
  b: Building,
  kustomization: Kustomization,
  held: Build,
  reference: Reference,
  chain: readonly string[],
): Build {
  const { path } = reference;
  if (path === undefined) return { ...held, open: true };
  const base = b.kustomizations.get(path);
  if (base) {
    if (!mayFollow(b, kustomization, base, reference, chain)) return { ...held, open: true };
    const built = complete(b, base, EMPTY, chain);
    return { resources: [...held.resources, ...built.resources], open: held.open || built.open };
  }
  const file = b.files.get(path);
  if (file === undefined) {
    missing(kustomization, reference);
    return { ...held, open: true };
  }
  const { objects, problems } = resourcesIn(file);
  b.problems.push(...problems);
  const isTemplate = problems.length > 0 && objects.length === 0;
  const added = objects.map((it) => resource(b, it));
  return { resources: [...held.resources, ...added], open: held.open || isTemplate };
}

function resource(b: Building, object: KubernetesObject): Resource {
  const id = b.nextId++;
  return { ...object, id, names: [object.name] };
}

/** False, with a problem, for a kustomization that leads back to itself and for a chain that is too long. */
function mayFollow(
  b: Building,
  { reading }: Kustomization,
  next: Kustomization,
  { at, written }: Reference,
  chain: readonly string[],
): boolean {
  if (chain.includes(next.folder)) {
    report(reading, at.span, `\`${written}\` leads back to this kustomization, so kustomize stops`);
    return false;
  }
  b.builds++;
  if (chain.length < MAX_CHAIN && b.builds <= MAX_BUILDS) return true;
  const limit = chain.length < MAX_CHAIN ? `${MAX_BUILDS}` : `${MAX_CHAIN} within each other`;
  if (b.builds <= MAX_BUILDS + 1)
    report(reading, at.span, `more kustomizations than ${limit} are not followed`, 'info');
  return false;
}

function missing({ reading }: Kustomization, { at, written, path }: Reference): void {
  if (path === undefined || (!/\.ya?ml$/.test(path) && path.includes('.'))) return;
  report(reading, at.span, `there is no \`${written}\` here; kustomize stops`, 'warning');
}

function addComponent(
  b: Building,
  kustomization: Kustomization,
  held: Build,
  reference: Reference,
  chain: readonly string[],
): Build {
  const component = reference.path === undefined ? undefined : b.kustomizations.get(reference.path);
  if (component === undefined) {
    if (reference.path !== undefined) missing(kustomization, reference);
    return { ...held, open: true };
  }
  if (!mayFollow(b, kustomization, component, reference, chain)) return { ...held, open: true };
  return complete(b, component, held, chain);
}

function addGenerated(b: Building, { reading, root }: Kustomization, held: Build): Build {
  let { resources } = held;
  for (const made of readGenerators(reading, root, b.files)) {
    const { store, name, namespace, behavior, at } = made;
    const isSame = (it: Resource) =>
      it.kind === store.kind && it.names.includes(name) && sameNamespace(it.namespace, namespace);
    const before = resources.find(isSame);
    if (behavior === 'create' && before) alreadyThere(reading, at, store.label);
    if (behavior !== 'create' && before === undefined && !held.open)
      report(reading, at.span, `\`${store.label}\` is not there, so kustomize cannot ${behavior} it`);
    if (before?.store && behavior !== 'create') {
      const next = behavior === 'replace' ? store : mergeStores(before.store, store);
      resources = resources.map((it) => (it === before ? { ...it, store: next } : it));
    } else {
      const place = { path: reading.path, span: at.span };
      const labels = new Map<string, string>();
      const object = {
        group: '',
        kind: store.kind,
        name,
        namespace,
        place,
        store,
        labels,
        annotations: labels,
      };
      resources = [...resources, resource(b, object)];
    }
  }
  return { ...held, resources };
}

function alreadyThere(reading: Kustomization['reading'], at: Value, label: string): void {
  report(reading, at.span, `\`${label}\` is there already; without \`behavior\` kustomize stops`);
}
