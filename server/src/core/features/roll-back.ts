import { changedTexts, withTexts } from '../apply-file-edits.ts';
import { recordedMove, recordedMoves } from '../migration/claimed-change.ts';
import { claimPhase } from '../migration/edit/attest-record.ts';
import { dropAttestations } from '../migration/edit/drop-attestations.ts';
import { withoutByHand } from '../migration/edit/edit-by-hand.ts';
import { storeWords } from '../migration/gates-environment.ts';
import type { Phase } from '../migration/kinds/kinds.ts';
import type { EnvironmentEdit, MigrationChange } from '../migration/migration-change.ts';
import { moveWords, type PhaseChange } from '../migration/phase-change.ts';
import { mayHoldUnseen } from '../migration/plan-facts.ts';
import type { Move } from '../migration/plans.ts';
import { parseRecord, type RecordFile } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { takenBack } from '../text/merge-lines.ts';
import { oneEdit } from '../text/one-edit.ts';
import { sourceFile } from '../text/source-file.ts';
import { ticked } from '../text/ticked.ts';
import { rollbackHorizon } from './rollback-horizon.ts';

/** The way back from a phase. */
export type RollbackResult =
  | {
      readonly ok: true;
      /** The phase that the record claims afterwards; the same as before where another move of it is still there. */
      readonly phase: Phase;
      /** Files that the phase made and nobody has changed since go. */
      readonly change: MigrationChange & { readonly removed: readonly string[] };
      /** Moves of the phase that are taken back afterwards, once this runs everywhere; the record stays until then. */
      readonly rest: readonly string[];
      /** What the record says about going back from this phase. */
      readonly note?: string;
      /** What has to be true before code goes back any further. */
      readonly horizon: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

const BEFORE: Partial<Readonly<Record<Phase, Phase>>> = {
  expand: 'draft',
  migrate: 'expand',
  contract: 'migrate',
};

/** True for a phase that comes before another; nothing of an abandoned migration is left. */
export function isBefore(phase: Phase, other: Phase): boolean {
  const order: readonly Phase[] = ['abandoned', 'draft', 'expand', 'migrate', 'contract', 'done'];
  return order.indexOf(phase) < order.indexOf(other);
}

/** The phase that a record goes back to; or why there is none. */
export function phaseBefore(
  record: RecordFile,
): { readonly ok: true; readonly phase: Phase } | { readonly ok: false; readonly message: string } {
  const phase = BEFORE[record.phase];
  if (phase !== undefined) return { ok: true, phase };
  switch (record.phase) {
    case 'done':
      return {
        ok: false,
        message: `\`${record.id}\` is done and its names are gone; a new migration brings them back`,
      };
    case 'abandoned':
      return { ok: false, message: `\`${record.id}\` is abandoned; nothing of it is left to take back` };
    default:
      return { ok: false, message: `\`${record.id}\` is a draft; nothing has been written for it yet` };
  }
}

/**
 * Takes back what the claimed phase wrote: its edits are worked out anew on the files from before it, and undone in the
 * files of today, so that what came later stays. A phase of several moves goes back the way it came: the last move that
 * is still there alone, since the one before it waits until this runs everywhere.
 * @param before the workspace at the last commit before the record claimed its phase
 * @param claim what the record claims afterwards; the phase before by default
 */
export function rollBack(
  now: Snapshot,
  before: Snapshot,
  record: RecordFile,
  claim?: 'abandoned',
): RollbackResult {
  const back = phaseBefore(record);
  if (!back.ok) return back;
  const worked = movesWritten(before, record);
  if (!worked.ok) return worked;
  const { facts, moves } = worked;
  const [last, ...earlier] = moves
    .map((move) => ({ ...move, undone: undo(now, move) }))
    .filter(({ undone }) => !isNothing(undone))
    .reverse();
  const undone = last?.undone ?? NOTHING_UNDONE;
  if (undone.conflicts.length > 0) return { ok: false, message: conflictMessage(undone.conflicts, record) };
  // What people do themselves came after what was written, and goes before it.
  const first =
    last === undefined
      ? []
      : doneByHand(now, before, record, moves.slice(moves.findIndex((it) => it.move === last.move) + 1));
  const waits = first.length > 0;
  const rest = [...(waits && last ? [last] : []), ...earlier].map((it) => moveWords(facts, it.move));
  const phase = rest.length > 0 ? record.phase : (claim ?? back.phase);
  const claimed = reclaimed(before, record, phase);
  if (!claimed.ok) return claimed;
  const written = waits || last === undefined ? NOTHING_WRITTEN : takenOut(now, record, last.change, undone);
  const { path, text } = record.file;
  const own = phase === record.phase ? [] : [{ path, ...oneEdit(text, claimed.text) }];
  const code = [...own, ...written.code];
  const { environment } = written;
  const after = withTexts(now, changedTexts(now, [...code, ...environment.flatMap((it) => it.edits)]));
  const note = rollbackNote(record);
  return {
    ok: true,
    phase,
    change: {
      record: { path, text: claimed.text },
      code,
      environment,
      removed: written.removed,
      notes: [...first, ...claimed.notes, ...notInGit(now, before, record)],
    },
    rest,
    ...(note === undefined ? {} : { note }),
    horizon: rollbackHorizon(facts, after, record),
  };
}

type Written = Pick<Extract<RollbackResult, { ok: true }>['change'], 'code' | 'environment' | 'removed'>;

const NOTHING_WRITTEN: Written = { code: [], environment: [], removed: [] };

/** The edits that take a move back, the record left out. */
function takenOut(now: Snapshot, record: RecordFile, change: PhaseChange, undone: Undone): Written {
  const environmentPaths = new Set(change.environment.map((it) => it.path));
  const edits = undone.edits.filter((it) => it.path !== record.file.path);
  return {
    code: edits.filter((it) => !environmentPaths.has(it.path)),
    environment: change.environment.flatMap((it) => environmentEdit(now, it, edits)),
    removed: undone.removed,
  };
}

/** The record with another phase, without what was attested in the one that is taken back. */
function reclaimed(before: Snapshot, record: RecordFile, phase: Phase) {
  const { path, text } = record.file;
  if (phase === record.phase) return { ok: true, text, notes: [] } as const;
  const earlier = before.files.get(path);
  const {
    text: without,
    environments,
    gates,
    checks,
    left,
  } = dropAttestations(record, earlier && parseRecord(earlier));
  const open = withoutByHand(without, record.phase);
  const claimed = claimPhase(parseRecord(sourceFile(path, open)), phase);
  if (!claimed.ok) return claimed;
  const again = [...environments, ...gates, ...checks].map(
    (it) =>
      `attest \`${it}\` again when you advance: what was said of it since \`${record.phase}\` is no proof any more`,
  );
  const byHand = left.map((it) => `take \`${it}\` out of the record: it was said in \`${record.phase}\``);
  return { ok: true, text: claimed.text, notes: [...again, ...byHand] } as const;
}

/** Environments that hold a new key, which people put in after what the program wrote. */
function doneByHand(
  now: Snapshot,
  before: Snapshot,
  record: RecordFile,
  later: readonly WrittenMove[],
): readonly string[] {
  if (!later.some(({ move, change }) => move.kind === 'environment' && editsOf(change).length === 0))
    return [];
  const [today, then] = [factsOfRecord(now, record), factsOfRecord(before, record)];
  if (!today.ok) return [];
  const { fromKeys, toKeys, environments } = today.facts;
  const layersBefore = then.ok ? then.facts.environments.flatMap((it) => it.layers) : [];
  const added = toKeys.filter((it) => !fromKeys.includes(it));
  return environments.flatMap((environment) => {
    const { name, layers } = environment;
    const held = added.filter((key) =>
      layers.some(
        (layer) =>
          layer.entries.has(key) && !layersBefore.some((it) => it.path === layer.path && it.entries.has(key)),
      ),
    );
    if (held.length > 0)
      return [`first take ${ticked(held)} out of \`${name}\`, and let that run everywhere`];
    const attested = record.env.get(name)?.has;
    const isOut = attested !== undefined && !added.some((key) => attested.includes(key));
    if (!mayHoldUnseen(environment) || added.length === 0 || isOut) return [];
    const store = storeWords(environment);
    return [
      `whether ${store} holds ${ticked(added)} is not seen: first take ${added.length > 1 ? 'them' : 'it'} out there, let that run everywhere, and attest it (\`crossfade attest ${record.id} --environment ${name} --names -\`)`,
    ];
  });
}

/** One move as the phase wrote it: the files before it, and its edits. */
interface WrittenMove {
  readonly move: Move;
  readonly before: Snapshot;
  readonly change: PhaseChange;
}

/** What each move of the claimed phase wrote, each on the files that the one before it left. */
function movesWritten(before: Snapshot, record: RecordFile) {
  const { plan, phase } = record;
  if (plan === undefined) return { ok: false, message: 'the record names no plan' } as const;
  const { path, text } = record.file;
  const earlier = withTexts(before, new Map([[path, text]]));
  const first = factsOfRecord(earlier, parseRecord(sourceFile(path, text)));
  if (!first.ok) return first;
  const all = recordedMoves(first.facts, record, plan, phase);
  const moves: WrittenMove[] = [];
  let files = earlier;
  for (const move of all) {
    const gathered = files === earlier ? first : factsOfRecord(files, parseRecord(sourceFile(path, text)));
    if (!gathered.ok) return gathered;
    const change = recordedMove(gathered.facts, record, plan, phase, move);
    moves.push({ move, before: files, change });
    files = withTexts(files, changedTexts(files, editsOf(change)));
  }
  return { ok: true, facts: first.facts, moves } as const;
}

function editsOf({ code, environment }: PhaseChange): readonly FileEdit[] {
  return [...code, ...environment.flatMap((it) => it.edits)];
}

interface Undone {
  readonly edits: readonly FileEdit[];
  readonly removed: readonly string[];
  readonly conflicts: readonly string[];
}

const NOTHING_UNDONE: Undone = { edits: [], removed: [], conflicts: [] };

function isNothing({ edits, removed, conflicts }: Undone): boolean {
  return edits.length + removed.length + conflicts.length === 0;
}

function undo(now: Snapshot, { before, change }: WrittenMove): Undone {
  const edits = editsOf(change);
  const back: FileEdit[] = [];
  const removed: string[] = [];
  const conflicts: string[] = [];
  for (const [path, after] of changedTexts(before, edits)) {
    const earlier = before.files.get(path)?.text;
    const current = now.files.get(path)?.text;
    if (earlier === undefined) {
      if (current === after) removed.push(path);
      else if (current !== undefined) conflicts.push(path);
      continue;
    }
    const text = current === undefined ? undefined : takenBack(earlier, after, current);
    if (text === undefined) conflicts.push(path);
    else if (text !== current) back.push({ path, ...oneEdit(current ?? '', text) });
  }
  return { edits: back, removed, conflicts };
}

function conflictMessage(paths: readonly string[], record: RecordFile): string {
  const files = paths.map((it) => `\`${it}\``).join(', ');
  return `${files} changed since \`${record.phase}\` in the lines that it wrote: take its part back there by hand, then run this again; nothing was written`;
}

function environmentEdit(
  now: Snapshot,
  written: EnvironmentEdit,
  edits: readonly FileEdit[],
): readonly EnvironmentEdit[] {
  const own = edits.filter((it) => it.path === written.path);
  if (own.length === 0) return [];
  const tracked = now.files.get(written.path)?.tracked === true;
  const needsConfirmation = written.production || !tracked;
  return [{ ...written, edits: own, tracked, needsConfirmation }];
}

/** Files that git does not have: nobody but a person knows what they held before. */
function notInGit(now: Snapshot, before: Snapshot, record: RecordFile): readonly string[] {
  const gathered = factsOfRecord(now, record);
  if (!gathered.ok) return [];
  const paths = gathered.facts.environments.flatMap((environment) =>
    environment.layers.flatMap(({ path, old, new: next }) =>
      path !== undefined && (old ?? next) && !before.files.has(path) ? [path] : [],
    ),
  );
  return [...new Set(paths)].map(
    (path) => `\`${path}\` is not in git at that commit: set there what it held before \`${record.phase}\``,
  );
}

/** The line of the section `Rollback` for the claimed phase. */
function rollbackNote(record: RecordFile): string | undefined {
  const text = record.sections.get('rollback')?.text ?? '';
  const line = new RegExp(`^[ \\t]*[-*][ \\t]+${record.phase}:[ \\t]*(.+?)[ \\t]*$`, 'im').exec(text);
  return line?.[1];
}
