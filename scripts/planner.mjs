// Looks for the cheapest plan of every kind of migration under every combination of facts, and compares it with the
// cheapest walk of all: `npm run planner`. `npm test` takes every 37th combination.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './steps/install.mjs';
import { campaign, compile, onlyOptions, testFiles, textOption } from './steps/node-tests.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
onlyOptions(args, ['--kinds']);

requireNode();
installPackages(root);
process.exitCode = compile(root)
  ? campaign(root, testFiles(root, /\/properties\/planner\.test\.js$/), {
      PLANNER: 'all',
      KINDS: textOption(args, '--kinds', ''),
    })
  : 1;
