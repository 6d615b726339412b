// Sets everything up and does the main job on the bundled example: findings, then a migration in a scratch copy.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, installPackages, requireNode } from './steps/install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const example = join('examples', 'orders-api');

requireNode();
installPackages(root);
step('Building');
build(root);

step(`Checking ${example}`);
crossfade(['check', example], [0, 1]);

step('What the settings object would hold in staging');
crossfade(['resolve', '--root', example, '--environment', 'staging'], [0, 1]);

const scratch = join(mkdtempSync(join(tmpdir(), 'crossfade-')), 'orders-api');
cpSync(join(root, example), scratch, { recursive: true });
step('Renaming the deprecated key, in a scratch copy');
crossfade(
  ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--root', scratch, '--owner', '@orders-team'],
  [0, 1],
);

step('The record');
print(newest(join(scratch, 'settings-migrations')));
step('The generated test: the replica grid as rows');
print(newest(join(scratch, 'tests', 'settings_migrations')));
step('The gates');
crossfade(['gates', '--root', scratch], [0, 1]);

process.stdout.write(`
The scratch copy is in ${scratch}

  npm run code       opens the example in VS Code with the extension
  npm run package    makes the extension's .vsix; install it with: code --install-extension FILE
  npm test           runs all tests
  npm run -s crossfade -- --help
`);

function step(title) {
  process.stdout.write(`\n── ${title}\n\n`);
}

/** Runs the built command line; findings (exit 1) are part of the show, anything else ends it. */
function crossfade(args, expected) {
  process.stdout.write(`$ crossfade ${args.join(' ')}\n\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'crossfade.mjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (!expected.includes(status)) process.exit(status ?? 1);
}

function newest(folder) {
  const names = readdirSync(folder)
    .filter((name) => !name.startsWith('__'))
    .sort();
  return join(folder, names.at(-1));
}

function print(path) {
  process.stdout.write(readFileSync(path, 'utf8'));
}
