import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type FileProblem, type SourceFile, sourceFile } from '../core/text/source-file.ts';
import { isWorldReadable } from './world-readable.ts';

/** Larger files are not read at all. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Links that lead from one to the next until a file is reached. */
const MAX_HOPS = 8;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads one file below the root. Gives a file with a `problem` and no text for what cannot be read; undefined when
 * nothing is there. Never waits on a pipe or device, never leaves the root through a link.
 */
export function readSourceFile(root: string, path: string, tracked?: boolean): SourceFile | undefined {
  const facts = tracked === undefined ? {} : { tracked };
  const failed = (problem: FileProblem) => sourceFile(path, '', { ...facts, problem });
  const target = locate(root, path);
  if (target.kind === 'absent') return undefined;
  if (target.kind === 'problem') return failed(target.problem);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(target.path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return failed('not-a-file');
    if (stat.size > MAX_FILE_BYTES) return failed('too-large');
    const exposed = tracked === false && isWorldReadable(target.path, stat.mode);
    return decode(path, readFileSync(descriptor), exposed ? { ...facts, worldReadable: true } : facts);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : failed('unreadable');
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Decodes the bytes of a file. The byte order mark is not part of the text; writers look for it on disk. */
export function decode(path: string, bytes: Uint8Array, facts: Partial<SourceFile> = {}): SourceFile {
  try {
    const text = decoder.decode(bytes);
    return text.charCodeAt(0) === 0xfeff
      ? sourceFile(path, text.slice(1), { ...facts, byteOrderMark: true })
      : sourceFile(path, text, facts);
  } catch {
    if (isUtf16(bytes)) return sourceFile(path, '', { ...facts, problem: 'utf16' });
    return sourceFile(path, '', { ...facts, problem: 'not-utf8', problemLine: firstBadLine(bytes) });
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The zero-based line of the first byte that is not UTF-8; a line break is never part of another character. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 0;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    try {
      decoder.decode(bytes.subarray(start, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    start = end < 0 ? bytes.length : end + 1;
  }
  return line;
}

type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

function locate(root: string, path: string): Target {
  const absolute = join(root, path);
  let real: string;
  try {
    real = realpathSync.native(absolute);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ELOOP') return { kind: 'problem', problem: 'dangling-link' };
    if (code !== 'ENOENT') return { kind: 'problem', problem: 'unreadable' };
    return isLink(absolute) ? { kind: 'problem', problem: 'dangling-link' } : { kind: 'absent' };
  }
  if (hops(absolute) > MAX_HOPS) return { kind: 'problem', problem: 'too-many-links' };
  const realRoot = realpathSync.native(root);
  if (real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
    return { kind: 'problem', problem: 'outside-root' };
  }
  return statSync(real).isFile() ? { kind: 'file', path: real } : { kind: 'problem', problem: 'not-a-file' };
}

/** How many links the last name of a path goes through. */
function hops(path: string): number {
  let count = 0;
  for (let at = path; count <= MAX_HOPS && isLink(at); count++) at = resolve(dirname(at), readlinkSync(at));
  return count;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
