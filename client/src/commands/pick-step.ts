import { type QuickPickItem, window } from 'vscode';
import type { MigrationStep } from '../protocol.ts';

/** The step that writes record, test and code together. */
export const CODE = 'code';

type StepItem = QuickPickItem & { readonly step?: MigrationStep };

/** Lets the user choose a step, or stop. */
export async function pickStep(
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

/** Asks before a step that needs it. */
export async function isConfirmed({ title, reason }: MigrationStep): Promise<boolean> {
  const edit = 'Edit File';
  const options = { modal: true, ...(reason === undefined ? {} : { detail: reason }) };
  return (await window.showWarningMessage(`${title}?`, options, edit)) === edit;
}
