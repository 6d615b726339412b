import type { LanguageServer } from '../language-server.ts';
import type { MigrationStep, PlannedMigration } from '../protocol.ts';
import { CODE, isConfirmed, pickStep } from './pick-step.ts';

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
