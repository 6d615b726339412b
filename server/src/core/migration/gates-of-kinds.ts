import { conversionNamed, type Texts } from './conversion.ts';
import { dataFilesHolding, fileNames, isSetByFile, leftBehind } from './data-files-holding.ts';
import type { EnvironmentFacts, LayerFacts, MigrationFacts } from './facts.ts';
import { feedsBoth } from './feeds-both.ts';
import type { GateVerdict } from './gates.ts';
import {
  attestedValid,
  each,
  gateBothEqual,
  gateDefinesNew,
  gateNewValid,
  gateOldGone,
  isListedWithoutBoth,
  isUnlisted,
  type Judgement,
  leftInFile,
  mayBeSet,
  neither,
  notSeen,
  placeOf,
} from './gates-environment.ts';
import { gateFurtherKey } from './gates-signing.ts';
import type { Phase } from './kinds/kinds.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { RecordFile } from './record.ts';
import { LAYERS, type LayerKind } from './replica-model.ts';

/** The gates about what environments hold, as each kind of change means them. Values never leave these functions. */

/** G1: every environment has the keys that the phase needs, and none that is to be gone. */
export function gateKeys(facts: MigrationFacts, record: RecordFile, phase: Phase): readonly GateVerdict[] {
  switch (facts.kind) {
    case 'remove':
    case 'flag':
      return gateOldGone(facts, record);
    case 'default':
    case 'require':
      return gateSet(facts, record, facts.from);
    case 'rotate-credential':
      return gateAttested(facts);
    case 'rotate-signing':
      return gateFurtherKey(facts, record, phase);
    case 'layer':
      return gateInLayer(facts, record, phase);
    default: {
      const defined = facts.toKeys.length > 1 ? gateAllSet(facts, record) : gateDefinesNew(facts, record);
      // A record is done when OLD has left every environment.
      if (phase !== 'done') return defined;
      return [...defined, ...gateOldGone(facts, record).filter((it) => it.verdict !== 'yes')];
    }
  }
}

/** G3: what is set twice is the same, or has the one value that stays. */
export function gateSameValue(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  if (facts.kind === 'flag') return gateSettled(facts, record);
  if (facts.kind === 'layer') return gateLayersEqual(facts, record);
  return facts.convert === 'same' && facts.toKeys.length === 1
    ? gateBothEqual(facts, record)
    : gateConverted(facts, record);
}

/** G4: the text that the phase needs is there, and code takes it. */
export function gateNewText(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  if (facts.kind === 'tighten') return gateConstraint(facts, record);
  if (facts.kind === 'retype' || facts.kind === 'enum') return gateSpelling(facts, record);
  return gateNewValid(facts, record);
}

function holderOf(environment: EnvironmentFacts, key: string): LayerFacts | undefined {
  return environment.layers.findLast((layer) => layer.entries.has(key));
}

function gateSet(facts: MigrationFacts, record: RecordFile, key: string): readonly GateVerdict[] {
  return each(facts, 'G1', (environment) => {
    const found = holderOf(environment, key);
    if (found !== undefined) return { verdict: 'yes', reason: `\`${key}\` is set`, ...placeOf(found, key) };
    if (record.env.get(environment.name)?.has?.includes(key)) {
      return { verdict: 'yes', reason: `attested: \`${key}\`` };
    }
    if (key === facts.from && isSetByFile(facts, environment)) {
      const files = fileNames(dataFilesHolding(facts, environment));
      return { verdict: 'n/a', reason: `${files} sets \`${key}\`; the default does not hold` };
    }
    return isUnlisted(environment, record)
      ? notSeen(environment)
      : { verdict: 'no', reason: `\`${key}\` is missing` };
  });
}

/** Several keys count only together. */
function gateAllSet(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G1', (environment, whole) => {
    const stale = leftBehind(facts, environment);
    if (stale !== undefined) return leftInFile(stale);
    const attested = record.env.get(environment.name)?.has ?? [];
    const isHeld = (key: string) => holderOf(environment, key) !== undefined || attested.includes(key);
    const missing = facts.toKeys.filter((key) => !isHeld(key));
    const all = facts.toKeys.map((key) => `\`${key}\``).join(', ');
    if (missing.length === 0) return { verdict: 'yes', reason: `${all} are set` };
    if (isUnlisted(environment, record)) return notSeen(environment);
    const held = facts.fromKeys.some(isHeld);
    const needed = facts.readers.some((it) => [...it.fields.values()].some((field) => field.required));
    if (!held && !needed && missing.length === facts.toKeys.length) {
      return { verdict: 'n/a', reason: 'none of the keys is set; the defaults hold' };
    }
    if (!held && facts.fromKeys.some((key) => holderOf(whole, key))) return neither(facts);
    return {
      verdict: 'no',
      reason: `${missing.map((key) => `\`${key}\``).join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`,
    };
  });
}

/**
 * Nobody sees whether a secret is the new one: somebody says so as evidence for the gate. A list of names says it of no
 * value.
 */
function gateAttested(facts: MigrationFacts): readonly GateVerdict[] {
  const reason = `whether \`${facts.from}\` is the new credential, and every replica was restarted, is for a person to attest`;
  return each(facts, 'G1', () => ({ verdict: 'unknown', reason }));
}

