import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What must be undone before this program ends, last in first out. @type {Array<() => unknown>} */
const cleanups = [];

/** Registers `undo`, which runs once when this program ends, in whatever way. @param {() => unknown} undo */
export function onEnd(undo) {
  cleanups.push(undo);
}

/** Undoes everything registered so far; a failing undo does not keep the others from running. */
export async function cleanUp() {
  for (let undo = cleanups.pop(); undo; undo = cleanups.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error(`clean-up: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/**
 * A new folder of its own, without symbolic links in its path, that goes when this program ends.
 * @param {string} prefix
 * @returns {Promise<string>} its absolute path
 */
export async function temporaryFolder(prefix) {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), prefix)));
  onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Runs `main` and ends the program with the exit status it gives, after the clean-up. A signal or the
 * deadline ends it with status 1 in the same way.
 * @param {() => Promise<number>} main
 * @param {number} [deadlineMs] none when it is left out
 */
export function runToEnd(main, deadlineMs) {
  const end = async (status, message) => {
    if (message) console.error(message);
    await Promise.race([cleanUp(), new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
    process.exit(status);
  };
  if (deadlineMs) setTimeout(() => end(1, `not finished after ${deadlineMs / 1000} s`), deadlineMs).unref();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(1, `ended by ${signal}`));
  main().then(
    (status) => end(status),
    (error) => end(1, error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
}

/**
 * Starts a program in a process group of its own, which ends with this program.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startProcess(command, args, options) {
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached });
  const closed = new Promise((resolve) => child.once('close', resolve));
  onEnd(async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const stop = (signal) => (detached ? process.kill(-child.pid, signal) : child.kill(signal));
    stop('SIGTERM');
    const late = setTimeout(() => stop('SIGKILL'), 3000);
    await closed;
    clearTimeout(late);
  });
  return child;
}
