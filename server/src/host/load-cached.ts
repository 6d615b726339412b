import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';

/**
 * Loads a CommonJS bundle like `require`, with the code that V8 compiled in an earlier process: compiling is most of a
 * start. Node does so by itself from 22.1 on; before that it is done here. The cache is only a cache: without it, or
 * with a broken one, the start takes longer and nothing else differs.
 *
 * The bundle may not use `import()`, which code from a cache cannot.
 */
export function loadCached(file: string): unknown {
  const folder = join(cacheFolder(), 'code');
  if (!hasCompileCache(module)) return run(file, folder);
  module.enableCompileCache(folder);
  return createRequire(file)(file);
}

/** The types are those of the oldest Node that is supported. */
function hasCompileCache(it: object): it is { readonly enableCompileCache: (folder: string) => unknown } {
  return 'enableCompileCache' in it;
}

function run(file: string, folder: string): unknown {
  const source = readFileSync(file, 'utf8');
  const own = `${basename(file, '.cjs')}-${hashOf(file).slice(0, 8)}-`;
  // V8 itself refuses code of another version of V8 or with other flags; of the source it knows the length only.
  const path = join(folder, `${own}${hashOf(source)}-${process.version}-${process.arch}`);
  const cachedData = readOwn(path);
  const script = new Script(module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end it holds the functions that were needed, too.
    process.once('exit', () => write(folder, own, path, script));
  }
  const it = { exports: {} };
  const start = script.runInThisContext();
  start.call(it.exports, it.exports, createRequire(file), it, file, dirname(file));
  return it.exports;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Code is only taken from a file that nobody but this user can have written. */
function readOwn(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Whole or not at all; what an earlier build left goes. A folder that cannot be written costs time, no more. */
function write(folder: string, own: string, path: string, script: Script): void {
  const making = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.startsWith(own)) rmSync(join(folder, name));
    writeFileSync(making, script.createCachedData(), { mode: 0o600 });
    renameSync(making, path);
  } catch {
    removeIfThere(making);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where there is no folder there is no file either.
  }
}
