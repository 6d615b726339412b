import { commands, type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { checkDeploy } from './commands/check-deploy.ts';
import { checkMigrationGates } from './commands/check-migration-gates.ts';
import { compareEnvironments } from './commands/compare-environments.ts';
import { exportJsonSchema } from './commands/export-json-schema.ts';
import { generateMigration } from './commands/generate-migration.ts';
import { showMigrationStatus } from './commands/migration-status.ts';
import { moveMigration } from './commands/move-migration.ts';
import { reported } from './commands/reported.ts';
import { showEffectiveSettings } from './commands/show-effective-settings.ts';
import { showMigrationPlan } from './commands/show-migration-plan.ts';
import { writeFinalNotes } from './commands/write-final-notes.ts';
import { showServerFailure } from './failure-message.ts';
import { type LanguageServer, languageServer } from './language-server.ts';
import { createLog } from './log.ts';
import { type MigrationsWatch, watchMigrations } from './migrations-watch.ts';
import { createStatus } from './status.ts';

let running: LanguageServer | undefined;

/** Called by VS Code on the first activation event; the server starts in the background. */
export function activate(context: ExtensionContext): void {
  const log = createLog();
  const status = createStatus();
  let migrations: MigrationsWatch | undefined;
  const server = languageServer({
    context,
    log,
    onState: (state) => {
      status.show(state);
      const isRunning = state.kind === 'running';
      void commands.executeCommand('setContext', 'crossfade.running', isRunning);
      migrations?.onRunning(isRunning);
    },
    onFailure: (message) => void showServerFailure(message),
  });
  running = server;
  migrations = watchMigrations(server, (error) =>
    log.debug(error instanceof Error ? error.message : String(error)),
  );
  registerCommands(context, log, server);
  context.subscriptions.push(
    log,
    status,
    migrations,
    workspace.onDidGrantWorkspaceTrust(server.grantTrust),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('crossfade.enable')) void server.follow();
    }),
  );
  void server.follow();
}

/** Called by VS Code when the window closes or the extension is disabled. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

function registerCommands(context: ExtensionContext, log: LogOutputChannel, server: LanguageServer): void {
  const actions: Readonly<Record<string, (argument: unknown) => Promise<void>>> = {
    'crossfade.generateMigration': (argument) => generateMigration(server, argument),
    'crossfade.showMigrationPlan': () => showMigrationPlan(server),
    'crossfade.advanceMigration': (argument) => moveMigration(server, 'advance', argument),
    'crossfade.resumeMigration': (argument) => moveMigration(server, 'resume', argument),
    'crossfade.rollBackMigration': (argument) => moveMigration(server, 'rollback', argument),
    'crossfade.abandonMigration': (argument) => moveMigration(server, 'abandon', argument),
    'crossfade.checkMigrationGates': (argument) => checkMigrationGates(server, argument),
    'crossfade.migrationStatus': () => showMigrationStatus(server),
    'crossfade.writeFinalNotes': (argument) => writeFinalNotes(server, argument),
    'crossfade.checkDeploy': () => checkDeploy(server),
    'crossfade.compareEnvironments': () => compareEnvironments(server),
    'crossfade.showEffectiveSettings': () => showEffectiveSettings(server),
    'crossfade.exportJsonSchema': () => exportJsonSchema(server),
    'crossfade.restartLanguageServer': () => server.restart(),
    'crossfade.showLogs': async () => log.show(),
  };
  for (const [id, action] of Object.entries(actions)) {
    context.subscriptions.push(commands.registerCommand(id, reported(log, action)));
  }
}
