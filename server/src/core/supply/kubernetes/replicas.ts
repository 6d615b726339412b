import type { Value } from '../../syntax/document.ts';
import { entriesOf, memberAt, nameAt } from '../../syntax/value-members.ts';
import { replicaCount } from '../replica-count.ts';
import type { Workload } from '../supply.ts';
import type { KubernetesObject } from './objects.ts';

/** Kinds that run as many pods as `spec.replicas` says. */
const COUNTED: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
  'DeploymentConfig',
]);

/** How many pods an object runs, as it is written; what scales another object says so. */
export function readReplicas(
  root: Value,
  kind: string,
  group: string,
): Pick<KubernetesObject, 'replicas' | 'openReplicas' | 'scales'> {
  const spec = memberAt(root, 'spec');
  if (COUNTED.has(kind)) {
    const replicas = replicaCount(nameAt(spec, 'replicas'));
    if (replicas !== undefined) return { replicas };
    return entriesOf(spec).some((it) => it.key.name === 'replicas') ? { openReplicas: true } : {};
  }
  const isScaler = group === 'autoscaling' || group === 'keda.sh';
  const name = isScaler ? nameAt(spec, 'scaleTargetRef', 'name') : undefined;
  return name === undefined
    ? {}
    : { scales: `${nameAt(spec, 'scaleTargetRef', 'kind') ?? 'Deployment'}/${name}` };
}

/** What scales by itself runs as many pods as it needs, whatever its manifest says. */
export function withoutScaled(
  workloads: readonly Workload[],
  objects: readonly KubernetesObject[],
): readonly Workload[] {
  const scaled = new Set(objects.flatMap((it) => it.scales ?? []));
  if (scaled.size === 0) return workloads;
  return workloads.map((it) => {
    if (it.replicas === undefined || !scaled.has(it.name)) return it;
    const { replicas: _replicas, ...rest } = it;
    return rest;
  });
}

/** The object with another number of replicas; without one where it is not known. */
export function withReplicas<O extends KubernetesObject>(object: O, replicas: number | undefined): O {
  if (replicas !== undefined) return { ...object, replicas };
  const { replicas: _replicas, ...rest } = object;
  return rest as O;
}
