import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Compiled test files of `out/test` whose path, with `/`, a pattern matches. */
export function testFiles(root, pattern = /\.test\.js$/) {
  return readdirSync(join(root, 'out', 'test'), { recursive: true })
    .map((name) => join('out', 'test', name))
    .filter((name) => name.endsWith('.test.js') && pattern.test(name.replaceAll('\\', '/')))
    .sort();
}

/** Compiles sources and tests into a fresh `out/`; true when there is no type error. */
export function compile(root) {
  rmSync(join(root, 'out'), { recursive: true, force: true });
  const command = ['--no-install', 'tsc', '-p', 'tsconfig.json'];
  const { status } = spawnSync('npx', command, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** Runs a campaign of tests, so many files at a time, their figures shown; gives the exit status. */
export function campaign(root, files, environment, atOnce = 1) {
  const { status } = spawnSync(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${atOnce}`,
      `--test-reporter=${join(root, 'scripts', 'steps', 'figures-reporter.mjs')}`,
      '--test-reporter-destination=stdout',
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...environment } },
  );
  return status ?? 1;
}

/** A whole number from 1 of the command line, such as `--runs 5000`; anything else ends the process. */
export function countOption(args, name, fallback) {
  const at = args.indexOf(name);
  if (at < 0) return fallback;
  const value = Number(args[at + 1]);
  if (Number.isInteger(value) && value >= 1) return value;
  process.stderr.write(`${name} needs a whole number from 1\n`);
  process.exit(2);
}

/** The text after an option of the command line. */
export function textOption(args, name, fallback) {
  const at = args.indexOf(name);
  return at < 0 ? fallback : (args[at + 1] ?? '');
}

/** Ends the process when an argument is none of these options, each followed by its value. */
export function onlyOptions(args, names) {
  const unknown = args.find((it, index) => index % 2 === 0 && !names.includes(it));
  if (unknown === undefined) return;
  process.stderr.write(`unknown argument ${unknown}; there is: ${names.join(', ')}\n`);
  process.exit(2);
}

/** What the reporter of counts has written; a run that ended without it counts as one failure. */
export function countsOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
