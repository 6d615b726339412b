import type { PlaceMeaning } from '../place-environment.ts';
import type { SupplyProblem, Workload } from '../supply.ts';
import type { Container, StoreReference } from './container.ts';
import type { KubernetesObject } from './objects.ts';
import { containerSources, type Found } from './sources.ts';

/** The containers of an object as workloads, and what is wrong with what they refer to. */
export function workloadsOf(
  object: KubernetesObject,
  place: PlaceMeaning,
  find: (reference: StoreReference) => Found,
): { readonly workloads: readonly Workload[]; readonly problems: readonly SupplyProblem[] } {
  const problems: SupplyProblem[] = [];
  const workloads = (object.containers ?? []).map((container) => {
    const found = containerSources(container, find);
    problems.push(...found.problems);
    return {
      supplier: 'kubernetes',
      name: `${object.kind}/${object.name}`,
      container: container.name,
      path: object.place.path,
      span: object.place.span,
      ...place,
      runs: runsOf(container),
      ...(object.replicas === undefined ? {} : { replicas: object.replicas }),
      sources: found.sources,
    } as const;
  });
  return { workloads, problems };
}

function runsOf({ image, command, args }: Container): Workload['runs'] {
  const words = [...(command ?? []), ...(args ?? [])];
  return {
    ...(image === undefined ? {} : { image }),
    ...(words.length === 0 ? {} : { command: words.join(' ') }),
  };
}
