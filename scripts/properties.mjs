// Runs the property tests for longer than `npm test` does: `npm run properties -- --runs 20000`
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, countOption, onlyOptions, testFiles } from './steps/node-tests.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--runs']);
const runs = countOption(args, '--runs', 5000);

requireNode();
installPackages(root);
if (!compile(root)) process.exitCode = 1;
else {
  const files = testFiles(root).filter((path) =>
    readFileSync(join(root, path), 'utf8').includes('PROPERTY_RUNS'),
  );
  process.stdout.write(`${runs} runs a property; a failure names the seed that makes it again\n\n`);
  process.exitCode = campaign(root, files, { PROPERTY_RUNS: String(runs) });
}
