import { dataFilesHolding } from '../data-files-holding.ts';
import type { EnvironmentFacts, MigrationFacts } from '../facts.ts';
import { feedsBoth } from '../feeds-both.ts';
import type { PlanName } from '../kinds/kinds.ts';
import { mayHoldUnseen } from '../plan-facts.ts';
import type { KeysHeld } from '../plans.ts';
import type { Code } from '../replica-model.ts';

/** What people do in every environment, where a value is secret or theirs to choose: names, never values. */
export function byHandWords(facts: MigrationFacts, to: KeysHeld): readonly string[] {
  const environments = facts.environments.filter(
    (it) => it.layers.length > 0 || it.opaque.length > 0 || it.unseen,
  );
  if (environments.length === 0) return wordsFor(facts, to, 'every environment');
  if (facts.kind !== 'layer')
    return environments
      .filter((it) => !isSatisfied(facts, it))
      .flatMap((it) => wordsFor(facts, to, placeOf(facts, it)));
  const holding = environments.filter((it) => mayHoldUnseen(it) || holds(facts, it));
  if (holding.length === 0) return [`nothing sets \`${facts.from}\`: nothing moves`];
  return holding.flatMap((it) => layerWords(facts, to, it));
}

/** What people do at the side that checks a credential, in the place of code: the settings code stays as it is. */
export function otherSideWords({ from }: MigrationFacts, code: Code, plan: PlanName): readonly string[] {
  const side = `the side that checks \`${from}\``;
  if (code === 'both') return [`let ${side} accept the new credential next to the old one`];
  return plan === 'one-pr'
    ? [`let ${side} accept the new credential in place of the old one`]
    : [`let ${side} refuse the old credential, once no connection is made with it any more`];
}

/** What is seen to hold is no step for anybody. */
function isSatisfied({ kind, from }: MigrationFacts, environment: EnvironmentFacts): boolean {
  const held = environment.layers.flatMap((it) => it.entries.get(from) ?? []);
  if (kind !== 'tighten' || mayHoldUnseen(environment)) return false;
  return held.every((it) => it.validAfter === true);
}

function holds(facts: MigrationFacts, environment: EnvironmentFacts): boolean {
  const { layers } = environment;
  return layers.some((it) => it.entries.has(facts.from)) || dataFilesHolding(facts, environment).length > 0;
}

/** The environment, with the files that set the key in it. */
function placeOf(facts: MigrationFacts, environment: EnvironmentFacts): string {
  const { name, layers, opaque } = environment;
  const variables = layers.flatMap((it) =>
    it.entries.has(facts.from) && it.path !== undefined ? [`\`${it.path}\``] : [],
  );
  const data = facts.kind === 'layer' ? dataFilesHolding(facts, environment) : [];
  const files = [...variables, ...data.map((it) => `\`${it.path}\``)];
  const stores = [...new Set([...files, ...opaque.map((it) => `\`${it}\``)])];
  return stores.length === 0 ? `\`${name}\`` : `\`${name}\` (${stores.join(', ')})`;
}

function wordsFor(facts: MigrationFacts, to: KeysHeld, where: string): readonly string[] {
  const key = `\`${facts.from}\``;
  switch (facts.kind) {
    case 'rotate-signing':
      return signingWords(facts, to, where);
    case 'rotate-credential':
      return [`put the new credential into ${key} in ${where}, where the other side accepts it already`];
    case 'value':
      return [`give ${key} its new value in ${where}, one environment at a time, the smallest first`];
    case 'tighten':
      return [`see that ${key} satisfies ${constraintOf(facts)} in ${where}`];
    case 'widen':
      return [`${key} may use the wider range in ${where} from now on`];
    case 'layer':
      return layerWords(facts, to);
    default:
      return [];
  }
}

function constraintOf({ answers }: MigrationFacts): string {
  const constraint = answers.get('constraint');
  return constraint === undefined ? 'the new constraint' : `\`${constraint}\``;
}

/** What people do in one environment of a key that moves. Nothing is said to be in the new place that is not seen there. */
export function layerWords(
  facts: MigrationFacts,
  to: KeysHeld,
  environment?: EnvironmentFacts,
): readonly string[] {
  const { from, answers } = facts;
  const target = answers.get('to_layer');
  const layer = target === undefined ? 'the new place' : `\`${target}\``;
  const where = environment === undefined ? 'every environment' : placeOf(facts, environment);
  const isThere = environment?.layers.some((it) => it.kind === target && it.entries.has(from)) === true;
  if (to === 'both') return isThere ? [] : [`add \`${from}\` with an equal value to ${layer} for ${where}`];
  const found = environment?.layers.findLast((it) => it.kind === target && it.entries.has(from));
  if (environment && found?.path !== undefined && feedsBoth(environment, found, from))
    return [
      `\`${from}\` comes into both layers of ${where} from \`${found.path}\`: give ${layer} a place of its own, and take it out there only then`,
    ];
  const until = found
    ? `; ${layer} has it`
    : `, and not before ${layer} has it with an equal value, which is not seen there`;
  return [`take \`${from}\` out of its old place in ${where}${until}`];
}

/** The new key is accepted everywhere before it signs anywhere, and the old one until its last signature has run out. */
function signingWords(
  { from, toKeys, answers }: MigrationFacts,
  to: string,
  where: string,
): readonly string[] {
  const list = `\`${toKeys[1] ?? ''}\``;
  const key = `\`${from}\``;
  if (to === 'both') return [`add the new key to ${list} in ${where}; ${key} stays as it is`];
  if (to === 'sign-new') {
    return [`put the new key into ${key} and the old one into ${list} in ${where}, in one edit`];
  }
  const lifetime = answers.get('max_token_ttl');
  const wait =
    lifetime === undefined ? 'the last signature made with it has run out' : `\`${lifetime}\` has passed`;
  return [`take the old key out of ${list} in ${where}, once ${wait} since the new one signs everywhere`];
}
