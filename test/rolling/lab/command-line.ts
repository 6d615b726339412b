import { runCli } from '../../../server/src/cli/run-cli.ts';
import type { Ran } from './run-program.ts';

/** Runs one command line of Crossfade in a folder. In this process: a run of its own would cost more than a replica. */
export async function commandLine(folder: string, args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const error: string[] = [];
  const status = await runCli(args, {
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    readStdin: () => '',
    currentDirectory: folder,
    outIsTerminal: false,
    errorIsTerminal: false,
    noColor: true,
    forceColor: false,
    startServer: async () => {
      throw new Error('no server is started here');
    },
  });
  return { status, out: out.join(''), error: error.join('') };
}
