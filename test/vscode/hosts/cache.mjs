import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The folder where downloaded hosts live, outside the clone: `$CROSSFADE_CACHE`, else
 * `$XDG_CACHE_HOME/crossfade`, else `~/.cache/crossfade`.
 * @returns {string}
 */
export function cacheFolder() {
  const { CROSSFADE_CACHE, XDG_CACHE_HOME } = process.env;
  if (CROSSFADE_CACHE) return path.resolve(CROSSFADE_CACHE);
  return path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'crossfade');
}

/**
 * The folder `key` of the cache, filled by `install` if it is not there yet.
 *
 * `install` works in a folder of its own that gets its final name only when it has succeeded, so a half
 * install never counts. Of several processes that need the same key one installs and the others wait.
 * @param {string} key
 * @param {(folder: string) => Promise<void>} install
 * @param {{ deadlineMs: number, say: (line: string) => void }} options
 * @returns {Promise<string>}
 */
export async function cached(key, install, { deadlineMs, say }) {
  const folder = path.join(cacheFolder(), key);
  if (await exists(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const lock = `${folder}.lock`;
  await acquire(lock, folder, deadlineMs, say);
  const partial = `${folder}.partial`;
  try {
    if (await exists(folder)) return folder;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    await install(partial);
    await rename(partial, folder);
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
}

async function acquire(lock, folder, deadlineMs, say) {
  const deadline = Date.now() + deadlineMs;
  let announced = false;
  while (Date.now() < deadline) {
    try {
      const handle = await open(lock, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await abandoned(lock)) {
      await rm(lock, { force: true });
      continue;
    }
    if (!announced) say(`another process is installing ${path.basename(folder)}; waiting`);
    announced = true;
    await pause(500);
  }
  throw new Error(`gave up waiting for ${lock}; delete it if no install is running`);
}

/** Whether the process that holds `lock` has ended. A lock without a number is being written just now. */
async function abandoned(lock) {
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (!holder) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function exists(folder) {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
