import type { Random } from '../../oracle/random.ts';
import {
  type Deployment,
  type Release,
  type Start,
  type Surroundings,
  startDeployment,
} from './deployment.ts';
import { askForValue, type Load, type Served, startLoad } from './load.ts';
import { startProxy } from './proxy.ts';
import type { ReplicaHost } from './replica-host.ts';

/** A deployment under load. */
export interface Lab {
  readonly deployment: Deployment;
  readonly random: Random;
  readonly end: () => Promise<{ readonly served: Served; readonly starts: readonly Start[] }>;
}

/** Starts replicas, proxy and clients. Clients take as right whatever `right` holds at the moment. */
export async function startLab(
  host: ReplicaHost,
  random: Random,
  first: { readonly release: Release; readonly surroundings: Surroundings },
  right: () => readonly unknown[],
): Promise<Lab> {
  const proxy = await startProxy();
  const deployment = await startDeployment(host, proxy, first.release, first.surroundings);
  const load: Load = startLoad(proxy.port, askForValue(right));
  return {
    deployment,
    random,
    end: async () => {
      const served = await load.stop();
      await deployment.stop();
      await proxy.close();
      return { served, starts: deployment.starts() };
    },
  };
}
