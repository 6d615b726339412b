import { changedTexts, withTexts } from '../apply-file-edits.ts';
import { recordedChange } from '../migration/claimed-change.ts';
import { claimPhase } from '../migration/edit/attest-record.ts';
import type { Phase } from '../migration/kinds/kinds.ts';
import type { EnvironmentEdit, MigrationChange } from '../migration/migration-change.ts';
import { parseRecord, type RecordFile } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { takenBack } from '../text/merge-lines.ts';
import { oneEdit } from '../text/one-edit.ts';
import { sourceFile } from '../text/source-file.ts';
import { rollbackHorizon } from './rollback-horizon.ts';

/** The way back from a phase. */
export type RollbackResult =
  | {
      readonly ok: true;
      /** The phase that the record claims afterwards. */
      readonly phase: Phase;
      /** Files that the phase made and nobody has changed since go. */
      readonly change: MigrationChange & { readonly removed: readonly string[] };
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
 * files of today, so that what came later stays.
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
  const phase = claim ?? back.phase;
  const claimed = claimPhase(record, phase);
  if (!claimed.ok) return claimed;
  const written = writtenBy(before, record);
  if (!written.ok) return written;
  const { facts, change } = written;
  const undone = undo(now, before, [...change.code, ...change.environment.flatMap((it) => it.edits)]);
  if (undone.conflicts.length > 0) return { ok: false, message: conflictMessage(undone.conflicts, record) };
  const { path, text } = record.file;
  const environmentPaths = new Set(change.environment.map((it) => it.path));
  const edits = undone.edits.filter((it) => it.path !== path);
  const code = [
    { path, ...oneEdit(text, claimed.text) },
    ...edits.filter((it) => !environmentPaths.has(it.path)),
  ];
  const environment = change.environment.flatMap((it) => environmentEdit(now, it, edits));
  const after = withTexts(now, changedTexts(now, [...code, ...environment.flatMap((it) => it.edits)]));
  const note = rollbackNote(record);
  return {
    ok: true,
    phase,
    change: {
      record: { path, text: claimed.text },
      code,
      environment,
      removed: undone.removed,
      notes: notInGit(now, before, record),
    },
    ...(note === undefined ? {} : { note }),
    horizon: rollbackHorizon(facts, after, record),
  };
}

/** What the claimed phase wrote on the files from before it. */
function writtenBy(before: Snapshot, record: RecordFile) {
  const { plan, phase } = record;
  if (plan === undefined) return { ok: false, message: 'the record names no plan' } as const;
  const { path, text } = record.file;
  const earlier = withTexts(before, new Map([[path, text]]));
  const gathered = factsOfRecord(earlier, parseRecord(sourceFile(path, text)));
  if (!gathered.ok) return gathered;
  const { facts } = gathered;
  return { ok: true, facts, change: recordedChange(facts, record, plan, phase) } as const;
}

interface Undone {
  readonly edits: readonly FileEdit[];
  readonly removed: readonly string[];
  readonly conflicts: readonly string[];
}

function undo(now: Snapshot, before: Snapshot, edits: readonly FileEdit[]): Undone {
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
