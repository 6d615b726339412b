import { isTestPath } from '../schema/test-path.ts';
import type { EnvironmentFacts, LayerFacts, MigrationFacts, ReaderFacts } from './facts.ts';
import type { GateVerdict } from './gates.ts';
import { each, placeOf, storeWords } from './gates-environment.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { RecordFile } from './record.ts';

/** The gates of a rotation of a key that signs. Values are compared in memory and never leave these functions. */

/**
 * G1: the list of every environment holds a key beside the one that signs, or somebody attested that it is set. Only
 * people write it there, so that no phase brings it.
 */
export function gateFurtherKey(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const list = facts.toKeys[1] ?? facts.from;
  return each(facts, 'G1', (environment) => {
    const found = holderOf(environment, list);
    const text = found?.entries.get(list)?.text;
    const signs = holderOf(environment, facts.from)?.entries.get(facts.from)?.text;
    const place = found === undefined ? {} : placeOf(found, list);
    if (text !== undefined && signs !== undefined && !mayHoldUnseen(environment)) {
      return holdsFurther(text, signs)
        ? { verdict: 'yes', reason: `\`${list}\` holds a key beside the one in \`${facts.from}\``, ...place }
        : { verdict: 'no', reason: `\`${list}\` holds no key but the one in \`${facts.from}\``, ...place };
    }
    if (record.env.get(environment.name)?.has?.includes(list)) {
      return { verdict: 'yes', reason: `attested: \`${list}\`` };
    }
    if (mayHoldUnseen(environment)) {
      return { verdict: 'unknown', reason: `what ${storeWords(environment)} holds is not seen` };
    }
    return found === undefined
      ? { verdict: 'no', reason: `\`${list}\` is missing` }
      : { verdict: 'unknown', reason: `whether \`${list}\` holds a further key is not seen`, ...place };
  });
}

function holderOf(environment: EnvironmentFacts, key: string): LayerFacts | undefined {
  return environment.layers.findLast((layer) => layer.entries.has(key));
}

/** Whatever separates the keys: anything is left where the one that signs is taken out. */
function holdsFurther(list: string, signs: string): boolean {
  const rest = signs === '' ? list : list.split(signs).join(' ');
  return /[^\s,;[\]()"']/.test(rest);
}

/** A settings class whose further keys no code is seen to verify with. */
export function verifiesWithOne(facts: MigrationFacts): ReaderFacts | undefined {
  return facts.readers.find(
    (reader) =>
      reader.schema.reader === 'pydantic-settings' && reader.old !== undefined && !verifies(facts, reader),
  );
}

/** What the class itself reads is only how it puts the keys together. */
function verifies({ project, toKeys }: MigrationFacts, { old, fields }: ReaderFacts): boolean {
  const list = fields.get(toKeys[1] ?? '')?.name;
  return [`${old?.name}_accepted`, list].some(
    (name) =>
      name !== undefined &&
      project
        .mentioning([name])
        .some(
          ({ file }) => !isTestPath(file.path) && new RegExp(`(?<!\\bself)\\.${name}\\b`).test(file.text),
        ),
  );
}
