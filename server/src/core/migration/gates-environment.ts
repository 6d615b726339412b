import { lineIndex } from '../text/line-index.ts';
import { ticked } from '../text/ticked.ts';
import { leftBehind } from './data-files-holding.ts';
import type { DataFileFacts, EnvironmentFacts, LayerFacts, MigrationFacts } from './facts.ts';
import type { GateId, GateVerdict } from './gates.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { RecordFile } from './record.ts';

/** The gates that look at what environments hold. Values are compared in memory and never leave these functions. */

/** G1: every environment that needs NEW defines it. */
export function gateDefinesNew(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const to = facts.to ?? '';
  return each(facts, 'G1', (environment, whole) => {
    const stale = leftBehind(facts, environment);
    if (stale !== undefined) return leftInFile(stale);
    const found = holder(environment, 'new');
    if (found !== undefined) return { verdict: 'yes', reason: `\`${to}\` is set`, ...placeOf(found, 'new') };
    const attested = record.env.get(environment.name);
    if (attested?.has?.includes(to)) return { verdict: 'yes', reason: `attested: ${ticked(attested.has)}` };
    if (isUnlisted(environment, record)) return notSeen(environment);
    const old = holder(environment, 'old');
    if (attested?.has?.includes(facts.from)) {
      return { verdict: 'no', reason: `attested without \`${to}\`: ${ticked(attested.has)}` };
    }
    if (old === undefined) {
      const file = dataFileOf(facts, environment);
      if (file) return { verdict: 'n/a', reason: `\`${file.path}\` sets it and changes with the code` };
      if (!requiresValue(facts)) {
        return { verdict: 'n/a', reason: `\`${facts.from}\` is not set either; the default holds` };
      }
      if (holder(whole, 'old') !== undefined) return neither(facts);
    }
    return { verdict: 'no', reason: `\`${to}\` is missing`, ...(old ? placeOf(old, 'old') : {}) };
  });
}

/** What starts without the old keys, where others have them, reads neither side. */
export function neither({ from }: MigrationFacts): Judgement {
  return { verdict: 'n/a', reason: `\`${from}\` is not set there either` };
}

/** The verdict about a data file whose key nothing reads any more. */
export function leftInFile({ path, oldKey, old }: DataFileFacts): Judgement {
  const offset = old[0]?.key.span.start;
  return {
    verdict: old.length > 0 ? 'no' : 'unknown',
    reason: `\`${path}\` still names \`${oldKey}\`, which no code reads any more`,
    path,
    ...(offset === undefined ? {} : { offset }),
  };
}

/** G1 of a removal: OLD is in no environment any more. */
export function gateOldGone(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G1', (environment) => {
    const found = holder(environment, 'old');
    if (found !== undefined) {
      return { verdict: 'no', reason: `\`${facts.from}\` is still set`, ...placeOf(found, 'old') };
    }
    if (!mayHoldUnseen(environment)) return { verdict: 'yes', reason: `\`${facts.from}\` is not set` };
    const attested = record.env.get(environment.name)?.has;
    if (attested === undefined) return notSeen(environment);
    return attested.includes(facts.from)
      ? { verdict: 'no', reason: `attested: ${ticked(attested)}` }
      : { verdict: 'yes', reason: `attested without \`${facts.from}\`` };
  });
}

/** G3: while both are set, they are equal. */
export function gateBothEqual(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G3', (environment) => {
    const old = holder(environment, 'old');
    const next = holder(environment, 'new');
    const attested = record.env.get(environment.name);
    if (attested?.equal === true) return { verdict: 'yes', reason: 'attested: the values are equal' };
    if (attested?.equal === false) return { verdict: 'no', reason: 'attested: the values differ' };
    if (mayHoldUnseen(environment) && !isListedWithoutBoth(facts, environment, record)) {
      return notSeen(environment);
    }
    if (old === undefined || next === undefined) {
      return { verdict: 'n/a', reason: `\`${facts.from}\` and \`${facts.to ?? ''}\` are not both set` };
    }
    if (old.old?.text === undefined || next.new?.text === undefined) {
      return { verdict: 'unknown', reason: 'a value cannot be read', ...placeOf(next, 'new') };
    }
    return old.old.text === next.new.text
      ? { verdict: 'yes', reason: `\`${facts.from}\` and \`${facts.to ?? ''}\` are equal` }
      : {
          verdict: 'no',
          reason: `\`${facts.from}\` and \`${facts.to ?? ''}\` differ; old and new replicas would behave differently`,
          ...placeOf(next, 'new'),
        };
  });
}

