import { folderOf } from '../../text/relative-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { placeMeaning } from '../place-environment.ts';
import type { Supplied } from '../supply.ts';
import type { StoreReference } from './container.ts';
import { manifestsIn } from './manifests.ts';
import type { KubernetesObject } from './objects.ts';
import { withoutScaled } from './replicas.ts';
import type { Found } from './sources.ts';
import { workloadsOf } from './workloads.ts';

/**
 * What manifests supply that no kustomization joins. Which of them are applied together nothing says: a reference leads
 * to the nearest object of that name, and one that leads nowhere is no mistake.
 */
export function plainSupplied(files: readonly SourceFile[]): Supplied {
  const read = files.map(manifestsIn);
  const objects = read.flatMap((it) => it.objects);
  const stores = storesIn(objects);
  const results = objects.filter((it) => it.containers).map((it) => supplied(stores, it));
  return {
    workloads: withoutScaled(
      results.flatMap((it) => it.workloads),
      objects,
    ),
    problems: [...read.flatMap((it) => it.problems), ...results.flatMap((it) => it.problems)],
  };
}

/** Objects with a store, by kind and name and by folder. */
type Stores = ReadonlyMap<string, ReadonlyMap<string, readonly KubernetesObject[]>>;

function storesIn(objects: readonly KubernetesObject[]): Stores {
  const found = new Map<string, Map<string, KubernetesObject[]>>();
  for (const object of objects) {
    if (object.store === undefined) continue;
    const key = `${object.store.kind}/${object.storeName ?? object.name}`;
    const byFolder = found.get(key) ?? new Map<string, KubernetesObject[]>();
    found.set(key, byFolder);
    const folder = folderOf(object.place.path);
    const known = byFolder.get(folder);
    if (known) known.push(object);
    else byFolder.set(folder, [object]);
  }
  return found;
}

interface Kept {
  readonly found: readonly (readonly [StoreReference, Found])[];
  readonly supplied: Supplied;
}

/** What each object supplied last: it supplies the same while its references lead to the same. */
const kept = new WeakMap<KubernetesObject, Kept>();

function supplied(stores: Stores, object: KubernetesObject): Supplied {
  const known = kept.get(object);
  const isSame = known?.found.every(([reference, before]) =>
    same(nearest(stores, object, reference), before),
  );
  if (known && isSame) return known.supplied;
  const found: [StoreReference, Found][] = [];
  const made = workloadsOf(object, placeMeaning(object.place.path), (reference) => {
    const it = nearest(stores, object, reference);
    found.push([reference, it]);
    return it;
  });
  kept.set(object, { found, supplied: made });
  return made;
}

function same(a: Found, b: Found): boolean {
  if (a.kind === 'nothing' || b.kind === 'nothing') return a.kind === b.kind && a.certain === b.certain;
  return a.store === b.store && a.certain === b.certain;
}

function nearest(stores: Stores, from: KubernetesObject, { store, name }: StoreReference): Found {
  const byFolder = stores.get(`${store}/${name}`);
  const folder = folderOf(from.place.path);
  const { environment } = placeMeaning(from.place.path);
  const mayBe = (it: KubernetesObject) =>
    (it.namespace === undefined || from.namespace === undefined || it.namespace === from.namespace) &&
    placeMeaning(it.place.path).environment === environment;
  const beside = byFolder?.get(folder)?.filter(mayBe) ?? [];
  const own = beside.filter((it) => it.place.path === from.place.path);
  if (own.length > 0) return only(own, true);
  if (beside.length > 0) return only(beside, false);
  let least = Number.POSITIVE_INFINITY;
  let found: readonly KubernetesObject[] = [];
  for (const [other, objects] of byFolder ?? []) {
    const away = distance(other, folder);
    const candidates = away > least ? [] : objects.filter(mayBe);
    if (candidates.length === 0) continue;
    found = away === least ? [...found, ...candidates] : candidates;
    least = away;
  }
  return only(found, false);
}

/** One object, if there is no other as near. */
function only([found, second]: readonly KubernetesObject[], certain: boolean): Found {
  if (found?.store === undefined || second !== undefined) return { kind: 'nothing', certain: false };
  return { kind: 'store', store: found.store, certain };
}

/** How many folders lie between two. */
function distance(a: string, b: string): number {
  const [here, there] = [a, b].map((it) => (it === '' ? [] : it.split('/'))) as [string[], string[]];
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  return here.length - shared + there.length - shared;
}
