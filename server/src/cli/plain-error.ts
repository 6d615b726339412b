const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EEXIST: 'something of that name is already there',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
};

/** Why something failed, in words: of the operating system's errors without their paths and calls. */
export function plainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? (WORDS[code] ?? code) : error.message;
}

/** True for an error of the operating system: nothing is wrong with this program then. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
