// Runs every test that this machine can run, says what it could not run and why, and ends with one plain line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, installPackages, requireNode } from './steps/install.mjs';
import { compile, countsOf, testFiles } from './steps/node-tests.mjs';
import { pythonEnvironment } from './steps/python-environment.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const totals = { passed: 0, failed: 0, skipped: [] };

requireNode();
installPackages(root);
const python = pythonEnvironment(root);

check('format and lint', 'npx', ['--no-install', 'biome', 'ci', '--colors=off', '.']);
heading('types');
const compiled = count(compile(root));
check('the core has no ambient types', 'npx', ['--no-install', 'tsc', '-p', 'server/src/core/tsconfig.json']);
check('generated files are current', process.execPath, ['scripts/generate.mjs', '--check']);
build(root);
if (compiled) nodeTests();
exampleTests();
vscodeTests();
summary();

/** A step that either holds or not, counted as one test. */
function check(title, command, args, options = {}) {
  heading(title);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  return count(status === 0);
}

function count(holds) {
  if (holds) totals.passed++;
  else totals.failed++;
  return holds;
}

function nodeTests() {
  heading('tests of the core, the protocol and the command line');
  const files = testFiles(root);
  const counts = join(root, 'out', 'counts.json');
  const reporters = [
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'scripts', 'steps', 'count-reporter.mjs')}`,
    `--test-reporter-destination=${counts}`,
    `--test-reporter=${join(root, 'scripts', 'steps', 'failure-reporter.mjs')}`,
    '--test-reporter-destination=stdout',
  ];
  const environment = {
    ...process.env,
    PYTHONDONTWRITEBYTECODE: '1',
    ...(python.python ? { CROSSFADE_PYTHON: python.python } : {}),
  };
  const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...reporters, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  });
  const result = countsOf(counts);
  totals.passed += result.passed;
  totals.failed += result.failed + (status !== 0 && result.failed === 0 ? 1 : 0);
  for (const it of result.skipped) totals.skipped.push(`${it.name}: ${it.reason}`);
  if (python.reason)
    process.stdout.write(`\nNo live comparison with the Python libraries: ${python.reason}\n`);
}

/** The bundled example is a real service with tests of its own. */
function exampleTests() {
  if (!python.python) {
    totals.skipped.push(`the example service's own tests: ${python.reason}`);
    return;
  }
  const options = {
    cwd: join(root, 'examples', 'orders-api'),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  };
  const quiet = ['-q', '-p', 'no:cacheprovider', '-W', 'ignore::DeprecationWarning'];
  check("the example service's own tests", python.python, ['-m', 'pytest', ...quiet], options);
  check(
    'the example service passes ruff',
    python.python,
    ['-m', 'ruff', 'check', '--no-cache', '.'],
    options,
  );
}

function vscodeTests() {
  heading('the real VS Code');
  mkdirSync(join(root, 'out'), { recursive: true });
  const results = join(root, 'out', 'vscode-results.json');
  rmSync(results, { force: true });
  const { status } = spawnSync(process.execPath, ['test/vscode/launch.mjs', '--results', results], {
    cwd: root,
    stdio: 'inherit',
  });
  try {
    const { passed, failed, skipped } = JSON.parse(readFileSync(results, 'utf8'));
    totals.passed += passed;
    totals.failed += failed + (status !== 0 && failed === 0 ? 1 : 0);
    totals.skipped.push(...skipped);
  } catch (error) {
    process.stdout.write(`The suite left no results: ${error.message}\n`);
    totals.failed++;
  }
}

function heading(title) {
  process.stdout.write(`\n── ${title}\n`);
}

function summary() {
  if (totals.skipped.length > 0) {
    process.stdout.write('\nNot run here:\n');
    for (const it of totals.skipped) process.stdout.write(`  ${it}\n`);
  }
  const skipped = totals.skipped.length > 0 ? `, ${totals.skipped.length} skipped` : '';
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
  process.exitCode = totals.failed === 0 ? 0 : 1;
}
