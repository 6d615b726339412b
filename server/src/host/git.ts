import { execFileSync } from 'node:child_process';

/** Keeps git from running anything that a repository's own configuration names, and from asking or fetching. */
const SAFE_ARGUMENTS = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
  '-c',
  'core.hooksPath=/dev/null',
];
const SAFE_ENVIRONMENT = { GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };

/** Runs one read-only plumbing command; undefined when git is missing, fails, or the folder is no repository. */
export function git(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', [...SAFE_ARGUMENTS, ...args], {
      cwd: root,
      env: { ...process.env, ...SAFE_ENVIRONMENT },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}

/** Paths that git tracks below the root, relative to it; undefined where that cannot be known. */
export function trackedPaths(root: string): ReadonlySet<string> | undefined {
  const listed = git(root, ['ls-files', '-z', '--cached']);
  return listed === undefined ? undefined : new Set(listed.split('\0').filter((path) => path !== ''));
}
