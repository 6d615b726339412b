import type { EnvironmentFacts, LayerFacts } from './facts.ts';

/** True where the old and the new layer have the key from one file: what is taken out of it leaves both. */
export function feedsBoth({ layers }: EnvironmentFacts, { kind, path }: LayerFacts, key: string): boolean {
  return (
    path !== undefined && layers.some((it) => it.kind !== kind && it.path === path && it.entries.has(key))
  );
}
