import { type Command, Option } from 'commander';
import { statusJson, statusText } from '../reports/status-report.ts';
import { type CommonOptions, openSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type Exit, withCommonOptions, withDeployed } from '../workspace-command.ts';

interface StatusOptions extends CommonOptions {
  readonly format: 'text' | 'json';
}

/** Adds `crossfade status`. */
export function addStatus(program: Command, terminal: Terminal, exit: Exit): void {
  withDeployed(
    withCommonOptions(
      program.command('status').description('open migrations: phase, whose turn, next command'),
    ),
  )
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'),
    )
    .action(async (options: StatusOptions) => {
      const session = await openSession(options, terminal);
      const states = session.analysis.migrationStatus();
      session.print(options.format === 'json' ? statusJson(states) : statusText(states, session.paint));
      exit(0);
    });
}
