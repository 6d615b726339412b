import { memo } from '../../text/memo.ts';
import type { Container, StoreReference } from '../kubernetes/container.ts';
import { hasSchema, type KubernetesObject } from '../kubernetes/objects.ts';
import type { Found } from '../kubernetes/sources.ts';
import type { Store } from '../kubernetes/store.ts';

/** An object on its way through kustomizations. */
export interface Resource extends KubernetesObject {
  /** Of its own in one build; references point to it. */
  readonly id: number;
  /** The names it had, the first one first, and the one it has. References by any of them mean it. */
  readonly names: readonly string[];
}

/** What a folder's kustomization gives. */
export interface Build {
  readonly resources: readonly Resource[];
  /** More may be applied than is known: something is fetched, or made by a program. */
  readonly open: boolean;
}

/** Two namespaces are one when they have one name; none is `default`. */
export function sameNamespace(a: string | undefined, b: string | undefined): boolean {
  return (a ?? 'default') === (b ?? 'default');
}

/** Points the references that are by name only to the objects of a kustomization that have had that name. */
export function linkReferences(resources: readonly Resource[]): readonly Resource[] {
  const stores = resources.filter((it) => it.store !== undefined);
  if (stores.length === 0) return resources;
  return resources.map((resource) =>
    hasSchema(resource) ? mapReferences(resource, (it) => linked(stores, resource, it)) : resource,
  );
}

function linked(stores: readonly Resource[], from: Resource, reference: StoreReference): StoreReference {
  if (reference.target !== undefined) return reference;
  const named = stores.filter(
    (it) =>
      it.store?.kind === reference.store &&
      sameNamespace(it.namespace, from.namespace) &&
      (it.storeName === reference.name || it.names.includes(reference.name)),
  );
  const [target, second] = named;
  return target && second === undefined ? { ...reference, target: target.id } : reference;
}

/** The resource with each reference to a store replaced. */
function mapReferences<R extends KubernetesObject>(
  resource: R,
  change: (reference: StoreReference) => StoreReference,
): R {
  if (resource.containers === undefined) return resource;
  return { ...resource, containers: resource.containers.map((it) => withReferences(it, change)) };
}

function withReferences(
  container: Container,
  change: (reference: StoreReference) => StoreReference,
): Container {
  const { env, envFrom } = container;
  return {
    ...container,
    ...(env && {
      env: env.map((it) =>
        it.from?.kind === 'key' ? { ...it, from: { ...it.from, reference: change(it.from.reference) } } : it,
      ),
    }),
    ...(envFrom && { envFrom: envFrom.map((it) => ({ ...it, reference: change(it.reference) })) }),
  };
}

/** Groups of the cluster itself, whose objects make no ConfigMaps. */
const OWN_GROUPS =
  /^(?:|apps|batch|autoscaling|policy|(?:networking|rbac\.authorization|storage|scheduling|apiextensions|coordination|discovery|node|admissionregistration)\.k8s\.io)$/;
/** Kinds of other groups that make Secrets only. */
const MAKE_SECRETS =
  /^(?:SealedSecret|ExternalSecret|SecretStore|Certificate|Issuer|ServiceMonitor|PodMonitor|Ingress|VirtualService)$/;

/** True where an operator may make more: a custom resource of a kind that is not known. */
const mayMakeMore = memo(({ resources }: Build): boolean =>
  resources.some(({ group, kind }) => !OWN_GROUPS.test(group) && !MAKE_SECRETS.test(kind)),
);

/** ConfigMaps that the cluster puts into every namespace. */
const EVERYWHERE: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'istio-ca-root-cert']);

/** What a reference of a built resource leads to. */
export function findIn(build: Build, from: Resource): (reference: StoreReference) => Found {
  const stores = storesById(build);
  const open = build.open || !hasSchema(from);
  return ({ target, store, name }) => {
    const found = target === undefined ? undefined : stores.get(target);
    if (found) return { kind: 'store', store: found, certain: !open };
    const isKnown = !open && !mayMakeMore(build) && !EVERYWHERE.has(name);
    return { kind: 'nothing', certain: isKnown && store === 'ConfigMap' };
  };
}

const storesById = memo(
  ({ resources }: Build): ReadonlyMap<number, Store> =>
    new Map(resources.flatMap((it) => (it.store ? [[it.id, it.store] as const] : []))),
);

/**
 * Points the references of kinds whose names kustomize does not follow: they mean the object that has that name in the
 * end, which no generated one has for sure.
 */
export function linkByLastName({ resources, open }: Build): Build {
  const stores = resources.filter((it) => it.store !== undefined);
  const linked = resources.map((resource) => {
    if (hasSchema(resource)) return resource;
    return mapReferences(resource, (reference) => {
      const target = stores.find(
        (it) =>
          it.store?.kind === reference.store &&
          (it.storeName ?? it.name) === reference.name &&
          sameNamespace(it.namespace, resource.namespace),
      );
      return target ? { ...reference, target: target.id } : reference;
    });
  });
  return { resources: linked, open };
}
