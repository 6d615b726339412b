import { type QuickPickItem, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationStep, PlannedMigration } from '../protocol.ts';

const CODE = 'code';

type StepItem = QuickPickItem & { readonly step?: MigrationStep };

/**
 * Offers the steps of a plan: first record, test and code as one edit, then each environment file by itself.
 * @returns whether the first step was applied; nothing of it is left to be done when a later one fails
 */
export async function applyMigration(server: LanguageServer, plan: PlannedMigration): Promise<boolean> {
  const code = plan.steps.find(({ id }) => id === CODE);
  if (!code) throw new Error('The plan has nothing to apply');
  const first = await pickStep(plan.title, 'Read the plan below, then apply it', [code], 'Not Now');
  if (!first || !(await applyStep(server, plan, first))) return false;
  let files = plan.steps.filter(({ id }) => id !== CODE);
  while (files.length > 0) {
    const step = await pickStep(
      plan.title,
      'Edit the environment files, one at a time',
      files,
      'Done for Now',
    );
    if (!step) break;
    if (await applyStep(server, plan, step)) files = files.filter(({ id }) => id !== step.id);
  }
  return true;
}

async function pickStep(
  title: string,
  placeHolder: string,
  steps: readonly MigrationStep[],
  stop: string,
): Promise<MigrationStep | undefined> {
  const items: StepItem[] = steps.map((step) => ({
    label: `$(${step.id === CODE ? 'diff' : 'edit'}) ${step.title}`,
    ...description(step),
    step,
  }));
  items.push({ label: `$(${steps[0]?.id === CODE ? 'close' : 'check'}) ${stop}` });
  return (await window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.step;
}

/** What a step touches: the files of the first one, who reads the file of a later one. */
function description({ id, files, environments, needsConfirmation }: MigrationStep): Partial<QuickPickItem> {
  if (id === CODE) return { detail: files.join('  ·  ') };
  const readers = environments?.join(', ') ?? '';
  return { description: needsConfirmation ? `${readers} · asks first` : readers };
}

async function applyStep(
  server: LanguageServer,
  plan: PlannedMigration,
  step: MigrationStep,
): Promise<boolean> {
  if (step.needsConfirmation && !(await isConfirmed(step))) return false;
  const { applied, message } = await server.execute('crossfade.server.applyMigrationStep', {
    id: plan.id,
    folder: plan.folder,
    step: step.id,
  });
  if (!applied) throw new Error(message ?? 'The files have changed since the plan was made; plan again');
  return true;
}

async function isConfirmed({ title, reason }: MigrationStep): Promise<boolean> {
  const edit = 'Edit File';
  const options = { modal: true, ...(reason === undefined ? {} : { detail: reason }) };
  return (await window.showWarningMessage(`${title}?`, options, edit)) === edit;
}