/** G4: NEW's value is one the field accepts. */
export function gateNewValid(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G4', (environment) => {
    const stale = leftBehind(facts, environment);
    if (stale !== undefined) return leftInFile(stale);
    const attested = attestedValid(record, environment);
    if (attested !== undefined) return attested;
    const found = holder(environment, 'new') ?? undefined;
    if (found === undefined) {
      if (mayBeSet(environment, record, facts.to ?? '')) return notSeen(environment);
      return { verdict: 'n/a', reason: `\`${facts.to ?? ''}\` is not set` };
    }
    const valid = found.new?.valid;
    const same = holder(environment, 'old')?.old?.text;
    if (valid === undefined && same !== undefined && same === found.new?.text) {
      const reason = `it is as valid as \`${facts.from}\`, which the version of today reads`;
      return { verdict: 'yes', reason, ...placeOf(found, 'new') };
    }
    if (valid === undefined) {
      return {
        verdict: 'unknown',
        reason: `whether the value is valid depends on code that is not evaluated`,
        ...placeOf(found, 'new'),
      };
    }
    return valid
      ? { verdict: 'yes', reason: 'the value is valid' }
      : {
          verdict: 'no',
          reason: `the value of \`${facts.to ?? ''}\` is not valid`,
          ...placeOf(found, 'new'),
        };
  });
}

/** G7: NEW never stands below an OLD that it would have to win over. */
export function gateLayerOrder(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  return each(facts, 'G7', (environment) => {
    const next = lastIndex(environment, 'new');
    const old = lastIndex(environment, 'old');
    if (losesOverride(environment)) {
      const lower = environment.layers[next] as LayerFacts;
      const higher = environment.layers[old] as LayerFacts;
      const reason = `\`${facts.to ?? ''}\` is in ${words(lower)}, below \`${facts.from}\` in ${otherThan(lower, higher)}; the override would be lost`;
      return { verdict: 'no', reason, ...placeOf(lower, 'new') };
    }
    const empty = next >= 0 && old >= 0 ? emptyAbove(facts, environment) : undefined;
    if (empty) {
      const reason = `\`${facts.to ?? ''}\` is empty in ${words(empty)}: once \`${facts.from}\` is gone, nothing but that is read`;
      return { verdict: 'no', reason, ...placeOf(empty, 'new') };
    }
    const { has: attested, equal } = record.env.get(environment.name) ?? {};
    if (mayHoldUnseen(environment) && attested !== undefined) {
      const lost = attested.includes(facts.from) && !attested.includes(facts.to ?? '') && next >= 0;
      const reason = `attested: ${ticked(attested)}`;
      if (lost) return { verdict: 'no', reason };
      // One list of names for all layers does not say which of them holds OLD: it may stand above the NEW that is seen.
      if (next < 0 || equal === true || !attested.includes(facts.from)) return { verdict: 'yes', reason };
      const where = storeWords(environment);
      return {
        verdict: 'unknown',
        reason: `whether ${where} holds \`${facts.from}\`, above \`${facts.to ?? ''}\` in ${words(environment.layers[next] as LayerFacts)}, is not seen`,
      };
    }
    if (mayHoldUnseen(environment)) {
      return {
        verdict: 'unknown',
        reason: `whether ${storeWords(environment)} holds \`${facts.from}\` is not seen`,
      };
    }
    if (next < 0) return { verdict: 'n/a', reason: `\`${facts.to ?? ''}\` is not set` };
    return { verdict: 'yes', reason: 'no override would be lost' };
  });
}

/** A verdict about one environment. */
export type Judgement = Pick<GateVerdict, 'verdict' | 'reason' | 'path' | 'offset'>;

