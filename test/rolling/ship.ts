import { isDeepStrictEqual } from 'node:util';
import type { Release, Surroundings } from './lab/deployment.ts';
import type { Lab } from './lab/lab.ts';
import type { Repository } from './lab/repository.ts';

/** What is out: a version of the code, and what production supplies. */
export interface Shipped {
  readonly commit: string;
  readonly release: Release;
  readonly surroundings: Surroundings;
}

/** Commits the state of the repository, as it would go out. */
export async function shippedNow(repository: Repository, name: string): Promise<Shipped> {
  const commit = await repository.commit(name);
  return { commit, release: repository.release(name), surroundings: repository.surroundings() };
}

/** Highest rank first. */
const LAYERS = ['process', 'dotenv'] as const;

/** Replicas that are evicted, or crash, while a change is on its way. */
const EVICTED = 2;

/**
 * Brings one state of code and environment to another, as people do who keep the order: the environment first, one
 * layer at a time, then the code, replica by replica. All the while replicas start again at random moments.
 * @param backwards layers in the opposite order, lowest first, so that a key never loses to one that is on its way out
 * @returns false where a replica does not become ready
 */
export async function ship(lab: Lab, from: Shipped, to: Shipped, backwards: boolean): Promise<boolean> {
  const { deployment, random } = lab;
  let around = from.surroundings;
  for (const layer of backwards ? LAYERS.toReversed() : LAYERS) {
    const next = { ...around, [layer]: to.surroundings[layer] };
    if (isDeepStrictEqual(next, around)) continue;
    around = next;
    deployment.surround(around);
    await deployment.restartSome(random, EVICTED);
  }
  const why = backwards ? 'rollback' : 'deploy';
  const [whole] = await Promise.all([
    deployment.roll(to.release, why),
    deployment.restartSome(random, EVICTED),
  ]);
  return whole;
}
