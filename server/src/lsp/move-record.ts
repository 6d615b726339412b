import { finalNotes, MEASURED_NOTES } from '../core/features/final-notes.ts';
import { claimPhase } from '../core/migration/edit/attest-record.ts';
import { editFinalNotes } from '../core/migration/edit/edit-final-notes.ts';
import type { MigrationChange } from '../core/migration/migration-change.ts';
import type { FileEdit } from '../core/text/file-edit.ts';
import { oneEdit } from '../core/text/one-edit.ts';
import { toWorkspaceEdit } from './convert.ts';
import type { ServerContext } from './handler.ts';
import { confirmationReason, type MigrationStep } from './migration-steps.ts';
import { type FoundRecord, findRecord } from './record-commands.ts';

/** What can be done with a record: on to the next phase, what the claimed one lacks, back, or given up. */
type Move = 'advance' | 'resume' | 'rollback' | 'abandon';

type Change = Omit<MigrationChange, 'record'> & {
  readonly removed: readonly string[];
  /** Sentences for the person who does it. */
  readonly said: readonly string[];
};

type Worked =
  | { readonly ok: true; readonly title: string; readonly change: Change }
  /** `blocked`: gates hold the next phase back. */
  | { readonly ok: false; readonly message: string; readonly blocked?: true };

const NOTHING: Change = { code: [], environment: [], notes: [], removed: [], said: [] };

/** The steps of a move, for the editor to offer; nothing is written. */
export async function planMove(context: ServerContext, argument: Record<string, unknown>): Promise<unknown> {
  const found = await findRecord(context, argument);
  if (!found) return gone();
  const worked = await workOut(found, moveOf(argument));
  if (!worked.ok) return worked;
  const { title, change } = worked;
  const files = [...new Set([...change.code.map((it) => it.path), ...change.removed])];
  const own: MigrationStep[] =
    files.length === 0
      ? []
      : [
          {
            id: 'code',
            title: files.length === 1 ? 'Write the record' : title,
            files,
            needsConfirmation: false,
          },
        ];
  const environments = change.environment.map((it) => ({
    id: `env:${it.path}`,
    title: `Edit ${it.path}`,
    files: [it.path],
    environments: it.environments,
    needsConfirmation: it.needsConfirmation,
    ...(it.needsConfirmation ? { reason: confirmationReason(it) } : {}),
  }));
  return {
    ok: true,
    id: found.record.id,
    folder: found.folder.uri,
    recordUri: found.folder.uriOf(found.record.file.path),
    title,
    // What is interrupted on the way back stays in its phase, and can be taken back again.
    steps: isBack(moveOf(argument)) ? [...environments, ...own] : [...own, ...environments],
    said: [...change.notes, ...change.said],
  };
}

/** Applies one step of a move, worked out anew from what the files are now. */
export async function applyMove(context: ServerContext, argument: Record<string, unknown>): Promise<unknown> {
  const found = await findRecord(context, argument);
  if (!found) return { applied: false, message: gone().message };
  const move = moveOf(argument);
  const step = String(argument.step);
  const path = step.startsWith('env:') ? step.slice('env:'.length) : undefined;
  if (path !== undefined && !isBack(move)) {
    const missing = found.analysis.environmentEdits(found.record);
    if (!missing.ok) return { applied: false, message: missing.message };
    return apply(context, found, `Edit ${path}`, missing.edits.find((it) => it.path === path)?.edits ?? []);
  }
  const worked = await workOut(found, move);
  if (!worked.ok) return { applied: false, message: worked.message };
  const { title, change } = worked;
  if (path !== undefined)
    return apply(context, found, title, change.environment.find((it) => it.path === path)?.edits ?? []);
  if (isBack(move) && change.environment.length > 0) {
    const left = change.environment.map((it) => it.path).join(', ');
    return { applied: false, message: `${left} comes first; the record stays in its phase until then` };
  }
  return apply(context, found, title, change.code, change.removed);
}

/** Fills final notes in; the reason is the person's. */
export async function writeFinalNotes(
  context: ServerContext,
  argument: Record<string, unknown>,
): Promise<unknown> {
  const found = await findRecord(context, argument);
  if (!found) return { applied: false, message: gone().message };
  const { analysis, folder, record } = found;
  if (!analysis.snapshot.trusted) return { applied: false, message: UNTRUSTED };
  const { earlierAnalysis, historyOf } = await import('./earlier-analysis.ts');
  const history = await historyOf(folder.root, analysis.snapshot, record);
  if (!history.ok) return { applied: false, message: history.message };
  const before = await earlierAnalysis(folder.root, analysis.snapshot, record, true);
  const after = analysis.measure(record);
  const measured = before.ok ? before.value.measure(record) : undefined;
  const facts = {
    ...history.value,
    ...(measured === undefined ? {} : { before: measured }),
    ...(after === undefined ? {} : { after }),
  };
  const reason = typeof argument.reason === 'string' && argument.reason !== '' ? argument.reason : undefined;
  const { path, text } = record.file;
  const written = editFinalNotes(text, finalNotes(record, facts, reason), MEASURED_NOTES);
  return apply(context, found, 'Write the final notes', [{ path, ...oneEdit(text, written) }]);
}