/** The verdict of each environment, the worst of all that start in it; or that none is seen. */
export function each(
  facts: MigrationFacts,
  id: GateId,
  judge: (view: EnvironmentFacts, whole: EnvironmentFacts) => Judgement,
): readonly GateVerdict[] {
  if (facts.environments.length === 0) {
    return [{ id, environment: null, verdict: 'unknown', reason: 'no environment is seen' }];
  }
  return facts.environments.map((environment) => {
    const { views = [environment], name } = environment;
    const judged = views
      .map((it) => judge(it, environment))
      .sort((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
    return { id, environment: name, ...(judged[0] as Judgement) };
  });
}

const WORST: readonly GateVerdict['verdict'][] = ['no', 'unknown', 'yes', 'n/a'];

/** True where something is not seen, and nobody has listed the names that are set. */
export function isUnlisted(environment: EnvironmentFacts, record: RecordFile): boolean {
  return mayHoldUnseen(environment) && record.env.get(environment.name)?.has === undefined;
}

/** True where the key may be set although no layer that is seen sets it. */
export function mayBeSet(environment: EnvironmentFacts, record: RecordFile, key: string): boolean {
  const has = record.env.get(environment.name)?.has;
  return has === undefined ? mayHoldUnseen(environment) : has.includes(key);
}

/** What an environment holds is in a store. */
export function notSeen(environment: EnvironmentFacts): Judgement {
  return { verdict: 'unknown', reason: `what ${storeWords(environment)} holds is not seen` };
}

/** What was computed of values that were given once, and that no file shows. */
export function attestedValid(record: RecordFile, { name }: EnvironmentFacts): Judgement | undefined {
  const said = record.env.get(name)?.valid;
  if (said === undefined) return undefined;
  return said
    ? { verdict: 'yes', reason: 'attested: the value is valid' }
    : { verdict: 'no', reason: 'attested: the value is not valid' };
}

/** True where somebody has listed what is set, and one side of the migration is not. */
export function isListedWithoutBoth(
  { fromKeys, toKeys }: MigrationFacts,
  environment: EnvironmentFacts,
  record: RecordFile,
): boolean {
  const has = record.env.get(environment.name)?.has;
  if (has === undefined) return false;
  const held = (key: string) => has.includes(key) || environment.layers.some((it) => it.entries.has(key));
  return !fromKeys.every(held) || !toKeys.every(held);
}

/** The highest layer that holds NEW, where it holds no text and that is not the same as no key. */
function emptyAbove(facts: MigrationFacts, environment: EnvironmentFacts): LayerFacts | undefined {
  const highest = holder(environment, 'new');
  const ignored = facts.readers.every((reader) => reader.schema.loading.ignoreEmpty);
  return highest?.new?.text === '' && !ignored ? highest : undefined;
}

/** The highest layer that holds the key. */
function holder(environment: EnvironmentFacts, key: 'old' | 'new'): LayerFacts | undefined {
  return environment.layers[lastIndex(environment, key)];
}

/** True where NEW stands in a layer below one that sets OLD. */
export function losesOverride(environment: EnvironmentFacts): boolean {
  const next = lastIndex(environment, 'new');
  return next >= 0 && lastIndex(environment, 'old') > next;
}

function lastIndex(environment: EnvironmentFacts, key: 'old' | 'new'): number {
  return environment.layers.findLastIndex((layer) => layer[key] !== undefined);
}

/** Where a key stands: one of a side, or by its name. */
export function placeOf(layer: LayerFacts, key: string): Pick<GateVerdict, 'path' | 'offset'> {
  const own = key === 'old' || key === 'new' ? layer[key] : layer.entries.get(key);
  const entry = own?.entry;
  if (layer.path === undefined) return {};
  return { path: layer.path, ...(entry ? { offset: entry.key.span.start } : {}) };
}

function words(layer: LayerFacts): string {
  const name = layer.store ?? layer.path;
  return name === undefined ? 'the process environment' : `\`${name}\``;
}

/** A layer beside another: one file may hold both, as a ConfigMap and the list of a container. */
function otherThan(lower: LayerFacts, higher: LayerFacts): string {
  const line = higher.path === lower.path ? lineOf(higher) : undefined;
  return line === undefined ? words(higher) : `line ${line} of it`;
}

function lineOf({ document, old }: LayerFacts): number | undefined {
  const at = old?.entry?.key.span.start;
  return document && at !== undefined ? lineIndex(document.file).position(at).line + 1 : undefined;
}

/** Where values are that cannot be read. */
export function storeWords(environment: EnvironmentFacts): string {
  return environment.opaque.length > 0
    ? environment.opaque.map((store) => `\`${store}\``).join(', ')
    : `\`${environment.name}\``;
}

/** The data file that gives this environment a value, where no variable does. */
function dataFileOf(facts: MigrationFacts, environment: EnvironmentFacts): DataFileFacts | undefined {
  return facts.dataFiles.find((it) => it.environments.includes(environment.name));
}

function requiresValue(facts: MigrationFacts): boolean {
  return facts.readers.some((reader) => (reader.new ?? reader.old)?.required ?? false);
}
