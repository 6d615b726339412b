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
  return gitBytes(root, args)?.toString('utf8');
}

function gitBytes(root: string, args: readonly string[], input = ''): Buffer | undefined {
  try {
    return execFileSync('git', [...SAFE_ARGUMENTS, ...args], {
      cwd: root,
      env: { ...process.env, ...SAFE_ENVIRONMENT },
      input,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 20_000,
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}

/** What git cannot do, in words for users. */
export class GitError extends Error {}

/** A ref that names nothing in a clone that has all commits, and that fetching more of them would not bring. */
export class UnknownRefError extends GitError {}

/** A file, link or submodule of a tree, its path relative to the folder that was asked for. */
export interface GitEntry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'commit';
  readonly id: string;
  /** In bytes; 0 for a submodule. */
  readonly size: number;
}

/** The id of the commit that a ref names. Throws an `UnknownRefError` for a name that a full clone does not know. */
export function commitOf(root: string, ref: string): string {
  if (!hasGit()) throw new GitError('git is not installed, and without it no other state can be read');
  if (git(root, ['rev-parse', '--git-dir']) === undefined)
    throw new GitError('this folder is in no repository that git reads: this needs a clone');
  const id = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (id !== undefined) return id.trim();
  const message = `\`${ref}\` names no commit here`;
  if (!isShallow(root)) throw new UnknownRefError(message);
  throw new GitError(`${message}; this is a shallow clone: \`git fetch --unshallow --tags\` brings the rest`);
}

/** True for a clone that has only the newest commits. */
function isShallow(root: string): boolean {
  return git(root, ['rev-parse', '--is-shallow-repository'])?.trim() === 'true';
}

/** The day on which a ref was tagged, or else committed, in UTC: `2026-09-23`. */
export function dateOf(root: string, ref: string): string {
  const kind = git(root, ['cat-file', '-t', ref])?.trim();
  const object = git(root, ['cat-file', 'tag', ref]) ?? git(root, ['cat-file', 'commit', ref]);
  const line = kind === 'tag' ? /^tagger .*> (\d+) /m : /^committer .*> (\d+) /m;
  const seconds = Number(line.exec(object ?? '')?.[1] ?? Number.NaN);
  if (!Number.isFinite(seconds)) throw new GitError(`git does not say when \`${ref}\` was made`);
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** The last commit that two refs have in common; undefined where there is none here. */
export function mergeBase(root: string, a: string, b: string): string | undefined {
  return git(root, ['merge-base', '--end-of-options', a, b])?.trim() || undefined;
}

/** Short names of the tags and branches of a repository, newest first; empty where there are none. */
export function refNames(
  root: string,
): readonly { readonly name: string; readonly kind: 'tag' | 'branch' }[] {
  const format = '--format=%(refname)';
  const listed = git(root, [
    'for-each-ref',
    '--sort=-creatordate',
    format,
    'refs/tags',
    'refs/heads',
    'refs/remotes',
  ]);
  return (listed ?? '').split('\n').flatMap((line) => {
    const match = /^refs\/(tags|heads|remotes)\/(.+)$/.exec(line);
    const name = match?.[2];
    if (name === undefined || name.endsWith('/HEAD')) return [];
    return [{ name, kind: match?.[1] === 'tags' ? ('tag' as const) : ('branch' as const) }];
  });
}

/** The branch that others start from, by the names that are usual; undefined where there is none of them. */
export function defaultBranch(root: string): string | undefined {
  const remote = git(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])?.trim();
  return [remote, 'origin/main', 'origin/master', 'main', 'master'].find(
    (it) =>
      it !== undefined &&
      it !== '' &&
      git(root, ['rev-parse', '--verify', '--quiet', `${it}^{commit}`]) !== undefined,
  );
}

function hasGit(): boolean {
  return git('.', ['version']) !== undefined;
}

/** Everything below a folder at a commit. */
export function listTree(root: string, commit: string): readonly GitEntry[] {
  const listed = git(root, ['ls-tree', '-r', '-z', '--long', commit]);
  if (listed === undefined) throw new GitError('git cannot list the files of that commit');
  return listed.split('\0').flatMap((line) => {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line);
    if (!match) return [];
    const [, mode = '', id = '', size = '0', path = ''] = match;
    const kind = mode === '160000' ? 'commit' : mode === '120000' ? 'link' : 'file';
    return [{ path, kind, id, size: size === '-' ? 0 : Number(size) } as const];
  });
}

/** The bytes of files by their ids; undefined for those that this clone does not have. */
export function catFiles(
  root: string,
  files: readonly GitEntry[],
): ReadonlyMap<string, Uint8Array | undefined> {
  const found = new Map<string, Uint8Array | undefined>();
  const output = gitBytes(root, ['cat-file', '--batch'], `${files.map((it) => it.id).join('\n')}\n`);
  if (output === undefined) throw new GitError('git cannot read the files of that commit');
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = '', kind, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') {
      found.set(id, undefined);
      continue;
    }
    found.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** Paths that git tracks below the root, relative to it; undefined where that cannot be known. */
export function trackedPaths(root: string): ReadonlySet<string> | undefined {
  const listed = git(root, ['ls-files', '-z', '--cached']);
  return listed === undefined ? undefined : new Set(listed.split('\0').filter((path) => path !== ''));
}