function otherThan(target: LayerKind): LayerKind {
  return LAYERS.find((it) => it !== target) ?? 'process';
}

function targetLayer(facts: MigrationFacts): LayerKind | undefined {
  return LAYERS.find((it) => it === facts.answers.get('to_layer'));
}

function inLayer(environment: EnvironmentFacts, kind: LayerKind, key: string): LayerFacts | undefined {
  return environment.layers.findLast((layer) => layer.kind === kind && layer.entries.has(key));
}

function gateInLayer(facts: MigrationFacts, record: RecordFile, phase: Phase): readonly GateVerdict[] {
  const target = targetLayer(facts);
  return each(facts, 'G1', (environment) => {
    if (target === undefined) return { verdict: 'no', reason: 'the record does not answer `to_layer`' };
    const left = inLayer(environment, otherThan(target), facts.from);
    const found = inLayer(environment, target, facts.from);
    const [file] = dataFilesHolding(facts, environment);
    if (phase === 'done' && file !== undefined) {
      return { verdict: 'no', reason: `\`${file.path}\` still sets \`${facts.from}\``, path: file.path };
    }
    if (phase === 'done' && left !== undefined) {
      return {
        verdict: 'no',
        reason: `\`${facts.from}\` is still in the old layer`,
        ...placeOf(left, facts.from),
      };
    }
    if (found !== undefined && feedsBoth(environment, found, facts.from)) {
      return {
        verdict: 'no',
        reason: `\`${facts.from}\` comes into both layers from this file: the new one needs a place of its own`,
        ...placeOf(found, facts.from),
      };
    }
    if (found !== undefined || record.env.get(environment.name)?.has?.includes(facts.from)) {
      return { verdict: 'yes', reason: `the new layer sets \`${facts.from}\`` };
    }
    if (mayHoldUnseen(environment)) return notSeen(environment);
    if (left === undefined && file !== undefined) {
      const reason = `\`${file.path}\` sets \`${facts.from}\`, and the new layer does not`;
      return { verdict: 'no', reason, path: file.path };
    }
    return left === undefined
      ? { verdict: 'n/a', reason: `\`${facts.from}\` is not set` }
      : {
          verdict: 'no',
          reason: `the new layer does not set \`${facts.from}\``,
          ...placeOf(left, facts.from),
        };
  });
}

function gateLayersEqual(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G3', (environment) => {
    const attested = attestedEqual(record, environment, 'the values are equal');
    if (attested !== undefined) return attested;
    if (mayHoldUnseen(environment)) return notSeen(environment);
    const [one, other] = LAYERS.map((kind) => inLayer(environment, kind, facts.from));
    if (one === undefined || other === undefined) return { verdict: 'n/a', reason: 'one layer sets it' };
    const [a, b] = [one, other].map((layer) => layer.entries.get(facts.from)?.text);
    if (a === undefined || b === undefined) return { verdict: 'unknown', reason: 'a value cannot be read' };
    return a === b
      ? { verdict: 'yes', reason: 'both layers set the same' }
      : {
          verdict: 'no',
          reason: `the layers set different values of \`${facts.from}\``,
          ...placeOf(one, facts.from),
        };
  });
}

/** A flag has the value that stays in every environment. */
function gateSettled(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const stays = facts.answers.get('default_value');
  return each(facts, 'G3', (environment) => {
    if (stays === undefined) return { verdict: 'no', reason: 'the record does not answer `default_value`' };
    if (record.env.get(environment.name)?.equal === true) {
      return { verdict: 'yes', reason: 'attested: it has the value that stays' };
    }
    const unset = record.env.get(environment.name)?.has?.includes(facts.from) === false;
    if (mayHoldUnseen(environment) && !unset) return notSeen(environment);
    const found = holderOf(environment, facts.from);
    if (found === undefined) return { verdict: 'n/a', reason: `\`${facts.from}\` is not set` };
    const text = found.entries.get(facts.from)?.text;
    if (text === undefined)
      return { verdict: 'unknown', reason: 'the value cannot be read', ...placeOf(found, facts.from) };
    return text === stays
      ? { verdict: 'yes', reason: `\`${facts.from}\` has the value that stays` }
      : {
          verdict: 'no',
          reason: `\`${facts.from}\` has another value than the one that stays`,
          ...placeOf(found, facts.from),
        };
  });
}

