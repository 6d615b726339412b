import { isTestPath } from '../schema/test-path.ts';
import { recordedVerdict } from './evidence/judge-evidence.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import type { GateVerdict } from './gates.ts';
import { each, type Judgement, notSeen, placeOf } from './gates-environment.ts';
import type { Phase } from './kinds/kinds.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { RecordFile } from './record.ts';
import { holderOf, holdsFurther, listOf } from './signing-list.ts';

/** The gates of a rotation of a key that signs. Values are compared in memory and never leave these functions. */

/**
 * G1: the list of every environment holds a key beside the one that signs, or somebody attested that it is set; once the
 * rotation is done, none. Only people write it there, so that no phase brings it. A key that an earlier rotation left
 * there is asked about before the record leaves `draft`.
 */
export function gateFurtherKey(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  const list = listOf(facts);
  return each(facts, 'G1', (environment) => {
    const found = holderOf(environment, list);
    const further = mayHoldUnseen(environment) ? undefined : holdsFurther(facts, environment);
    const place = found === undefined ? {} : placeOf(found, list);
    if (further !== undefined) return { ...ofList(facts, further, phase), ...place };
    if (phase === 'done' && found === undefined && !mayHoldUnseen(environment))
      return { verdict: 'yes', reason: `\`${list}\` is not set` };
    const attested = record.env.get(environment.name)?.has;
    if (attested !== undefined && (phase === 'done') !== attested.includes(list))
      return {
        verdict: 'yes',
        reason: phase === 'done' ? `attested without \`${list}\`` : `attested: \`${list}\``,
      };
    if (mayHoldUnseen(environment)) return notSeen(environment);
    return found === undefined
      ? { verdict: 'no', reason: `\`${list}\` is missing` }
      : { verdict: 'unknown', reason: `whether \`${list}\` holds a further key is not seen`, ...place };
  });
}

function ofList(facts: MigrationFacts, further: boolean, phase: Phase): Judgement {
  const list = listOf(facts);
  const reason = further
    ? `\`${list}\` holds a key beside the one in \`${facts.from}\``
    : `\`${list}\` holds no key but the one in \`${facts.from}\``;
  if (phase !== 'done') return { verdict: further ? 'yes' : 'no', reason };
  return further
    ? {
        verdict: 'no',
        reason: `${reason}: the old key is still accepted, and the next rotation would take it for the new one`,
      }
    : { verdict: 'yes', reason };
}

/**
 * G9: what the old key has signed has run out. That time begins when the last replica starts to sign with the new key,
 * which no commit of code shows: a deploy that is too young says no, and else somebody has to say it.
 * @param horizon the verdicts about the time since the last deploy
 */
export function gateRunOut(
  { evidence, maxTokenTtl, from }: RecordFile,
  horizon: readonly GateVerdict[],
): readonly GateVerdict[] {
  if (horizon.some((it) => it.verdict === 'no')) return horizon;
  const said = evidence.findLast((it) => it.gate === 'G9' && it.by !== undefined);
  const whole = { id: 'G9', environment: null } as const;
  if (said === undefined) {
    const time = maxTokenTtl === undefined ? 'enough time' : `\`${maxTokenTtl}\``;
    const reason = `whether ${time} has passed since the last replica signs with the new \`${from[0] ?? ''}\` is for a person to attest: \`crossfade attest --gate G9\``;
    return [{ ...whole, verdict: 'unknown', reason }];
  }
  const result = said.result === undefined ? '' : `: ${said.result}`;
  const reason = `evidence of ${said.by ?? ''} on ${said.on ?? 'no date'}${result}`;
  return [{ ...whole, verdict: recordedVerdict(said.result), reason }];
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
