import type { EnvironmentFacts, LayerFacts, MigrationFacts } from './facts.ts';

/** The list of keys beside the one that signs. Values are compared in memory and never leave these functions. */

/** The highest layer that holds a key. */
export function holderOf(environment: EnvironmentFacts, key: string): LayerFacts | undefined {
  return environment.layers.findLast((layer) => layer.entries.has(key));
}

/** The name of the list that a rotation uses. */
export function listOf(facts: Pick<MigrationFacts, 'from' | 'toKeys'>): string {
  return facts.toKeys[1] ?? facts.from;
}

/** Whether the list of an environment holds a key beside the one that signs; undefined where that is not seen. */
export function holdsFurther(facts: MigrationFacts, environment: EnvironmentFacts): boolean | undefined {
  const list = listOf(facts);
  const text = holderOf(environment, list)?.entries.get(list)?.text;
  const signs = holderOf(environment, facts.from)?.entries.get(facts.from)?.text;
  if (text === undefined || signs === undefined) return undefined;
  // Whatever separates the keys: anything is left where the one that signs is taken out.
  const rest = signs === '' ? text : text.split(signs).join(' ');
  return /[^\s,;[\]()"']/.test(rest);
}

/** The environments whose list holds a further key. */
export function furtherKeyIn(facts: MigrationFacts): readonly string[] {
  if (facts.kind !== 'rotate-signing') return [];
  return facts.environments.filter((it) => holdsFurther(facts, it) === true).map(({ name }) => name);
}
