import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/**
 * Writes a file whole or not at all: into a temporary file beside it, then renamed. Keeps the mode and the byte
 * order mark of what was there. Throws the operating system's error; the old file is then as it was.
 */
export function writeAtomically(root: string, path: string, text: string): void {
  const target = targetOf(root, path);
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.crossfade-${process.pid}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      writeFileSync(descriptor, withMark(target, text));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (existsSync(target)) chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Through a link to the file it names, so that the link stays a link. Refuses to leave the root. */
function targetOf(root: string, path: string): string {
  const named = join(root, path);
  const target = existsSync(named) ? realpathSync(named) : named;
  const below = relative(realpathSync(root), existsSync(named) ? target : join(realpathSync(root), path));
  if (below.startsWith('..') || isAbsolute(below)) throw new Error(`${path} is outside the root`);
  return target;
}

function withMark(target: string, text: string): string {
  if (!existsSync(target)) return text;
  const head = readFileSync(target).subarray(0, 3);
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return marked ? `\uFEFF${text}` : text;
}
