import { sameEnvironment } from '../supply/environment-name.ts';
import type { CodeAtRef, CodeRead, DeployedVersion, MigrationFacts, ReaderFacts } from './facts.ts';
import type { GateVerdict } from './gates.ts';
import { isGenerated } from './generate/end-of-migration.ts';
import type { Phase } from './kinds/kinds.ts';
import { movesOf } from './phase-moves.ts';
import type { RecordFile } from './record.ts';
import { recordReaders } from './record-readers.ts';
import type { Code } from './replica-model.ts';

/** The gates that look at what runs. The oldest version that runs decides. */

/** After so many days, what a record says of a deployed version is taken for no longer known. */
const RECORD_AGE = 30;

/** G8: the code that a phase builds on is what runs, judged by the settings code at each deployed commit. */
export function gateDeployed(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  return perEnvironment(facts, record, 'G8', (name) => deployedIn(facts, record, phase, name));
}

/** G9: nobody will want to go back to the code before any more. */
export function gateHorizon(facts: MigrationFacts, record: RecordFile, phase: Phase): readonly GateVerdict[] {
  return perEnvironment(facts, record, 'G9', (name) => horizonIn(facts, record, phase, name));
}

type Answer = Pick<GateVerdict, 'verdict' | 'reason'>;

function perEnvironment(
  facts: MigrationFacts,
  record: RecordFile,
  id: 'G8' | 'G9',
  answer: (environment: string) => Answer,
): readonly GateVerdict[] {
  if (facts.environments.length === 0)
    return [{ id, environment: null, verdict: 'unknown', reason: 'no environment is seen' }];
  return facts.environments.map(({ name, layers }) => {
    // What a developer runs is the working tree; a cluster for development has manifests.
    const plain = name === 'development' && layers.every((it) => it.kind === 'dotenv');
    const local = plain && versionsIn(facts, record, name).length === 0;
    const own: Answer = local
      ? { verdict: 'n/a', reason: `\`${name}\` runs the working tree` }
      : answer(name);
    return { id, environment: name, ...own };
  });
}

function deployedIn(facts: MigrationFacts, record: RecordFile, phase: Phase, environment: string): Answer {
  const needed = neededCode(facts, record, phase);
  if (needed === undefined) return { verdict: 'n/a', reason: 'no code has to be out before this phase' };
  const versions = versionsIn(facts, record, environment);
  if (versions.length === 0)
    return {
      verdict: 'unknown',
      reason: `which version runs in \`${environment}\` is not known: \`--deployed ${environment}=REF\`, \`deployed\` in the configuration or in the record says it`,
    };
  const answers = versions.map((it) => ofVersion(facts, record, phase, needed, it));
  const missing = uncovered(record, versions);
  if (missing !== undefined)
    answers.push({
      verdict: 'unknown',
      reason: `which version \`${missing}\` runs in \`${environment}\` is not known`,
    });
  return worst(answers);
}

function worst(answers: readonly Answer[]): Answer {
  const found = (['no', 'unknown', 'n/a'] as const)
    .map((verdict) => answers.find((it) => it.verdict === verdict))
    .find((it) => it !== undefined);
  return found ?? answers[0] ?? { verdict: 'unknown', reason: 'nothing is known of what runs' };
}

/** The version of the code that has to be out before a phase: the last that an earlier phase ships. */
function neededCode({ kind }: MigrationFacts, { plan }: RecordFile, phase: Phase): Code | undefined {
  if (plan === undefined) return undefined;
  const phases: readonly Phase[] = ['expand', 'migrate', 'contract'];
  const before = phase === 'done' ? phases : phases.slice(0, phases.indexOf(phase));
  const moves = before.flatMap((it) => movesOf(kind, { plan, phase: it, strict: true }));
  return moves.flatMap((it) => (it.kind === 'environment' ? [] : it.code)).at(-1);
}

/** The pipeline wins over the configuration, and both over the record. */
function versionsIn(
  facts: MigrationFacts,
  record: RecordFile,
  environment: string,
): readonly DeployedVersion[] {
  const stated = (facts.deployed?.versions ?? []).filter((it) =>
    sameEnvironment(it.environment, environment),
  );
  const bySource = (source: DeployedVersion['source']) => stated.filter((it) => it.source === source);
  const [pipeline, configuration] = [bySource('pipeline'), bySource('configuration')];
  if (pipeline.length > 0) return pipeline;
  if (configuration.length > 0) return configuration;
  const own = [...record.env].find(([name]) => sameEnvironment(name, environment))?.[1].deployed ?? [];
  return own.map((it) => ({ environment, source: 'record' as const, ...it }));
}

