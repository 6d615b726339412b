import type { Container, EnvItem } from '../kubernetes/container.ts';
import { hasSchema, type KubernetesObject } from '../kubernetes/objects.ts';
import { withReplicas } from '../kubernetes/replicas.ts';
import type { Store } from '../kubernetes/store.ts';

/**
 * Lays a strategic merge patch over an object, as kustomize 0.21 does: containers and variables are joined by name,
 * all else is replaced. Kinds without a schema have their lists replaced. Undefined where the
 * patch deletes the object.
 */
export function mergePatch<O extends KubernetesObject>(object: O, patch: KubernetesObject): O | undefined {
  if (patch.directive === 'delete') return undefined;
  const containers = mergedContainers(object, patch);
  const counts = patch.replicas !== undefined || patch.openReplicas === true;
  return {
    ...(counts ? withReplicas(object, patch.replicas) : object),
    ...(containers && { containers }),
    ...(object.store && patch.store && { store: mergeStores(object.store, patch.store) }),
    labels: new Map([...object.labels, ...patch.labels]),
    annotations: new Map([...object.annotations, ...patch.annotations]),
  };
}

function mergedContainers(
  object: KubernetesObject,
  patch: KubernetesObject,
): readonly Container[] | undefined {
  const { containers } = object;
  const changes = patch.containers ?? [];
  if (containers === undefined || changes.length === 0) return containers;
  if (!hasSchema(object)) {
    const replaced = new Set(changes.map((it) => it.list));
    return [...changes, ...containers.filter((it) => !replaced.has(it.list))];
  }
  return mergeByName(containers, changes, mergeContainer, (it) => `${it.list}/${it.name}`);
}

/** What has a name in a list that is merged by it. */
interface Item {
  readonly directive?: string;
}

/**
 * Items joined by what names them: those of the patch first and in its order, then the others. `$patch: replace` has no
 * effect on an item.
 */
function mergeByName<T extends Item>(
  items: readonly T[],
  changes: readonly T[],
  merge: (item: T, change: T) => T,
  nameOf: (item: T) => string,
): readonly T[] {
  const left = new Map(items.map((it) => [nameOf(it), it]));
  const merged = changes.flatMap((change): readonly T[] => {
    const name = nameOf(change);
    const item = left.get(name);
    left.delete(name);
    if (change.directive === 'delete') return [];
    if (item === undefined) return [change];
    return [change.directive === 'replace' ? item : merge(item, change)];
  });
  return [...merged, ...left.values()];
}

function mergeContainer(container: Container, change: Container): Container {
  const { env, envFrom, image, command, args } = change;
  return {
    ...container,
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(env && { env: mergeByName(container.env ?? [], env, mergeEnvItem, (it) => it.name) }),
    ...(envFrom && { envFrom }),
  };
}

/** A patch may give a value to what had a reference; both stay unless one is written as null. */
function mergeEnvItem(item: EnvItem, change: EnvItem): EnvItem {
  const { value: oldValue, from: oldFrom, ...rest } = item;
  const value = change.value ?? (change.cleared.includes('value') ? undefined : oldValue);
  const from = change.from ?? (change.cleared.includes('valueFrom') ? undefined : oldFrom);
  const writes = change.value !== undefined || change.from !== undefined;
  const { place, entry, shape } = writes ? change : item;
  return {
    ...rest,
    place,
    entry,
    shape,
    ...(value === undefined ? {} : { value }),
    ...(from === undefined ? {} : { from }),
  };
}

/** The keys of two stores; those of the second win, and those it has as null go. */
export function mergeStores(store: Store, change: Store): Store {
  const names = new Set(change.entries.map((it) => it.name));
  return {
    ...store,
    entries: [
      ...store.entries.filter((it) => !names.has(it.name)),
      ...change.entries.filter((it) => it.cleared === undefined),
    ],
    open: store.open || change.open,
  };
}
