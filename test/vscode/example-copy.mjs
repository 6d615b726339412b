import { execFileSync } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './hosts/processes.mjs';

const EXAMPLE = fileURLToPath(new URL('../../examples/orders-api', import.meta.url));
const BILLING = fileURLToPath(new URL('billing', import.meta.url));
const SHOP = fileURLToPath(new URL('shop', import.meta.url));
const LEFT_OUT = new Set(['.venv', '__pycache__', '.pytest_cache', '.ruff_cache']);

/**
 * A copy of the example service that a test may change, in a git repository of its own where all of it is
 * committed; it goes when this program ends.
 * @returns {Promise<string>} its absolute path
 */
export async function copyExample() {
  return copyService(EXAMPLE, await temporaryFolder('crossfade-example-'));
}

/**
 * The same beside a second service, which ignores unknown keys and has one file that git does not track, as a
 * workspace of two folders.
 * @returns {Promise<string>} the absolute path of the workspace file
 */
export async function copyWorkspace() {
  const parent = await temporaryFolder('crossfade-workspace-');
  const folders = [
    await copyService(EXAMPLE, parent),
    await copyService(BILLING, parent, { untracked: ['.env.qa'] }),
  ].map((folder) => ({ path: folder }));
  const file = path.join(parent, 'shop.code-workspace');
  await writeFile(file, JSON.stringify({ folders }));
  return file;
}

/** A copy of a small service with a setting for every kind of migration, and without any configuration. */
export async function copyShop() {
  return copyService(SHOP, await temporaryFolder('crossfade-shop-'));
}

async function copyService(source, parent, { untracked = [] } = {}) {
  const folder = path.join(parent, path.basename(source));
  await cp(source, folder, { recursive: true, filter: (file) => !LEFT_OUT.has(path.basename(file)) });
  const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all', '--force', '--', '.', ...untracked.map((file) => `:!${file}`));
  const author = ['-c', 'user.name=Crossfade', '-c', 'user.email=crossfade@example.com'];
  git(...author, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message=Add the service');
  return folder;
}
