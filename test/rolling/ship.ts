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

/** What is written in turn: the other side first, then the layers, highest rank first. */
const LAYERS = ['accepted', 'process', 'dotenv'] as const;

/** Replicas that are evicted, or crash, while a change is on its way. */
const EVICTED = 2;

/** How one state is brought to another. */
export interface Way {
  readonly backwards: boolean;
  /** What comes first where both change. */
  readonly first: 'code' | 'environment';
}

/**
 * Brings one state of code and environment to another, as people do who keep the order: one layer of the environment
 * at a time, and the code replica by replica. Backwards, the lowest layer comes first, so that a key never loses to one
 * that is on its way out. All the while replicas start again at random moments.
 * @returns false where a replica does not become ready
 */
export async function ship(lab: Lab, from: Shipped, to: Shipped, way: Way): Promise<boolean> {
  if (way.first === 'environment') await edit(lab, from.surroundings, to.surroundings, way);
  const whole = await release(lab, to, way);
  if (way.first === 'code') {
    await edit(lab, from.surroundings, to.surroundings, way);
    // What runs has seen the environment before its edit.
    if (!isDeepStrictEqual(from.surroundings, to.surroundings)) return (await release(lab, to, way)) && whole;
  }
  return whole;
}

async function edit(
  { deployment, random }: Lab,
  from: Surroundings,
  to: Surroundings,
  way: Way,
): Promise<void> {
  let around = from;
  for (const layer of way.backwards ? LAYERS.toReversed() : LAYERS) {
    const next = { ...around, [layer]: to[layer] };
    if (isDeepStrictEqual(next, around)) continue;
    around = next;
    deployment.surround(around);
    await deployment.restartSome(random, EVICTED);
  }
}

async function release({ deployment, random }: Lab, to: Shipped, { backwards }: Way): Promise<boolean> {
  const [whole] = await Promise.all([
    deployment.roll(to.release, backwards ? 'rollback' : 'deploy'),
    deployment.restartSome(random, EVICTED),
  ]);
  return whole;
}
