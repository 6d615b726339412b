import { Command, CommanderError } from 'commander';
import { errorFrames, errorPlace } from '../host/error-place.ts';
import { version } from '../version.ts';
import { addAbandon } from './commands/abandon.ts';
import { addAdvance } from './commands/advance.ts';
import { addAttest } from './commands/attest.ts';
import { addCheck } from './commands/check.ts';
import { addDiff } from './commands/diff.ts';
import { addExplain } from './commands/explain.ts';
import { addGates } from './commands/gates.ts';
import { addInit } from './commands/init.ts';
import { addLsp } from './commands/lsp.ts';
import { addMatrix } from './commands/matrix.ts';
import { addMigrate } from './commands/migrate.ts';
import { addNotes } from './commands/notes.ts';
import { addPlan } from './commands/plan.ts';
import { addPreflight } from './commands/preflight.ts';
import { addResolve } from './commands/resolve.ts';
import { addRollback } from './commands/rollback.ts';
import { addSchema } from './commands/schema.ts';
import { addStatus } from './commands/status.ts';
import { addWaive } from './commands/waive.ts';
import { isSystemError, plainError } from './plain-error.ts';
import { withOneInput } from './read-input.ts';
import { printable, printableLines } from './reports/printable.ts';
import { type Terminal, UsageError } from './terminal.ts';
import type { Exit } from './workspace-command.ts';

/** Runs one command line and gives its exit status: 0 clean, 1 findings, 2 wrong usage or an internal error. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = buildProgram(withOneInput(terminal), (code) => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error, terminal, args.includes('--verbose'));
  }
}

function buildProgram(terminal: Terminal, exit: Exit): Command {
  const program = new Command('crossfade')
    .description('Check the settings of Python services, and change them without downtime')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: (text) => terminal.error(printableLines(text)),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .showHelpAfterError('(crossfade --help shows what there is)');
  for (const add of [
    addCheck,
    addResolve,
    addPreflight,
    addMatrix,
    addDiff,
    addMigrate,
    addPlan,
    addStatus,
    addGates,
    addAdvance,
    addRollback,
    addAbandon,
    addAttest,
    addWaive,
    addNotes,
    addSchema,
    addExplain,
    addInit,
    addLsp,
  ]) {
    add(program, terminal, exit);
  }
  return program;
}

function failed(error: unknown, terminal: Terminal, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    terminal.error(`crossfade: ${printable(error.message)}\n`);
    return 2;
  }
  if (isSystemError(error)) {
    const path = error.path === undefined ? '' : `${error.path}: `;
    terminal.error(`crossfade: ${printable(`${path}${plainError(error)}`)}\n`);
    return 2;
  }
  terminal.error(`crossfade: internal error: ${errorPlace(error)}\n`);
  if (verbose) terminal.error(`${errorFrames(error)}\n`);
  return 2;
}
