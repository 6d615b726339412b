import { folderOf } from '../../text/relative-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { Supplied } from '../supply.ts';
import type { StoreReference } from './container.ts';
import { manifestsIn } from './manifests.ts';
import type { KubernetesObject } from './objects.ts';
import { placeEnvironment } from './place-environment.ts';
import type { Found } from './sources.ts';
import { workloadsOf } from './workloads.ts';

/**
 * What manifests supply that no kustomization joins. Which of them are applied together nothing says: a reference leads
 * to the nearest object of that name, and one that leads nowhere is no mistake.
 */
export function plainSupplied(files: readonly SourceFile[]): Supplied {
  const read = files.map(manifestsIn);
  const objects = read.flatMap((it) => it.objects);
  const stores = byName(objects.filter((it) => it.store));
  const results = objects.map((it) =>
    workloadsOf(it, placeEnvironment(it.place.path), (reference) => nearest(stores, it, reference)),
  );
  return {
    workloads: results.flatMap((it) => it.workloads),
    problems: [...read.flatMap((it) => it.problems), ...results.flatMap((it) => it.problems)],
  };
}

function byName(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly KubernetesObject[]> {
  const found = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const key = `${object.store?.kind}/${object.storeName ?? object.name}`;
    const known = found.get(key);
    if (known) known.push(object);
    else found.set(key, [object]);
  }
  return found;
}

function nearest(
  stores: ReadonlyMap<string, readonly KubernetesObject[]>,
  from: KubernetesObject,
  { store, name }: StoreReference,
): Found {
  const environment = placeEnvironment(from.place.path);
  const candidates = (stores.get(`${store}/${name}`) ?? []).filter(
    (it) =>
      (it.namespace === undefined || from.namespace === undefined || it.namespace === from.namespace) &&
      placeEnvironment(it.place.path) === environment,
  );
  const distances = candidates.map((it) => distance(it.place.path, from.place.path));
  const least = Math.min(...distances);
  const [found, second] = candidates.filter((_, index) => distances[index] === least);
  if (found?.store === undefined || second !== undefined) return { kind: 'nothing', certain: false };
  return { kind: 'store', store: found.store, certain: least === 0 };
}

/** 0 in one file, 1 in one folder, more for each folder that lies between. */
function distance(a: string, b: string): number {
  if (a === b) return 0;
  const [here, there] = [folderOf(a).split('/'), folderOf(b).split('/')];
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  return 1 + (here.length - shared) + (there.length - shared);
}