/** A process that the record names and of which nothing says what it runs, where the others are told apart. */
function uncovered({ readers }: RecordFile, versions: readonly DeployedVersion[]): string | undefined {
  const named = versions.flatMap(({ reader }) => reader ?? []);
  if (named.length < versions.length || !named.some((it) => readers.includes(it))) return undefined;
  return readers.find((it) => !named.includes(it));
}

function ofVersion(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
  needed: Code,
  version: DeployedVersion,
): Answer {
  const { ref, environment, reader } = version;
  const readers = recordReaders(record, facts);
  if (version.source === 'record' && reader !== undefined && readers.length > 0 && !readers.includes(reader))
    return {
      verdict: 'unknown',
      reason: `\`env.${environment}.deployed\` names \`${reader}\`, which is no reader of this record: \`${readers.join('`, `')}\``,
    };
  if (ref === undefined)
    return {
      verdict: 'unknown',
      reason: version.unknown ?? `the record names no \`ref\` for \`${environment}\``,
    };
  const age = ageOf(facts, version);
  if (age > RECORD_AGE) return { verdict: 'unknown', reason: tooOld(version, age) };
  const code = facts.deployed?.code.get(ref) ?? {
    kind: 'unseen',
    reason: `the code of \`${ref}\` is not read here`,
  };
  if (code.kind === 'unseen') return { verdict: 'unknown', reason: code.reason };
  const where = `\`${ref}\`, which runs in \`${environment}\`${version.reader === undefined ? '' : ` as \`${version.reader}\``},`;
  return staysInPlace(facts)
    ? inPlace(facts, record, phase, code, where)
    : byKeys(facts, record, needed, code, where);
}

type Seen = CodeAtRef & { readonly kind: 'seen' };

function tooOld({ ref, environment }: DeployedVersion, age: number): string {
  const when = Number.isFinite(age) ? `was written down ${age} days ago` : 'has no day';
  return `that \`${ref}\` runs in \`${environment}\` ${when} in the record; after ${RECORD_AGE} days it is not taken for known`;
}

/** Days since a record's entry was written; 0 for what the pipeline or the configuration say. */
function ageOf({ deployed }: MigrationFacts, { on, source }: DeployedVersion): number {
  if (source !== 'record' || !deployed) return 0;
  return (on === undefined ? undefined : daysBetween(on, deployed.today)) ?? Number.POSITIVE_INFINITY;
}

function staysInPlace({ fromKeys, toKeys }: MigrationFacts): boolean {
  return toKeys.length > 0 && toKeys.every((it) => fromKeys.includes(it));
}

/** Where the key keeps its name, the code that runs has to read it as the working tree does. */
function inPlace(facts: MigrationFacts, record: RecordFile, phase: Phase, code: Seen, where: string): Answer {
  const key = `\`${facts.fromKeys.join('`, `')}\``;
  const now = facts.readers.filter((it) => it.fields.size > 0);
  const other = now.find((it) => !code.asToday.has(it.name));
  if (!other) return { verdict: 'yes', reason: `${where} reads ${key} as the working tree does` };
  // The working tree may be one step further than what this phase builds on.
  const further = record.phase === phase && bringsCode(facts, record, phase);
  const reason = `${where} reads ${key} in another way than \`${other.name}\` of the working tree`;
  return { verdict: further ? 'unknown' : 'no', reason };
}

function bringsCode({ kind }: MigrationFacts, { plan }: RecordFile, phase: Phase): boolean {
  return (
    plan !== undefined && movesOf(kind, { plan, phase, strict: true }).some((it) => it.kind !== 'environment')
  );
}

