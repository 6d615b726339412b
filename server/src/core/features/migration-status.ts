import { advance } from '../migration/advance.ts';
import { type MissingItem, missingChecks, missingEvidence } from '../migration/checklist/missing-evidence.ts';
import { claimedChange } from '../migration/claimed-change.ts';
import { openSteps } from '../migration/edit/edit-by-hand.ts';
import type { MigrationFacts } from '../migration/facts.ts';
import { type GateVerdict, gatesOf, phaseAllowed } from '../migration/gates.ts';
import { stepsAskedFor } from '../migration/gates-code.ts';
import { isUnlisted } from '../migration/gates-environment.ts';
import { nextPhase, type Phase } from '../migration/kinds/kinds.ts';
import type { PhaseChange } from '../migration/phase-change.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import { recordReaders } from '../migration/record-readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import { ticked } from '../text/ticked.ts';
import { titleOf } from './migrations.ts';

/** Who has to do something next: the owner, who writes code, who edits environments, who releases. */
export type Turn = 'owner' | 'code' | 'environments' | 'release';

/** How far a migration is, and what happens next. */
export interface MigrationStatus {
  readonly record: RecordFile;
  readonly title: string;
  readonly phase: Phase;
  /** Absent where the record cannot be judged. */
  readonly next?: Phase;
  readonly turn: Turn;
  /** What is waited for; names and places only. */
  readonly reason: string;
  /** What to type next. */
  readonly command: string;
  /** Gates of the next phase that hold it back. */
  readonly blocking: readonly GateVerdict[];
  /** Gates that pass only because somebody said so. */
  readonly waived: readonly GateVerdict[];
  /** Gates of the claimed phase that do not hold: the claim is wrong. */
  readonly unproved: readonly GateVerdict[];
  /** What people have to do in the claimed phase, until somebody ticks it in the record. */
  readonly byHand: readonly string[];
}

/** The migrations that are neither done nor abandoned, with whose turn it is. */
export function migrationStatus(snapshot: Snapshot): readonly MigrationStatus[] {
  return recordsOf(snapshot)
    .filter((it) => it.phase !== 'done' && it.phase !== 'abandoned')
    .map((record) => statusOf(snapshot, record));
}

/** How far one migration is. */
export function statusOf(snapshot: Snapshot, record: RecordFile): MigrationStatus {
  const shared = { record, title: titleOf(record), phase: record.phase };
  const [problem] = [...record.problems, ...snapshot.engines.record(record.data)];
  const gathered = problem ? undefined : factsOfRecord(snapshot, record);
  if (problem !== undefined || gathered?.ok !== true) {
    const reason = problem?.message ?? (gathered?.ok === false ? gathered.message : '');
    const command = `crossfade check ${record.file.path}`;
    return { ...shared, turn: 'owner', reason, command, blocking: [], waived: [], unproved: [], byHand: [] };
  }
  const { facts } = gathered;
  const next = nextPhase(record.phase);
  const { blocking, waived } = phaseAllowed(gatesOf(facts, record, 'next'));
  const unproved = phaseAllowed(gatesOf(facts, record, 'claimed')).blocking;
  const left = claimedChange(facts, record);
  return {
    ...shared,
    ...(next === undefined ? {} : { next }),
    blocking,
    waived,
    unproved,
    byHand: openSteps(record, left?.notes ?? []),
    ...(unfinished(record, left) ?? waitingFor(record, facts, next, blocking)),
  };
}

type Move = Pick<MigrationStatus, 'turn' | 'reason' | 'command'>;

/** What the claimed phase itself still has to change. */
function unfinished(record: RecordFile, left: PhaseChange | undefined): Move | undefined {
  const code = [...new Set(left?.code.map((it) => it.path) ?? [])];
  if (code.length > 0) {
    const reason = `edits of \`${record.phase}\` are missing in ${ticked(code)}`;
    return { turn: 'code', reason, command: `crossfade advance ${record.id} --resume` };
  }
  const files = (left?.environment ?? []).filter((it) => it.edits.length > 0);
  if (files.length === 0) return undefined;
  const asks = files.some((it) => it.needsConfirmation) ? ' --include-production' : '';
  const reason = `${ticked(files.map((it) => it.path))} still to be edited for \`${record.phase}\``;
  return { turn: 'environments', reason, command: `crossfade advance ${record.id} --resume${asks}` };
}

function waitingFor(
  record: RecordFile,
  facts: MigrationFacts,
  next: Phase | undefined,
  blocking: readonly GateVerdict[],
): Move {
  const [first] = blocking;
  if (first === undefined) {
    const command = `crossfade advance ${record.id}`;
    const moved = next === undefined ? undefined : advance(facts, record);
    // The gates hold, and still the phase begins with code that people have to write.
    if (moved?.ok === false) return { turn: 'code', reason: moved.message, command };
    const reason = next === undefined ? 'nothing is left' : `every gate of \`${next}\` holds`;
    return { turn: 'owner', reason, command };
  }
  // Of a draft, nothing can be looked at before its questions are answered.
  const order = record.phase === 'draft' ? (['G12', ...ORDER] as const) : ORDER;
  const chosen = order.flatMap((id) => blocking.filter((it) => it.id === id))[0] ?? first;
  const where = chosen.environment === null ? '' : ` in \`${chosen.environment}\``;
  const others = blocking.length - 1;
  const more = others === 0 ? '' : `, and ${others} more`;
  const reason = `${chosen.id}${where}: ${chosen.reason}${more}`;
  return { ...moveFor(record, facts, next, chosen), reason };
}

