import type { EnvironmentFacts, LayerFacts, MigrationFacts } from '../facts.ts';
import type { LayerKind } from '../replica-model.ts';

/**
 * The highest layer of a kind that can be written and that no other environment shares: a dotenv file, an env file of a
 * container, or variables of a manifest beside which there is room for one more. Undefined without one.
 */
export function ownFile(
  facts: MigrationFacts,
  environment: EnvironmentFacts,
  kind: LayerKind = 'dotenv',
): LayerFacts | undefined {
  const others = facts.environments.filter((it) => it !== environment).flatMap((it) => it.layers);
  const files = environment.layers.filter(
    (it) => it.kind === kind && it.path !== undefined && it.document !== undefined && hasRoom(it),
  );
  return (
    files.findLast((it) => !others.some((other) => other.path === it.path)) ??
    (others.length === 0 ? files.at(-1) : undefined)
  );
}

/** A file of `KEY=VALUE` lines takes any key; a manifest takes one beside another. An image is no environment's own. */
function hasRoom({ kind, document, neighbor }: LayerFacts): boolean {
  if (document?.format.name === 'dockerfile') return false;
  return kind === 'dotenv' || neighbor !== undefined || document?.format.name === 'dotenv';
}
