import type { Mapping, Value } from '../../syntax/document.ts';
import { entriesOf, itemsOf, memberAt, nameAt } from '../../syntax/value-members.ts';
import type { Span } from '../../text/span.ts';
import { type Container, readContainers } from './container.ts';
import type { Place, Reading } from './reading.ts';
import { readReplicas } from './replicas.ts';
import { readConfigMap, readExternalSecret, readSealedSecret, readSecret, type Store } from './store.ts';

/** One object of a manifest, as far as process environments go. */
export interface KubernetesObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Where its name stands. */
  readonly place: Place;
  /** The containers of what runs pods. */
  readonly containers?: readonly Container[];
  /** Of a ConfigMap, a Secret, and what makes a Secret. */
  readonly store?: Store;
  /** The name of the store, which another object can make: `ExternalSecret`. */
  readonly storeName?: string;
  /** How many pods it runs, where it says so. */
  readonly replicas?: number;
  /** True where it says so in a way that is no number: null, which takes away what a patch is laid over, or a template. */
  readonly openReplicas?: boolean;
  /** Of what scales another object: that one, as `Deployment/api`. */
  readonly scales?: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** `$patch` of a strategic merge. */
  readonly directive?: string;
}

const TEMPLATE = ['spec', 'template', 'spec'] as const;

/** Where each kind that runs containers has the specification of its pods. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  'Pod.': ['spec'],
  'ReplicationController.': TEMPLATE,
  'PodTemplate.': ['template', 'spec'],
  'Deployment.apps': TEMPLATE,
  'StatefulSet.apps': TEMPLATE,
  'DaemonSet.apps': TEMPLATE,
  'ReplicaSet.apps': TEMPLATE,
  'Deployment.extensions': TEMPLATE,
  'Job.batch': TEMPLATE,
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'Rollout.argoproj.io': TEMPLATE,
  'Service.serving.knative.dev': TEMPLATE,
  'Configuration.serving.knative.dev': TEMPLATE,
  'DeploymentConfig.apps.openshift.io': TEMPLATE,
};

/** The path to the specification of the pods of a kind; undefined for kinds that run none. */
export function podSpecPath(kind: string, group: string): readonly string[] | undefined {
  return POD_SPECS[`${kind}.${group}`];
}

/** Kinds whose lists kustomize merges by name; of others it replaces them (kustomize 0.21, kinds without a schema). */
export function hasSchema({ kind, group }: Pick<KubernetesObject, 'kind' | 'group'>): boolean {
  return podSpecPath(kind, group) !== undefined && !group.includes('.');
}

/** The objects that one document of a manifest holds; those of a `List` are its items. */
export function readObjects(reading: Reading, root: Value | undefined): readonly KubernetesObject[] {
  const apiVersion = nameAt(root, 'apiVersion');
  const kind = nameAt(root, 'kind');
  if (root?.kind !== 'mapping' || apiVersion === undefined || kind === undefined) return [];
  const items = memberAt(root, 'items');
  if (kind.endsWith('List') && items) return itemsOf(items).flatMap((it) => readObjects(reading, it));
  return [readObject(reading, root, apiVersion, kind)];
}

/** True for a text that can hold manifests. */
export function mayHoldObjects(text: string): boolean {
  return /["']?apiVersion["']?[ \t]*:/.test(text) && /["']?kind["']?[ \t]*:/.test(text);
}

function readObject(reading: Reading, root: Mapping, apiVersion: string, kind: string): KubernetesObject {
  const slash = apiVersion.lastIndexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const metadata = memberAt(root, 'metadata');
  const named = memberAt(metadata, 'name') ?? memberAt(metadata, 'generateName');
  const name = nameAt(metadata, 'name') ?? nameAt(metadata, 'generateName') ?? '';
  const at: Span = named?.span ?? memberAt(root, 'kind')?.span ?? root.span;
  const path = podSpecPath(kind, group);
  const directive = nameAt(root, '$patch');
  return {
    group,
    kind,
    name,
    namespace: nameAt(metadata, 'namespace'),
    place: { path: reading.path, span: at },
    ...(path === undefined ? {} : { containers: readContainers(reading, memberAt(root, ...path)) }),
    ...storeOf(reading, root, kind, group, name),
    ...readReplicas(root, kind, group),
    labels: textsOf(memberAt(metadata, 'labels')),
    annotations: textsOf(memberAt(metadata, 'annotations')),
    ...(directive === undefined ? {} : { directive }),
  };
}

function storeOf(
  reading: Reading,
  root: Mapping,
  kind: string,
  group: string,
  name: string,
): Pick<KubernetesObject, 'store' | 'storeName'> {
  switch (`${kind}.${group}`) {
    case 'ConfigMap.':
      return { store: readConfigMap(reading, root, name) };
    case 'Secret.':
      return { store: readSecret(reading, root, name) };
    case 'SealedSecret.bitnami.com': {
      const storeName = nameAt(root, 'spec', 'template', 'metadata', 'name') ?? name;
      return { store: readSealedSecret(reading, root, name), storeName };
    }
    case 'ExternalSecret.external-secrets.io': {
      const spec = memberAt(root, 'spec');
      return {
        store: readExternalSecret(reading, spec, name),
        storeName: nameAt(spec, 'target', 'name') ?? name,
      };
    }
    case 'ClusterExternalSecret.external-secrets.io': {
      const spec = memberAt(root, 'spec', 'externalSecretSpec');
      const made = nameAt(root, 'spec', 'externalSecretName') ?? name;
      return {
        store: readExternalSecret(reading, spec, made),
        storeName: nameAt(spec, 'target', 'name') ?? made,
      };
    }
    default:
      return {};
  }
}

function textsOf(value: Value | undefined): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(value).flatMap((entry): readonly (readonly [string, string])[] => {
      const held = nameAt(value, entry.key.name);
      return held === undefined ? [] : [[entry.key.name, held]];
    }),
  );
}
