// Replicas of a real service under load, changed in one step and by the generated plans: `npm run rolling`.
// Besides, random replicas of every kind against what is said of them: `npm run rolling -- --cases 500 --seed 7`; those
// alone with `--only replicas`, and some kinds of deployments with `--only rename --only unit`.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, countOption, onlyOptions, testFiles } from './steps/node-tests.mjs';
import { pythonEnvironment } from './steps/python-environment.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--cases', '--seed', '--only', '--jobs']);
const seed = countOption(args, '--seed', 1 + (Date.now() % 1_000_000));

requireNode();
installPackages(root);
const { python, reason } = pythonEnvironment(root);
if (reason) {
  process.stderr.write(`There is nothing to run: ${reason}\n`);
  process.exitCode = 2;
} else if (!compile(root)) process.exitCode = 1;
else {
  const chosen = args.flatMap((it, at) => (it === '--only' ? [args[at + 1] ?? ''] : []));
  const alone = chosen.length === 1 && chosen[0] === 'replicas';
  const statuses = [
    ...(alone ? [] : [deployments(chosen)]),
    ...(args.includes('--cases') || alone ? [replicas(countOption(args, '--cases', 500))] : []),
  ];
  process.exitCode = Math.max(...statuses);
}

function replicas(cases) {
  process.stdout.write(
    `\n${cases} replicas, seed ${seed}; --cases ${cases} --seed ${seed} makes them again\n\n`,
  );
  return campaign(root, testFiles(root, /\/rolling\/replicas\.test\.js$/), {
    CROSSFADE_PYTHON: python,
    ROLLING_CASES: String(cases),
    ROLLING_SEED: String(seed),
  });
}

function deployments(chosen) {
  process.stdout.write(`seed ${seed}; --seed ${seed} restarts the same replicas again\n\n`);
  const table = join('out', 'test', 'rolling', 'print-table.js');
  // A deployment waits for its replicas about half of the time.
  const jobs = countOption(args, '--jobs', availableParallelism() + 1);
  const command = [
    table,
    '--seed',
    String(seed),
    '--jobs',
    String(jobs),
    ...chosen.flatMap((it) => ['--only', it]),
  ];
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CROSSFADE_PYTHON: python },
  });
  return status ?? 1;
}