/** Where a key comes or goes, the code that runs has to read what comes, and may no longer need what goes. */
function byKeys(facts: MigrationFacts, record: RecordFile, needed: Code, code: Seen, where: string): Answer {
  const fresh = facts.toKeys.filter((it) => !facts.fromKeys.includes(it));
  const gone = facts.fromKeys.filter((it) => !facts.toKeys.includes(it));
  for (const key of fresh) {
    const without = code.readers.find((it) => !it.fields.has(key));
    if (code.readers.length === 0 || without)
      return {
        verdict: 'no',
        reason: `${where} does not read \`${key}\`${without ? ` (\`${without.name}\`)` : ''}`,
      };
  }
  if (needed === 'new' || needed === 'new-declaring') {
    for (const key of gone) {
      const reader = code.readers.find((it) => needs(it, key, code, record));
      if (reader) return { verdict: 'no', reason: `${where} still reads \`${key}\` (\`${reader.name}\`)` };
      if (fresh.length === 0 && left(code, key).length > 0) return declaredAndRead(code, key, where);
    }
  }
  const read =
    fresh.length > 0 ? `reads \`${fresh.join('`, `')}\`` : `does not read \`${gone.join('`, `')}\``;
  return { verdict: 'yes', reason: `${where} ${read}` };
}

/** A field that a migration declares so that the key is not refused is no reader. */
function needs(reader: ReaderFacts, key: string, { project }: Seen, record: RecordFile): boolean {
  const field = reader.fields.get(key);
  return field !== undefined && !(project !== undefined && isGenerated(project, field, record.id));
}

/** Reads of the attribute where a removal left the declaration alone: what the environment sets is lost there. */
function left({ readers }: Seen, key: string): readonly CodeRead[] {
  return readers.flatMap((it) => (it.fields.get(key) === it.old ? it.readsOld : []));
}

function declaredAndRead(code: Seen, key: string, where: string): Answer {
  const reads = left(code, key);
  const certain = reads.find((it) => it.certain);
  const [read] = certain ? [certain] : reads;
  const how = certain ? 'still uses' : 'may still use';
  const reason = `${where} ignores what sets \`${key}\`, and ${how} its attribute in \`${read?.path ?? ''}\``;
  return { verdict: certain ? 'no' : 'unknown', reason };
}

function horizonIn(facts: MigrationFacts, record: RecordFile, phase: Phase, environment: string): Answer {
  const { keepOldFor } = record;
  if (keepOldFor === undefined) return { verdict: 'n/a', reason: 'the record has no `keep_old_for`' };
  const out = deployedIn(facts, record, phase, environment);
  if (out.verdict === 'n/a') return out;
  if (out.verdict !== 'yes') {
    const verdict = out.verdict === 'no' ? 'no' : 'unknown';
    return {
      verdict,
      reason: `the time begins once the code of this phase runs in \`${environment}\`: ${out.reason}`,
    };
  }
  const today = facts.deployed?.today ?? '';
  const since = versionsIn(facts, record, environment).map((it) => sinceOf(facts, it));
  const [last] = since
    .flatMap((it) => (it === undefined ? [] : addDays(it, daysIn(keepOldFor))))
    .sort()
    .reverse();
  if (last === undefined || since.includes(undefined))
    return { verdict: 'unknown', reason: `when \`${environment}\` was deployed is not known` };
  return last <= today
    ? { verdict: 'yes', reason: `\`keep_old_for\` of ${keepOldFor} has passed in \`${environment}\`` }
    : {
        verdict: 'no',
        reason: `going back has to stay possible in \`${environment}\` until ${last} (\`keep_old_for\`)`,
      };
}

/** The day of the deploy; where nobody wrote it down, that of the tag or commit. Undefined where neither is a day. */
function sinceOf({ deployed }: MigrationFacts, { on, ref }: DeployedVersion): string | undefined {
  const code = ref === undefined ? undefined : deployed?.code.get(ref);
  const day = on?.slice(0, 10) ?? (code?.kind === 'seen' ? code.date : '');
  return Number.isNaN(Date.parse(day)) ? undefined : day;
}

/** `14d`, `2w`, `36h` as whole days, rounded up. */
function daysIn(text: string): number {
  const count = Number.parseInt(text, 10);
  return text.endsWith('w') ? count * 7 : text.endsWith('h') ? Math.ceil(count / 24) : count;
}

const DAY = 86_400_000;

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** Undefined where one of the two is no date. */
function daysBetween(from: string, to: string): number | undefined {
  const days = Math.floor((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY);
  return Number.isNaN(days) ? undefined : days;
}
