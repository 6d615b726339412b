import { recordedVerdict } from './evidence/judge-evidence.ts';
import type { MigrationFacts } from './facts.ts';
import {
  gateCodeReadsNew,
  gateNameNotReused,
  gateNoReaderOfOld,
  gatePhaseTest,
  gatePrecedence,
  gateReadersTolerant,
  gateRecordComplete,
  gateRuntimeEvidence,
} from './gates-code.ts';
import { gateDeployed, gateHorizon } from './gates-deployed.ts';
import { gateLayerOrder } from './gates-environment.ts';
import { heldByMentions } from './gates-mentioned.ts';
import { gateKeys, gateNewText, gateSameValue } from './gates-of-kinds.ts';
import { gateRequired } from './gates-required.ts';
import { gateRunOut } from './gates-signing.ts';
import { kindNamed, nextPhase, PHASES, type Phase, type PlanName } from './kinds/kinds.ts';
import { questionsOfDraft } from './open-questions.ts';
import { broughtBy } from './phase-moves.ts';
import type { RecordFile, Waiver } from './record.ts';
import { sharedDeclaration } from './shared-declaration.ts';

const GATE_IDS = [
  'G1',
  'G2',
  'G3',
  'G4',
  'G5',
  'G6',
  'G7',
  'G8',
  'G9',
  'G10',
  'G11',
  'G12',
  'G13',
  'G14',
] as const;
export type GateId = (typeof GATE_IDS)[number];

/** The gate of a name, in any case; undefined for what is none. */
export function gateNamed(name: string): GateId | undefined {
  return GATE_IDS.find((it) => it === name.toUpperCase());
}

/** The verdict about one condition in one environment, or about code and record as a whole. */
export interface GateVerdict {
  readonly id: GateId;
  readonly environment: string | null;
  /** `unknown` never passes; `n/a` does, and says why the question does not arise. */
  readonly verdict: 'yes' | 'no' | 'unknown' | 'n/a';
  /** Names and places only, never a value. */
  readonly reason: string;
  readonly path?: string;
  /** Offset into that file. */
  readonly offset?: number;
  /** One-based; where a place is known by its line only. */
  readonly line?: number;
  /** A person takes responsibility for a gate that does not pass. */
  readonly waived?: Waiver;
}

/**
 * The verdicts for the phase that a record claims, or for the one after it. A phase's conditions are those that must
 * hold while its change is out: for `migrate` of `env-first`, that every environment has NEW before code needs it.
 * On the way to a phase nothing is asked for that the phase's own edits bring.
 */
export function gatesOf(
  facts: MigrationFacts,
  record: RecordFile,
  which: 'claimed' | 'next' = 'claimed',
): readonly GateVerdict[] {
  const phase = which === 'claimed' ? record.phase : nextPhase(record.phase);
  const { plan } = record;
  if (phase === undefined || plan === undefined) return [];
  const asked = gatesAsked(facts.kind, plan, phase);
  const waited = which === 'claimed' ? asked : withoutBrought(asked, facts.kind, plan, phase);
  return waited
    .flatMap((id) => heldByMentions(id, verdictsOf(id, facts, record, phase), facts, record))
    .map((verdict) => withWaiver(withEvidence(verdict, facts, record), record));
}

/** Whether the phase may be claimed, and what stands in its way. */
export function phaseAllowed(verdicts: readonly GateVerdict[]): {
  readonly allowed: boolean;
  readonly blocking: readonly GateVerdict[];
  /** Passed only because somebody said so; every report names them. */
  readonly waived: readonly GateVerdict[];
} {
  const failing = verdicts.filter((it) => it.verdict === 'no' || it.verdict === 'unknown');
  const blocking = failing.filter((it) => it.waived === undefined);
  return {
    allowed: blocking.length === 0,
    blocking,
    waived: failing.filter((it) => it.waived !== undefined),
  };
}

/** What code has to be like, where the phase writes code. */
const OF_CODE: ReadonlySet<GateId> = new Set(['G2', 'G6', 'G13']);
/** What environments have to hold, where the phase puts NEW there. */
const OF_NEW: ReadonlySet<GateId> = new Set(['G1', 'G3', 'G4']);

function withoutBrought(
  asked: readonly GateId[],
  kind: MigrationFacts['kind'],
  plan: PlanName,
  phase: Phase,
): readonly GateId[] {
  const brought = broughtBy(kind, plan, phase);
  return asked.filter((id) => {
    if (brought.code && OF_CODE.has(id)) return false;
    if (isLeaving(kind)) return !(brought.removesOld && id === 'G1');
    // Which key signs and which ones are accepted is written by people, before the phase and not in it.
    return kind === 'rotate-signing' || !(brought.addsNew && OF_NEW.has(id));
  });
}

const ALWAYS: readonly GateId[] = ['G12', 'G14'];

/** Which conditions a phase of a plan asks for. A removal asks that OLD is gone (G1) where a rename asks for NEW. */
function gatesAsked(kind: MigrationFacts['kind'], plan: PlanName, phase: Phase): readonly GateId[] {
  if (phase === 'draft' || phase === 'abandoned') return [];
  const asked = kindNamed(kind).gates(plan, phase);
  return [...asked, ...ALWAYS].sort((x, y) => GATE_IDS.indexOf(x) - GATE_IDS.indexOf(y));
}

