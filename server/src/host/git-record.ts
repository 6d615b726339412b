import { commitOf, GitError, git } from './git.ts';

/** A commit that changed a record, with the record's text after it; undefined where it took the record away. */
export interface RecordCommit {
  readonly commit: string;
  /** ISO date of the committer. */
  readonly date: string;
  readonly text: string | undefined;
}

/**
 * The commits on the main line of `HEAD` that changed a file, newest first. A merge stands for what it brought.
 * Throws a GitError where git is missing or the folder is in no repository.
 * @param path relative to the root
 */
export function recordCommits(root: string, path: string): readonly RecordCommit[] {
  commitOf(root, 'HEAD');
  const args = ['rev-list', '--first-parent', '--format=%H %cs', 'HEAD', '--'];
  const listed = git(root, [...args, `:(literal)${path}`]);
  if (listed === undefined) throw new GitError('git cannot list the commits of the record');
  return listed
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('commit '))
    .map((line) => {
      const [commit = '', date = ''] = line.split(' ');
      return { commit, date, text: git(root, ['cat-file', 'blob', `${commit}:./${path}`]) };
    });
}

/**
 * The last commit before a record came to claim what it claims now: `HEAD` where that is not committed yet, else the
 * parent of the commit that brought it. Throws a GitError where nothing is known of that time.
 * @param isEarlier whether a text of the record claims less than it does now
 */
export function commitBefore(root: string, path: string, isEarlier: (text: string) => boolean): string {
  const commits = recordCommits(root, path);
  const at = commits.findIndex((it) => it.text === undefined || isEarlier(it.text));
  const brought = at < 0 ? commits.at(-1) : commits[at - 1];
  if (brought === undefined) return commitOf(root, 'HEAD');
  const parent = git(root, ['rev-parse', '--verify', '--quiet', `${brought.commit}^`]);
  if (parent !== undefined) return commitOf(root, `${brought.commit}^`);
  const shallow = git(root, ['rev-parse', '--is-shallow-repository'])?.trim() === 'true';
  throw new GitError(
    shallow
      ? 'this is a shallow clone, and what was there before is not in it: `git fetch --unshallow --tags` brings it'
      : `the first commit of the repository already holds \`${path}\` as it is: nothing is known of the time before`,
  );
}

/** Paths below the root that a commit of the main line changed, relative to it. */
export function filesOfCommit(root: string, commit: string): readonly string[] {
  const args = ['diff-tree', '--root', '-r', '-z', '--relative', '--no-commit-id', '--name-only', '-m'];
  const listed = git(root, [...args, '--first-parent', commit]);
  return [...new Set((listed ?? '').split('\0').filter((it) => it !== ''))].sort();
}

/** A commit with the files in which it changed a line that names something. */
export interface NamingCommit {
  readonly commit: string;
  /** Relative to the root, sorted. */
  readonly files: readonly string[];
}

/**
 * The commits of the main line that changed a line in which one of some names stands as a word, oldest first.
 * @param first the first commit that is looked at; its parents are not
 * @param last the last one
 */
export function commitsNaming(
  root: string,
  first: string,
  last: string,
  names: readonly string[],
): readonly NamingCommit[] {
  const listed = git(root, ['rev-list', '--first-parent', '--reverse', last, `^${first}`]) ?? '';
  const commits = [first, ...listed.split('\n').filter((it) => it !== '')];
  const words = names.map((it) => it.replace(/[^A-Za-z0-9_]/g, '\\$&')).join('|');
  const pattern = `(^|[^A-Za-z0-9_])(${words})($|[^A-Za-z0-9_])`;
  // Neither a program of the repository's configuration nor a conversion of its attributes is run.
  const safe = ['--no-ext-diff', '--no-textconv', '--root', '-r', '-z', '--relative', '--no-commit-id'];
  const args = ['diff-tree', ...safe, '--name-only', '-m', '--first-parent', `-G${pattern}`];
  return commits.flatMap((commit) => {
    const found = (git(root, [...args, commit]) ?? '').split('\0').filter((it) => it !== '');
    return found.length === 0 ? [] : [{ commit, files: [...new Set(found)].sort() }];
  });
}

/** The oldest tag that holds a commit, some left out; undefined where none does. */
export function firstTagWith(
  root: string,
  commit: string,
  except: ReadonlySet<string> = new Set(),
): string | undefined {
  const args = ['for-each-ref', '--sort=creatordate', '--format=%(refname:strip=2)'];
  // Of tags of one second, the one on the commit itself is the first.
  const tags = ['--points-at', '--contains'].flatMap((how) =>
    (git(root, [...args, how, commit, 'refs/tags']) ?? '').split('\n'),
  );
  return tags.find((it) => it !== '' && !except.has(it));
}

/** True where files that git tracks differ from `HEAD`, one path left out. */
export function isDirty(root: string, except: string): boolean {
  const paths = ['.', `:(exclude,literal)${except}`];
  return git(root, ['diff-index', '--quiet', 'HEAD', '--', ...paths]) === undefined;
}

/** A ref as it is to be written down: a tag by its name, all else by the commit that it names today. */
export function lastingRef(root: string, ref: string): string {
  const commit = commitOf(root, ref);
  const tag = git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `refs/tags/${ref}^{commit}`,
  ]);
  return tag?.trim() === commit ? ref : commit.slice(0, 12);
}

/** Who works here: `Mira Example <mira@example.org>`, or as much of it as git knows. */
export function gitUser(root: string): string | undefined {
  const name = git(root, ['config', '--get', 'user.name'])?.trim();
  const email = git(root, ['config', '--get', 'user.email'])?.trim();
  if (!name) return email || undefined;
  return email ? `${name} <${email}>` : name;
}
