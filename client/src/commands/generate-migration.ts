import { Uri, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { applyMigration } from './apply-migration.ts';
import { askMigration } from './ask-migration.ts';
import { migrationRequest } from './migration-request.ts';
import { planMigration } from './plan-migration.ts';
import { showReport } from './show-report.ts';

/**
 * Plans a migration, shows the plan and applies what the user picks.
 * @param argument a `MigrationRequest` from a quick fix, of which what is left out is asked; anything else asks for all
 */
export async function generateMigration(server: LanguageServer, argument: unknown): Promise<void> {
  const request = await askMigration(server, migrationRequest(argument));
  const plan = request && (await planMigration(server, request));
  if (!plan) return;
  await showReport(plan.planUri);
  if (await applyMigration(server, plan)) {
    await window.showTextDocument(Uri.parse(plan.recordUri, true), { preview: false });
  }
}
