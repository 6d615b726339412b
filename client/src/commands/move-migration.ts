import { Uri, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationMove, MigrationStep, PlannedMove, RecordTarget } from '../protocol.ts';
import { checkMigrationGates } from './check-migration-gates.ts';
import { isConfirmed, pickStep } from './pick-step.ts';
import { recordTarget } from './record-target.ts';

const TITLES: Readonly<Record<MigrationMove, string>> = {
  advance: 'Advance Migration',
  resume: 'Resume Migration',
  rollback: 'Roll Back Migration',
  abandon: 'Abandon Migration',
};

/**
 * Takes a migration to its next phase, or back. Record, test and code are one edit; each environment file is one of
 * its own, and production files ask first.
 * @param argument a `RecordTarget` from a lens or the view; with a path, that file is edited at once
 */
export async function moveMigration(
  server: LanguageServer,
  move: MigrationMove,
  argument: unknown,
): Promise<void> {
  const target = await recordTarget(server, argument, TITLES[move]);
  if (!target) return;
  const { id, folder } = target;
  const record = { id, ...(folder === undefined ? {} : { folder }) };
  const plan = await server.execute('crossfade.server.planMove', { ...record, move });
  if (!plan.ok) {
    if (!plan.blocked) throw new Error(plan.message);
    await offerGates(server, record, plan.message);
    return;
  }
  if (plan.steps.length === 0) {
    await window.showInformationMessage('Nothing is left to change');
    return;
  }
  const named = plan.steps.find((it) => it.id === `env:${target.path}`);
  if (named) {
    await applyStep(server, plan, move, named);
    return;
  }
  if (move === 'abandon' && !(await isSure(plan))) return;
  const done = await takeSteps(server, plan, move);
  if (done && plan.said.length > 0) await window.showInformationMessage(plan.said.join('\n'));
  if (done) await window.showTextDocument(Uri.parse(plan.recordUri, true), { preview: false });
}

/** What holds a phase back is no failure: the gates say what is to be done. */
async function offerGates(server: LanguageServer, record: RecordTarget, message: string): Promise<void> {
  const show = 'Show Gates';
  const answer = await window.showWarningMessage(message.replaceAll('`', ''), show);
  if (answer === show) await checkMigrationGates(server, record);
}

async function isSure({ title }: PlannedMove): Promise<boolean> {
  const answer = await window.showWarningMessage(`${title}?`, { modal: true }, 'Abandon');
  return answer === 'Abandon';
}

/** The steps of one kind are offered together; those of the next kind once all of them are taken. */
async function takeSteps(server: LanguageServer, plan: PlannedMove, move: MigrationMove): Promise<boolean> {
  let left = plan.steps;
  while (left.length > 0) {
    const first = left[0] as MigrationStep;
    const same = left.filter((it) => isEnvironment(it) === isEnvironment(first));
    const hint = isEnvironment(first)
      ? 'Edit the environment files, one at a time'
      : 'Apply the edit of the code';
    const step = await pickStep(plan.title, hint, same, 'Done for Now');
    if (!step) return left.length < plan.steps.length;
    if (await applyStep(server, plan, move, step)) left = left.filter((it) => it.id !== step.id);
  }
  return true;
}

function isEnvironment({ id }: MigrationStep): boolean {
  return id.startsWith('env:');
}

async function applyStep(
  server: LanguageServer,
  { id, folder }: Required<Pick<RecordTarget, 'id' | 'folder'>>,
  move: MigrationMove,
  step: MigrationStep,
): Promise<boolean> {
  if (step.needsConfirmation && !(await isConfirmed(step))) return false;
  const { applied, message } = await server.execute('crossfade.server.applyMove', {
    id,
    folder,
    move,
    step: step.id,
  });
  if (!applied) throw new Error(message ?? 'The files have changed meanwhile; try again');
  return true;
}
