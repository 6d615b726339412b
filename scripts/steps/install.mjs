import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the process with a clear word on a Node that is too old, before anything else fails on it. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  process.stderr.write(`Crossfade needs Node 20 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}

/** Installs the packages when they are missing or older than the lock file. */
export function installPackages(root) {
  const marker = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs && sameNames(marker, lock))
    return;
  process.stdout.write('Installing packages …\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const shell = process.platform === 'win32';
  const clean = spawnSync(npmCommand(), ['ci', ...quiet], { cwd: root, encoding: 'utf8', shell });
  if (clean.status === 0) return;
  // `npm ci` refuses a lock file that lacks the packages of some other platform; this takes what it holds.
  run(root, npmCommand(), ['install', '--no-save', ...quiet], { shell });
}

/** Bundles client, server and command line. */
export function build(root) {
  run(root, process.execPath, ['scripts/build.mjs']);
}

/** Runs a command with its output shown; ends the process with its status when it fails. */
export function run(root, command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}\n`);
  process.exit(status ?? 1);
}

export function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function sameNames(marker, lock) {
  const names = (path) =>
    Object.keys(JSON.parse(readFileSync(path, 'utf8')).packages ?? {}).filter((it) => it !== '');
  const installed = new Set(names(marker));
  const optional = (path) => JSON.parse(readFileSync(lock, 'utf8')).packages[path]?.optional === true;
  return names(lock).every((it) => installed.has(it) || optional(it));
}
