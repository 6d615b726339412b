import { runCli } from './run-cli.ts';

/** What `crossfade --help` prints; the README shows it. */
export async function helpText(): Promise<string> {
  let text = '';
  await runCli(['--help'], {
    out: (part) => {
      text += part;
    },
    error: () => undefined,
    readStdin: () => '',
    currentDirectory: '.',
    outIsTerminal: false,
    errorIsTerminal: false,
    noColor: true,
    forceColor: false,
    startServer: () => Promise.resolve(),
  });
  return text;
}
