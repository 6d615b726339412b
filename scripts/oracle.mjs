// Compares generated inputs with the real Python libraries, and prints a table of how often `resolve` decided and was
// right, and named the source of each field: `npm run oracle -- --cases 20000 --seed 7`. Files of tests run beside each
// other, as many as there are processors. Further releases of pydantic-settings get a quarter of the cases:
// `--library-version 2.7.1,2.10.1`, or `none`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, countOption, onlyOptions, testFiles, textOption } from './steps/node-tests.mjs';
import { figuresTable } from './steps/oracle-table.mjs';
import { pythonEnvironment, settingsEnvironment } from './steps/python-environment.mjs';

/** Releases of pydantic-settings between which its behaviour changed most. */
const RELEASES = '2.2.1,2.7.1,2.13.1,2.16.3';

/** The files of tests that take the longest with many cases. */
const LONGEST = [
  'call-libraries-live',
  'resolve-live',
  'json-schemas',
  'preflight-live',
  'pydantic-1-live',
  'python-ast',
];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--cases', '--seed', '--library-version', '--only']);
const cases = countOption(args, '--cases', 5000);
const seed = countOption(args, '--seed', 1 + (Date.now() % 1_000_000));
const releases = textOption(args, '--library-version', RELEASES);
const only = textOption(args, '--only', '');

requireNode();
installPackages(root);
const { python, reason } = pythonEnvironment(root);
if (reason) {
  process.stderr.write(`There is nothing to compare with: ${reason}\n`);
  process.exitCode = 2;
} else if (!compile(root)) process.exitCode = 1;
else {
  const versions = releases === 'none' ? [] : releases.split(',');
  process.stdout.write(
    `${cases} cases a test, seed ${seed}; --cases ${cases} --seed ${seed} makes them again\n\n`,
  );
  process.exitCode = compareWith(python, versions);
}

/** So that no long one is left over at the end. */
function longestFirst(files) {
  const rank = (file) => {
    const at = LONGEST.findIndex((it) => file.endsWith(`${it}.test.js`));
    return at < 0 ? LONGEST.length : at;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

function compareWith(python, versions) {
  const made = versions.map((version) => settingsEnvironment(root, version));
  for (const { reason: why } of made) if (why) process.stderr.write(`A release is left out: ${why}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-oracle-'));
  const figures = join(folder, 'figures.jsonl');
  const files = testFiles(root, /\/oracle\//).filter((it) => it.includes(only));
  const environment = {
    CROSSFADE_PYTHON: python,
    ORACLE_CASES: String(cases),
    ORACLE_OTHER_CASES: String(Math.ceil(cases / 4)),
    ORACLE_SEED: String(seed),
    ORACLE_SETTINGS_PYTHONS: made.flatMap((it) => (it.python ? [it.python] : [])).join(' '),
    ORACLE_FIGURES: figures,
  };
  const status = campaign(root, longestFirst(files), environment, Math.min(4, availableParallelism()));
  if (existsSync(figures)) process.stdout.write(`\n${figuresTable(readFileSync(figures, 'utf8'))}\n`);
  rmSync(folder, { recursive: true, force: true });
  return status !== 0 || made.some((it) => it.reason) ? 1 : 0;
}
