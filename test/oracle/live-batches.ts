import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

/** Cases with what a script of Python made of them. */
interface Batch<Case, Report> {
  readonly cases: readonly Case[];
  readonly report: Report;
}

const SIZE = 1000;

/**
 * Gives cases to a script as JSON on its standard input, a batch to a process, so that memory stays bounded; the next
 * batch is under way while the caller looks at the last.
 */
export async function* batches<Case, Report>(
  count: number,
  makeCase: (index: number) => Case,
  askPython: (cases: readonly Case[]) => Promise<Report>,
): AsyncGenerator<Batch<Case, Report>> {
  const begin = (from: number): Promise<Batch<Case, Report>> | undefined => {
    if (from >= count) return undefined;
    const cases = Array.from({ length: Math.min(SIZE, count - from) }, (_, index) => makeCase(from + index));
    return askPython(cases).then((report) => ({ cases, report }));
  };
  let next = begin(0);
  for (let from = SIZE; next; from += SIZE) {
    const batch = await next;
    next = begin(from);
    yield batch;
  }
}

/** Runs a script of Python with an input as JSON; what it prints, parsed, each value as `revive` makes it. */
export async function runPython<Report>(
  python: string,
  script: string,
  input: unknown,
  revive?: (key: string, value: unknown) => unknown,
): Promise<Report> {
  const child = spawn(python, [script], { env: { ...process.env, PYTHONUTF8: '1' } });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin.end(JSON.stringify(input));
  assert.equal(await ended, 0, Buffer.concat(errors).toString());
  return JSON.parse(Buffer.concat(out).toString(), revive);
}
