// Compares generated inputs with the real Python libraries: `npm run oracle -- --cases 20000 --seed 7`
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, countOption, onlyOptions, testFiles } from './steps/node-tests.mjs';
import { pythonEnvironment } from './steps/python-environment.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--cases', '--seed']);
const cases = countOption(args, '--cases', 5000);
const seed = countOption(args, '--seed', 1 + (Date.now() % 1_000_000));

requireNode();
installPackages(root);
const { python, reason } = pythonEnvironment(root);
if (reason) {
  process.stderr.write(`There is nothing to compare with: ${reason}\n`);
  process.exitCode = 2;
} else if (!compile(root)) process.exitCode = 1;
else {
  process.stdout.write(
    `${cases} cases a test, seed ${seed}; --cases ${cases} --seed ${seed} makes them again\n\n`,
  );
  process.exitCode = campaign(root, testFiles(root, /\/oracle\//), {
    CROSSFADE_PYTHON: python,
    ORACLE_CASES: String(cases),
    ORACLE_SEED: String(seed),
  });
}
