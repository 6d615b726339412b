import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { Exit } from '../workspace-command.ts';

/** Adds `crossfade lsp`. */
export function addLsp(program: Command, terminal: Terminal, _exit: Exit): void {
  program
    .command('lsp')
    .description('start the language server, for editors other than VS Code')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(() => terminal.startServer());
}
