import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * Writes a file whole or not at all: into a temporary file beside it, then renamed. Keeps the mode, where it may the
 * owner, and the byte order mark of what was there. Throws the operating system's error; the old file is then as it was.
 */
export function writeAtomically(root: string, path: string, text: string): void {
  const target = targetOf(root, path);
  const before = statSync(target, { throwIfNoEntry: false });
  // A rename would replace a file that may not be written.
  if (before) accessSync(target, constants.W_OK);
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.crossfade-${randomBytes(6).toString('hex')}.tmp`;
  // Never readable by more people than the file that it replaces.
  const descriptor = openSync(temporary, 'wx', before ? before.mode & 0o777 : 0o666);
  try {
    try {
      writeFileSync(descriptor, before ? withMark(target, text) : text);
      if (before) keepOwnerAndMode(descriptor, before);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Takes a file away. Throws the operating system's error. Refuses to leave the root. */
export function removeFile(root: string, path: string): void {
  rmSync(targetOf(root, path));
}

/** Through links to the file they name, so that a link stays a link. Refuses to leave the root, by folders too. */
function targetOf(root: string, path: string): string {
  const realRoot = realpathSync(root);
  const target = realTarget(join(realRoot, path), path);
  const below = relative(realRoot, target);
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below))
    throw new Error(`${path} is outside the root`);
  return target;
}

/** The real path, as far as it is there; the rest of it as it is named. */
function realTarget(absolute: string, path: string): string {
  const stat = lstatSync(absolute, { throwIfNoEntry: false });
  if (!stat) return join(realTarget(dirname(absolute), path), basename(absolute));
  if (stat.isSymbolicLink() && !statSync(absolute, { throwIfNoEntry: false }))
    throw new Error(`${path} is a link to a file that does not exist`);
  return realpathSync(absolute);
}

function keepOwnerAndMode(descriptor: number, before: Stats): void {
  if (
    process.platform !== 'win32' &&
    (process.getuid?.() !== before.uid || process.getgid?.() !== before.gid)
  ) {
    try {
      fchownSync(descriptor, before.uid, before.gid);
    } catch (error) {
      // Only a privileged user may give files away.
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    }
  }
  fchmodSync(descriptor, before.mode & 0o7777);
}

function withMark(target: string, text: string): string {
  const head = readFileSync(target).subarray(0, 3);
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return marked ? `\uFEFF${text}` : text;
}
