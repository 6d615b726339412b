import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runCli } from './run-cli.ts';

/** Runs the command line of this process. `serverBundle` is the file that `lsp` starts. */
export async function main(serverBundle: string): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  process.exitCode = await runCli(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    readStdin: () => readFileSync(0, 'utf8'),
    currentDirectory: process.cwd(),
    outIsTerminal: process.stdout.isTTY === true,
    errorIsTerminal: process.stderr.isTTY === true,
    noColor: (process.env.NO_COLOR ?? '') !== '',
    forceColor: (process.env.FORCE_COLOR ?? '') !== '',
    startServer: async () => {
      createRequire(serverBundle)(serverBundle);
    },
  });
}

/** `crossfade check | head` closes the pipe early; there is nobody left to tell. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
