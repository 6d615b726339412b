import type { Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameAt } from '../../syntax/value-members.ts';
import type { KubernetesObject } from '../kubernetes/objects.ts';
import { withReplicas } from '../kubernetes/replicas.ts';
import { replicaCount } from '../replica-count.ts';
import type { Resource } from './resources.ts';

/** Kinds whose names kustomize never changes (kustomize 0.21 `PrefixTransformer`). */
const KEEP_NAMES: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition', 'APIService']);

/** Applies `namespace`, `namePrefix` and `nameSuffix`. */
export function applyNames(root: Value, resources: readonly Resource[]): readonly Resource[] {
  const namespace = nameAt(root, 'namespace');
  const prefix = nameAt(root, 'namePrefix') ?? '';
  const suffix = nameAt(root, 'nameSuffix') ?? '';
  if (namespace === undefined && prefix === '' && suffix === '') return resources;
  return resources.map((it) => {
    const name = KEEP_NAMES.has(it.kind) ? it.name : prefix + it.name + suffix;
    const names = it.names.includes(name) ? it.names : [...it.names, name];
    return { ...it, name, names, namespace: namespace ?? it.namespace };
  });
}

interface Image {
  readonly name: string;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
}

/** Applies `images`. */
export function setImages(root: Value, resources: readonly Resource[]): readonly Resource[] {
  const images = [...itemsOf(memberAt(root, 'images')), ...itemsOf(memberAt(root, 'imageTags'))].flatMap(
    (item): Image[] => {
      const name = nameAt(item, 'name');
      const field = (key: string) => nameAt(item, key);
      return name === undefined
        ? []
        : [{ name, newName: field('newName'), newTag: field('newTag'), digest: field('digest') }];
    },
  );
  return images.length === 0 ? resources : resources.map((it) => withImages(it, images));
}

/** Applies `replicas`: how many of each name run, whatever the kind (kustomize 0.21 `ReplicaCountTransformer`). */
export function setReplicas(root: Value, resources: readonly Resource[]): readonly Resource[] {
  const counts = new Map(
    itemsOf(memberAt(root, 'replicas')).map((item) => [
      nameAt(item, 'name'),
      replicaCount(nameAt(item, 'count')),
    ]),
  );
  if (counts.size === 0) return resources;
  return resources.map((it) => {
    const name = it.names.find((known) => counts.has(known));
    return name === undefined || it.containers === undefined ? it : withReplicas(it, counts.get(name));
  });
}

function withImages<O extends KubernetesObject>(object: O, images: readonly Image[]): O {
  if (object.containers === undefined) return object;
  const containers = object.containers.map((it) =>
    it.image === undefined ? it : { ...it, image: images.reduce(replacedImage, it.image) },
  );
  return { ...object, containers };
}

/** `registry:5000/name:tag@digest`: a `:` before the last `/` belongs to the registry. */
function replacedImage(image: string, { name, newName, newTag, digest }: Image): string {
  const at = image.indexOf('@');
  const base = at < 0 ? image : image.slice(0, at);
  const colon = base.indexOf(':', base.lastIndexOf('/') + 1);
  const own = colon < 0 ? base : base.slice(0, colon);
  if (own !== name) return image;
  const rest = image.slice(own.length);
  const tag = newTag !== undefined && newTag !== '' ? `:${newTag}` : '';
  const sum = digest !== undefined && digest !== '' ? `@${digest}` : '';
  return (newName ?? own) + (tag + sum === '' ? rest : tag + sum);
}
