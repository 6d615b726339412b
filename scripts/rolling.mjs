// Replicas of a real service under load, changed in one step and by the generated plans: `npm run rolling`.
// Random readers against what is said of them: `npm run rolling -- --cases 500 --seed 7`.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, countOption, onlyOptions, testFiles } from './steps/node-tests.mjs';
import { pythonEnvironment } from './steps/python-environment.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--cases', '--seed', '--only']);
const seed = countOption(args, '--seed', 1 + (Date.now() % 1_000_000));

requireNode();
installPackages(root);
const { python, reason } = pythonEnvironment(root);
if (reason) {
  process.stderr.write(`There is nothing to run: ${reason}\n`);
  process.exitCode = 2;
} else if (!compile(root)) process.exitCode = 1;
else if (args.includes('--cases')) replicas(countOption(args, '--cases', 500));
else deployments();

function replicas(cases) {
  process.stdout.write(
    `${cases} replicas, seed ${seed}; --cases ${cases} --seed ${seed} makes them again\n\n`,
  );
  process.exitCode = campaign(root, testFiles(root, /\/rolling\/replicas\.test\.js$/), {
    CROSSFADE_PYTHON: python,
    ROLLING_CASES: String(cases),
    ROLLING_SEED: String(seed),
  });
}

function deployments() {
  build(root);
  process.stdout.write(`seed ${seed}; --seed ${seed} restarts the same replicas again\n\n`);
  const only = args.indexOf('--only');
  const chosen = only < 0 ? [] : ['--only', args[only + 1] ?? ''];
  const command = [join('out', 'test', 'rolling', 'print-table.js'), '--seed', String(seed), ...chosen];
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CROSSFADE_PYTHON: python },
  });
  process.exitCode = status ?? 1;
}