/** What has to be true first is looked at first: values and code, then what runs, then waiting, then the record. */
const ORDER = [
  'G2',
  'G6',
  'G13',
  'G5',
  'G1',
  'G3',
  'G4',
  'G7',
  'G11',
  'G14',
  'G8',
  'G9',
  'G10',
  'G12',
] as const;

function moveFor(
  file: RecordFile,
  facts: MigrationFacts,
  next: Phase | undefined,
  gate: GateVerdict,
): Pick<Move, 'turn' | 'command'> {
  const { id: record } = file;
  const environment = gate.environment ?? 'NAME';
  switch (gate.id) {
    case 'G1':
    case 'G3':
    case 'G4':
    case 'G7':
      if (facts.kind === 'rotate-credential')
        return { turn: 'environments', command: `${evidenceFor(file, gate)} --environment ${environment}` };
      return gate.verdict === 'unknown'
        ? {
            turn: 'environments',
            command: `crossfade attest ${record} --environment ${environment} ${toBeSeen(file, facts, gate)}`,
          }
        : { turn: 'environments', command: `crossfade gates ${record} --next` };
    case 'G8':
      // What the pipeline or the configuration says wins over the record.
      if (isStated(facts, environment))
        return { turn: 'release', command: `crossfade gates ${record} --next` };
      return {
        turn: 'release',
        command: `crossfade attest ${record} --environment ${environment} ${versionsToState(file, facts, environment)}`,
      };
    case 'G9':
      return { turn: 'release', command: `crossfade gates ${record} --next` };
    case 'G10':
      // Where the key stays, no line of a log says which value was used.
      return {
        turn: 'release',
        command: keepsKeys(facts) ? evidenceFor(file, gate) : `crossfade attest ${record} --evidence FILE`,
      };
    case 'G12':
      return {
        turn: 'owner',
        command: completing(file, facts, next, gate),
      };
    case 'G11':
    case 'G14':
      return { turn: 'owner', command: `crossfade gates ${record} --next` };
    case 'G2':
    case 'G5':
    case 'G6':
    case 'G13':
      return { turn: 'code', command: `crossfade gates ${record} --next` };
  }
}

/** What a person says of a gate that neither names nor files show. */
function evidenceFor({ id }: RecordFile, gate: GateVerdict): string {
  return `crossfade attest ${id} --gate ${gate.id} --result TEXT --command TEXT`;
}

function keepsKeys({ fromKeys, toKeys }: MigrationFacts): boolean {
  return fromKeys.every((it) => toKeys.includes(it));
}

/** What a person can show of an environment: the names of a store, else all names, else the values, which stay out. */
function toBeSeen(record: RecordFile, facts: MigrationFacts, gate: GateVerdict): string {
  const said = record.env.get(gate.environment ?? '');
  const own = facts.environments.find((it) => it.name === gate.environment);
  const store = own?.opaque.find((it) => said?.stores.has(it) !== true);
  if (store !== undefined && (said?.has === undefined || gate.id === 'G7')) {
    return `--store ${shellWord(store)} --names -`;
  }
  const valued = gate.id === 'G3' || gate.id === 'G4';
  return valued && !(own && isUnlisted(own, record)) ? '--process-env -' : '--names -';
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function isStated({ deployed }: MigrationFacts, environment: string): boolean {
  return deployed?.versions.some((it) => sameEnvironment(it.environment, environment)) ?? false;
}

/** The checklist is asked for from `contract` on; before that only the owner can say what the record lacks. */
function completing(
  file: RecordFile,
  facts: MigrationFacts,
  next: Phase | undefined,
  { reason }: GateVerdict,
): string {
  const asked = next === 'contract' || next === 'done' ? missingEvidence(file) : [];
  const [open] = next === 'done' ? [...asked, ...missingChecks(file)] : asked;
  if (open !== undefined) return `crossfade attest ${file.id} --check ${answering(open, facts)}`;
  const [step] = next === undefined ? [] : stepsAskedFor(file, next);
  if (step !== undefined) return `crossfade attest ${file.id} --by-hand ${shellWord(step.text)}`;
  return next === 'done' && reason.includes('the final notes')
    ? `crossfade notes ${file.id} --reason TEXT`
    : `crossfade gates ${file.id} --next`;
}

/** What is found out by itself needs no result; where nothing is called staging, a person names what stands for it. */
function answering({ block, name }: MissingItem, { environments }: MigrationFacts): string {
  const item = shellWord(name);
  if (block !== 'release') return `${item} --result TEXT`;
  if (name === 'release tag') return item;
  if (name !== 'staging configuration') return `${item} --result TEXT`;
  return environments.some((it) => it.name === 'staging') ? item : `${item} --environment NAME`;
}

/** `--deployed Settings=REF` for every reader of which the record does not say what it runs there; for all, else. */
function versionsToState(record: RecordFile, facts: MigrationFacts, environment: string): string {
  const readers = recordReaders(record, facts);
  const said = [...record.env].find(([name]) => sameEnvironment(name, environment))?.[1].deployed ?? [];
  const open = readers.filter((reader) => !said.some((it) => it.reader === reader));
  const asked = open.length > 0 ? open : readers;
  return (asked.length > 0 ? asked : ['READER'])
    .map((it) => `--deployed ${shellWord(`${it}=REF`)}`)
    .join(' ');
}
