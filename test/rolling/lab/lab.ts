import type { Random } from '../../oracle/random.ts';
import {
  type Deployment,
  type Release,
  type Start,
  type Surroundings,
  startDeployment,
} from './deployment.ts';
import { type Asked, type Load, type Served, startLoad } from './load.ts';
import { startOtherSide } from './other-side.ts';
import { startProxy } from './proxy.ts';
import type { ReplicaHost } from './replica-host.ts';

/** A deployment under load. */
export interface Lab {
  readonly deployment: Deployment;
  readonly random: Random;
  /** What the clients have seen so far. */
  readonly served: () => Served;
  readonly end: () => Promise<{ readonly served: Served; readonly starts: readonly Start[] }>;
}

/** Starts replicas, what they talk to, proxy and clients. */
export async function startLab(
  host: ReplicaHost,
  random: Random,
  first: { readonly release: Release; readonly surroundings: Surroundings },
  ask: Asked,
): Promise<Lab> {
  const proxy = await startProxy();
  const otherSide = await startOtherSide();
  const around = { host, proxy, otherSide };
  const deployment = await startDeployment(around, first.release, first.surroundings);
  const load: Load = startLoad(proxy.port, ask);
  return {
    deployment,
    random,
    served: load.served,
    end: async () => {
      const served = await load.stop();
      await deployment.stop();
      await proxy.close();
      await otherSide.close();
      return { served, starts: deployment.starts() };
    },
  };
}
