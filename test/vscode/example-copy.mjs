import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './hosts/processes.mjs';

const EXAMPLE = fileURLToPath(new URL('../../examples/orders-api', import.meta.url));
const LEFT_OUT = new Set(['.venv', '__pycache__', '.pytest_cache', '.ruff_cache']);

/**
 * A copy of the example service that a test may change, in a git repository of its own where all of it is
 * committed; it goes when this program ends.
 * @returns {Promise<string>} its absolute path
 */
export async function copyExample() {
  const folder = path.join(await temporaryFolder('crossfade-example-'), 'orders-api');
  await cp(EXAMPLE, folder, { recursive: true, filter: (source) => !LEFT_OUT.has(path.basename(source)) });
  commitAll(folder);
  return folder;
}

function commitAll(folder) {
  const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all', '--force');
  const author = ['-c', 'user.name=Crossfade', '-c', 'user.email=crossfade@example.com'];
  git(...author, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message=Add the service');
}
