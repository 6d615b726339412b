import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { fileKind, isEnvironmentFile } from './file-kinds.ts';

/** Files looked at in one workspace; the rest is named in the coverage of every report. */
const MAX_FILES = 50_000;

/** Folders that never hold a service's own settings, whether or not git ignores them. */
const PRUNED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.eggs',
  'site-packages',
  '.idea',
  '.terraform',
  'bower_components',
  '.next',
  '.cache',
]);

export interface Walk {
  /** Paths relative to the root, with `/`, sorted. */
  readonly paths: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

interface Rules {
  readonly folder: string;
  readonly ignore: Ignore;
}

/**
 * Finds the files that can matter below the root, breadth first. Ignored files are left out, but for environment
 * files, which are mostly ignored on purpose. `excluded` always wins. Links to folders are not followed.
 */
export function walk(root: string, excluded: (path: string) => boolean): Walk {
  const paths: string[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const queue: { folder: string; rules: readonly Rules[] }[] = [{ folder: '', rules: [] }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { folder } = next;
    const entries = list(root, folder, skipped);
    const hasIgnoreFile = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const rules = hasIgnoreFile ? withIgnoreFile(root, folder, next.rules) : next.rules;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (excluded(path)) continue;
      if (entry.isDirectory()) {
        if (!isPruned(root, path, entry.name) && !isIgnored(`${path}/`, rules))
          queue.push({ folder: path, rules });
        continue;
      }
      if (fileKind(path) === undefined) continue;
      if (isIgnored(path, rules) && !isEnvironmentFile(entry.name)) continue;
      if (paths.length >= MAX_FILES) {
        skipped.push({ path: '', reason: `more than ${MAX_FILES} files; the rest is not looked at` });
        return { paths: paths.sort(), skipped };
      }
      paths.push(path);
    }
  }
  return { paths: paths.sort(), skipped };
}

/** True for a file that a walk finds if it is on disk, so that an open text counts by the same rules. */
export function isWalked(root: string, path: string, excluded: (path: string) => boolean): boolean {
  if (fileKind(path) === undefined || excluded(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  let rules: readonly Rules[] = withIgnoreFile(root, '', []);
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const folder = path.slice(0, at);
    const folderName = folder.slice(folder.lastIndexOf('/') + 1);
    if (excluded(folder) || isPruned(root, folder, folderName) || isIgnored(`${folder}/`, rules))
      return false;
    rules = withIgnoreFile(root, folder, rules);
  }
  return isEnvironmentFile(name) || !isIgnored(path, rules);
}

function list(root: string, folder: string, skipped: { path: string; reason: string }[]): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  } catch {
    skipped.push({ path: folder, reason: 'the folder cannot be read' });
    return [];
  }
}

/** True for the name of a folder that is never looked into. */
export function isPrunedName(name: string): boolean {
  return PRUNED.has(name);
}

function isPruned(root: string, path: string, name: string): boolean {
  return isPrunedName(name) || existsSync(join(root, path, 'pyvenv.cfg'));
}

function withIgnoreFile(root: string, folder: string, above: readonly Rules[]): readonly Rules[] {
  const path = join(root, folder, '.gitignore');
  try {
    // As git: a link does not count. A pipe would never end.
    if (!lstatSync(path).isFile()) return above;
    return [...above, { folder, ignore: ignore().add(readFileSync(path, 'utf8')) }];
  } catch {
    return above;
  }
}

/** As git: the deepest file that says something about the path decides. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { folder, ignore: matcher } = rules[index] as Rules;
    const relative = folder === '' ? path : path.slice(folder.length + 1);
    const verdict = matcher.test(relative);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