const UNTRUSTED = 'Facts from git are used in trusted workspaces only; trust this one, then try again';

function gone(): { readonly ok: false; readonly message: string } {
  return { ok: false, message: 'This migration is no longer in the workspace' };
}

function moveOf({ move }: Record<string, unknown>): Move {
  return move === 'resume' || move === 'rollback' || move === 'abandon' ? move : 'advance';
}

function isBack(move: Move): boolean {
  return move === 'rollback' || move === 'abandon';
}

async function workOut(found: FoundRecord, move: Move): Promise<Worked> {
  const { analysis, record } = found;
  switch (move) {
    case 'advance': {
      const result = analysis.advance(record);
      if (!result.ok) return heldBack(result);
      const said = result.waived.map(
        (it) => `WAIVED: ${it.id}${it.environment === null ? '' : ` in ${it.environment}`}`,
      );
      return { ok: true, title: 'Write the next phase', change: { ...NOTHING, ...result.change, said } };
    }
    case 'resume': {
      const missing = analysis.missingEdits(record);
      if (!missing.ok) return missing;
      return {
        ok: true,
        title: `Write what ${record.phase} lacks`,
        change: { ...NOTHING, ...missing.change },
      };
    }
    case 'abandon':
      if (record.phase === 'draft') return closed(record);
      if (record.phase === 'contract')
        return { ok: false, message: 'In `contract` old names may be gone: roll back first, then abandon' };
      return goBack(found, record.phase === 'expand' ? 'abandoned' : undefined);
    case 'rollback':
      return goBack(found);
  }
}

/** Which gates hold the phase back, and what the first of them says; the client can show them all. */
function heldBack({ message, blocking }: HeldBack): Worked {
  const [first] = blocking;
  if (first === undefined) return { ok: false, message: sentence(message) };
  const where = first.environment === null ? '' : ` in ${first.environment}`;
  return { ok: false, message: `${sentence(message)}: ${first.reason}${where}`, blocked: true };
}

type HeldBack = Pick<
  Extract<ReturnType<FoundRecord['analysis']['advance']>, { ok: false }>,
  'message' | 'blocking'
>;

function closed(record: RecordFileOf): Worked {
  const claimed = claimPhase(record, 'abandoned');
  if (!claimed.ok) return claimed;
  const { path, text } = record.file;
  const code: FileEdit[] = [{ path, ...oneEdit(text, claimed.text) }];
  return { ok: true, title: 'Abandon the migration', change: { ...NOTHING, code } };
}

type RecordFileOf = FoundRecord['record'];

async function goBack({ analysis, folder, record }: FoundRecord, claim?: 'abandoned'): Promise<Worked> {
  if (!analysis.snapshot.trusted) return { ok: false, message: UNTRUSTED };
  const { earlierAnalysis } = await import('./earlier-analysis.ts');
  const before = await earlierAnalysis(folder.root, analysis.snapshot, record);
  if (!before.ok) return { ok: false, message: sentence(before.message) };
  const result = analysis.rollBack(before.value.snapshot, record, claim);
  if (!result.ok) return { ok: false, message: sentence(result.message) };
  const later = result.rest.map(
    (it) => `Afterwards, once that runs everywhere, the same command takes back: ${it}`,
  );
  const said = [...(result.note === undefined ? [] : [result.note]), ...result.horizon, ...later];
  return { ok: true, title: `Take ${record.phase} back`, change: { ...result.change, said } };
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

async function apply(
  context: ServerContext,
  { folder, analysis }: FoundRecord,
  label: string,
  edits: readonly FileEdit[],
  removed: readonly string[] = [],
): Promise<{ readonly applied: boolean; readonly message?: string }> {
  if (edits.length === 0 && removed.length === 0)
    return { applied: true, message: 'There is nothing left to change' };
  const place = { folder, analysis, workspace: context.workspace, client: context.client };
  const { applied, failureReason } = await context.connection.workspace.applyEdit({
    label,
    edit: toWorkspaceEdit(edits, label, place, false, removed),
    metadata: { isRefactoring: true },
  });
  return applied
    ? { applied }
    : { applied, message: failureReason ?? 'The editor did not apply the edit; try again' };
}
