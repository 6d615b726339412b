import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Larger files of patterns are not read. */
const MAX_BYTES = 1024 * 1024;

/** The files of patterns that count in one folder, weakest first. */
export type IgnoreRules = readonly IgnoreFile[];

interface IgnoreFile {
  readonly matcher: Ignore;
  /** Path, relative to the root, of the folder that the patterns are relative to; undefined for one above the root. */
  readonly folder?: string;
  /** For a folder above the root: what leads from it to the root, with a `/` at its end. */
  readonly down?: string;
}

/**
 * The rules above a workspace, as git has them: those of the repository that its root stands in, from the top of that
 * repository down. None where the root is itself ignored: whoever opens it means it. Patterns of the user's own git
 * configuration are not read, so that everybody gets the same answer.
 */
export function rulesAbove(root: string): IgnoreRules {
  const real = realpathSync(root);
  const top = repositoryAbove(real);
  if (top === undefined || top === real) return [];
  const rules: IgnoreFile[] = [];
  const names = relative(top, real).split(sep);
  for (let depth = 0; depth < names.length; depth++) {
    const folder = join(top, ...names.slice(0, depth));
    const down = `${names.slice(depth).join('/')}/`;
    if (depth === 0) push(rules, join(folder, '.git', 'info', 'exclude'), { down });
    push(rules, join(folder, '.gitignore'), { down });
    if (rules.some((it) => it.down !== undefined && it.matcher.ignores(it.down))) return [];
  }
  return rules;
}

/**
 * The rules in a folder of the workspace. One with a `.git` is the top of a repository of its own (a clone inside of
 * another, a submodule), where nothing from above counts.
 * @param folder relative to the root, empty for the root
 */
export function rulesIn(root: string, folder: string, above: IgnoreRules): IgnoreRules {
  const absolute = join(root, folder);
  const rules: IgnoreFile[] = [];
  if (isThere(join(absolute, '.git'))) push(rules, join(absolute, '.git', 'info', 'exclude'), { folder });
  else rules.push(...above);
  push(rules, join(absolute, '.gitignore'), { folder });
  return rules;
}

/** As git: the deepest file that says something about the path decides. Paths of folders end with `/`. */
export function isIgnored(path: string, rules: IgnoreRules): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { folder = '', down = '', matcher } = rules[index] as IgnoreFile;
    const own = folder === '' ? path : path.slice(folder.length + 1);
    const verdict = matcher.test(down + own);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** The top of the repository that a folder stands in. */
function repositoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (isThere(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function push(rules: IgnoreFile[], path: string, place: Omit<IgnoreFile, 'matcher'>): void {
  try {
    // As git: a link does not count. A pipe would never end.
    const stat = lstatSync(path);
    if (!stat.isFile() || stat.size > MAX_BYTES) return;
    rules.push({ ...place, matcher: ignore().add(readFileSync(path, 'utf8')) });
  } catch {
    // Most folders have none; one that cannot be read says nothing.
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
