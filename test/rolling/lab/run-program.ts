import { spawn } from 'node:child_process';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs a program to its end while this process goes on serving requests.
 * @param more variables that it finds besides those of this process
 */
export function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { FORCE_COLOR: _forced, ...environment } = process.env;
    const child = spawn(command, args, {
      cwd,
      env: { ...environment, ...more },
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const error: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => error.push(part));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        status: code ?? -1,
        out: Buffer.concat(out).toString('utf8'),
        error: Buffer.concat(error).toString('utf8'),
      }),
    );
  });
}