function isLeaving(kind: MigrationFacts['kind']): boolean {
  return kind === 'remove' || kind === 'flag';
}

/** What was signed with the old key counts as long as it stays valid. */
function waitedFor(record: RecordFile): RecordFile {
  return record.maxTokenTtl === undefined ? record : { ...record, keepOldFor: record.maxTokenTtl };
}

function verdictsOf(
  id: GateId,
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  switch (id) {
    case 'G1':
      return gateKeys(facts, record, phase);
    case 'G2':
      return facts.kind === 'require'
        ? gateRequired(facts, record, phase)
        : gateCodeReadsNew(facts, record, phase);
    case 'G3':
      return gateSameValue(facts, record);
    case 'G4':
      return gateNewText(facts, record);
    case 'G5':
      return gateReadersTolerant(facts);
    case 'G6':
      return gateNoReaderOfOld(facts, record, phase);
    case 'G7':
      return gateLayerOrder(facts, record);
    case 'G8':
      return gateDeployed(facts, record, phase);
    case 'G9':
      return facts.kind === 'rotate-signing'
        ? gateRunOut(record, gateHorizon(facts, waitedFor(record), phase))
        : gateHorizon(facts, record, phase);
    case 'G10':
      return gateRuntimeEvidence(facts, record);
    case 'G11':
      return gatePrecedence(facts, record);
    case 'G12':
      return gateRecordComplete(record, phase, questionsOfDraft(facts, record), sharedAlready(facts, record));
    case 'G13':
      return gatePhaseTest(facts, record);
    case 'G14':
      return gateNameNotReused(facts, record);
  }
}

/**
 * What speaks against a record as a whole, though it was created: its declaration serves a second key. Where the last
 * phase is claimed the declaration has changed already.
 */
function sharedAlready(facts: MigrationFacts, { phase }: RecordFile): readonly string[] {
  const isOver = phase === 'contract' || phase === 'done' || phase === 'abandoned';
  const why = isOver ? undefined : sharedDeclaration(facts);
  return why === undefined ? [] : [why];
}

/** What a person can look at where no file shows it. G10 weighs its evidence itself. */
const BY_EVIDENCE: ReadonlySet<GateId> = new Set(['G1', 'G3', 'G4', 'G7']);

/**
 * The last thing that somebody recorded of a gate, where nothing is seen. Evidence whose text names environments speaks
 * of those alone.
 */
function withEvidence(verdict: GateVerdict, facts: MigrationFacts, record: RecordFile): GateVerdict {
  const { environment } = verdict;
  if (verdict.verdict !== 'unknown' || environment === null || !BY_EVIDENCE.has(verdict.id)) return verdict;
  const words = (text: string | undefined) => new Set((text ?? '').split(/[^\w-]+/));
  const named = (text: string | undefined) => facts.environments.filter((it) => words(text).has(it.name));
  const found = record.evidence.findLast(
    ({ gate, by, result, phase }) =>
      gate === verdict.id &&
      by !== undefined &&
      isOfItsTime(record, phase) &&
      (named(result).length === 0 || named(result).some((it) => it.name === environment)),
  );
  if (!found) return verdict;
  const said = found.result === undefined ? '' : `: ${found.result}`;
  const reason = `evidence of ${found.by} on ${found.on ?? 'no date'}${said}`;
  return { ...verdict, verdict: recordedVerdict(found.result), reason };
}

/** False for what was said before the phase in which the new credential comes: it was said of the old one. */
function isOfItsTime({ kind, plan }: RecordFile, said: string | undefined): boolean {
  if (kind !== 'rotate-credential' || plan === undefined || said === undefined) return true;
  const comes = PHASES.findIndex((it) => OPEN.has(it) && broughtBy(kind, plan, it).addsNew);
  const names: readonly string[] = PHASES;
  return names.indexOf(said) >= comes;
}

const OPEN: ReadonlySet<Phase> = new Set(['expand', 'migrate', 'contract']);

function withWaiver(verdict: GateVerdict, record: RecordFile): GateVerdict {
  const own = verdict.environment === null ? undefined : record.env.get(verdict.environment);
  const here = own?.waive.get(verdict.id);
  const found = [here, record.waive.get(verdict.id)].filter((it) => it !== undefined);
  const waived = found.find(isComplete) ?? found[0];
  if (waived === undefined || verdict.verdict === 'yes' || verdict.verdict === 'n/a') return verdict;
  const where = waived !== here ? '' : ` for \`${verdict.environment}\``;
  const who = `waived${where} by ${waived.by ?? 'nobody'} on ${waived.on ?? 'no date'}: ${waived.reason ?? 'no reason'}`;
  // A waiver that names nobody, or no reason, is no waiver.
  if (!isComplete(waived)) {
    return { ...verdict, reason: `${verdict.reason}; the waiver needs \`by\` and \`reason\`` };
  }
  return { ...verdict, waived, reason: `${who}; without it: ${verdict.reason}` };
}

function isComplete({ by, reason }: Waiver): boolean {
  return by !== undefined && reason !== undefined;
}