/** The texts of some keys, from the highest layer of each; undefined where one of them cannot be read. */
function textsOf(environment: EnvironmentFacts, keys: readonly string[]): Texts | undefined {
  const texts = new Map<string, string>();
  for (const key of keys) {
    const text = holderOf(environment, key)?.entries.get(key)?.text;
    if (text === undefined) return undefined;
    texts.set(key, text);
  }
  return texts;
}

/** What a person has said of the two values; undefined where nobody has. */
function attestedEqual(record: RecordFile, { name }: EnvironmentFacts, equal: string): Judgement | undefined {
  const said = record.env.get(name)?.equal;
  if (said === undefined) return undefined;
  return said
    ? { verdict: 'yes', reason: `attested: ${equal}` }
    : { verdict: 'no', reason: 'attested: the values differ' };
}

/** While both sides are set, the new one is what the old one converts to. */
function gateConverted(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const conversion = conversionNamed(facts.convert, {
    from: facts.fromKeys,
    to: facts.toKeys,
    answers: facts.answers,
  });
  return each(facts, 'G3', (environment) => {
    const attested = attestedEqual(record, environment, 'the values say the same');
    if (attested !== undefined) return attested;
    if (mayHoldUnseen(environment) && !isListedWithoutBoth(facts, environment, record)) {
      return notSeen(environment);
    }
    const held = (keys: readonly string[]) => keys.every((key) => holderOf(environment, key));
    if (!held(facts.fromKeys) || !held(facts.toKeys))
      return { verdict: 'n/a', reason: 'not both sides are set' };
    const old = textsOf(environment, facts.fromKeys);
    const next = textsOf(environment, facts.toKeys);
    const wanted = old && conversion?.toNew(old);
    if (next === undefined || wanted === undefined) {
      return {
        verdict: 'unknown',
        reason: `what \`${facts.convert}\` makes of the old value is for a person to compare`,
      };
    }
    const differs = facts.toKeys.find((key) => wanted.get(key) !== next.get(key));
    if (differs === undefined) return { verdict: 'yes', reason: 'both sides say the same' };
    const place = holderOf(environment, differs);
    const reason = `\`${differs}\` is not what \`${facts.convert}\` makes of the old value; old and new replicas would behave differently`;
    return { verdict: 'no', reason, ...(place ? placeOf(place, differs) : {}) };
  });
}

/** The value satisfies the constraint that the field is about to get. */
function gateConstraint(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G4', (environment) => {
    const attested = attestedValid(record, environment);
    if (attested !== undefined) return attested;
    const found = holderOf(environment, facts.from);
    if (found === undefined) {
      return mayBeSet(environment, record, facts.from)
        ? notSeen(environment)
        : { verdict: 'n/a', reason: `\`${facts.from}\` is not set` };
    }
    const valid = found.entries.get(facts.from)?.validAfter;
    if (valid === undefined) {
      const reason = 'whether the value satisfies the new constraint is not decided';
      return { verdict: 'unknown', reason, ...placeOf(found, facts.from) };
    }
    return valid
      ? { verdict: 'yes', reason: 'the value satisfies the new constraint' }
      : {
          verdict: 'no',
          reason: `the new constraint refuses the value of \`${facts.from}\``,
          ...placeOf(found, facts.from),
        };
  });
}

/** The value is spelled the new way: converting it changes nothing, or it is what an old one converts to. */
function gateSpelling(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const conversion = conversionNamed(facts.convert, {
    from: facts.fromKeys,
    to: facts.toKeys,
    answers: facts.answers,
  });
  return each(facts, 'G4', (environment) => {
    const attested = attestedValid(record, environment);
    if (attested !== undefined) return attested;
    const found = holderOf(environment, facts.from);
    if (found === undefined) {
      return mayBeSet(environment, record, facts.from)
        ? notSeen(environment)
        : { verdict: 'n/a', reason: `\`${facts.from}\` is not set` };
    }
    const text = found.entries.get(facts.from)?.text;
    const place = placeOf(found, facts.from);
    if (text === undefined || conversion === undefined || facts.convert === 'custom') {
      return {
        verdict: 'unknown',
        reason: 'whether it is spelled the new way is for a person to say',
        ...place,
      };
    }
    const again = conversion.toNew(new Map([[facts.from, text]]))?.get(facts.from);
    const converted = conversion.toOld?.(new Map([[facts.from, text]]))?.get(facts.from);
    // What converting back leaves as it is, as a name of an enum that has not changed, is no new spelling by that.
    const back = converted === text ? undefined : converted;
    const isOld = again !== undefined && again !== text && back === undefined;
    if (isOld) {
      return { verdict: 'no', reason: `\`${facts.from}\` is still spelled the old way`, ...place };
    }
    return again === text || back !== undefined
      ? { verdict: 'yes', reason: `\`${facts.from}\` is spelled the new way` }
      : { verdict: 'unknown', reason: 'the value is in neither spelling', ...place };
  });
}
