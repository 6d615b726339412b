import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileKind, isEnvironmentFile } from './file-kinds.ts';
import { type IgnoreRules, isIgnored, rulesAbove, rulesIn } from './ignore-rules.ts';

/** Files looked at in one workspace; the rest is named in the coverage of every report. */
export const MAX_FILES = 50_000;

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

/** What a folder holds that is a Python environment: of `venv`, of conda. */
const ENVIRONMENT_MARKS = ['pyvenv.cfg', 'conda-meta'];

export interface Walk {
  /** Paths relative to the root, with `/`, sorted. */
  readonly paths: readonly string[];
  /** Those of them that git ignores; they are read for their names. */
  readonly ignored: ReadonlySet<string>;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

interface Found {
  readonly paths: string[];
  readonly ignored: Set<string>;
  readonly skipped: { path: string; reason: string }[];
}

/**
 * Finds the files that can matter below the root, breadth first. Ignored files are left out, but for environment
 * files, which are mostly ignored on purpose. `excluded` always wins. Links to folders are not followed.
 */
export function walk(root: string, excluded: (path: string) => boolean, limit = MAX_FILES): Walk {
  const found: Found = { paths: [], ignored: new Set(), skipped: [] };
  const queue: { folder: string; rules: IgnoreRules }[] = [{ folder: '', rules: rulesAbove(root) }];
  // A queue that is never shortened: shortening one with many folders costs more than walking.
  for (let next = 0; next < queue.length; next++) {
    const { folder, rules: above } = queue[next] as (typeof queue)[number];
    const entries = list(root, folder, found.skipped);
    if (folder !== '' && entries.some((entry) => ENVIRONMENT_MARKS.includes(entry.name))) continue;
    const speaks = entries.some((entry) => entry.name === '.gitignore' || entry.name === '.git');
    const rules = speaks ? rulesIn(root, folder, above) : above;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (excluded(path)) continue;
      if (entry.isDirectory()) {
        if (!isPrunedName(entry.name) && !isIgnored(`${path}/`, rules)) queue.push({ folder: path, rules });
      } else if (!take(path, entry.name, rules, found, limit)) {
        found.skipped.push({ path: '', reason: `more than ${limit} files; the rest is not looked at` });
        return { ...found, paths: found.paths.sort() };
      }
    }
  }
  return { ...found, paths: found.paths.sort() };
}

/** Takes a file that can matter. False when there is no room for it. */
function take(path: string, name: string, rules: IgnoreRules, found: Found, limit: number): boolean {
  if (fileKind(path) === undefined) return true;
  const ignored = isIgnored(path, rules);
  if (ignored && !isEnvironmentFile(name)) return true;
  if (found.paths.length >= limit) return false;
  found.paths.push(path);
  if (ignored) found.ignored.add(path);
  return true;
}

/** True for a file that a walk finds if it is on disk, so that an open text counts by the same rules. */
export function isWalked(root: string, path: string, excluded: (path: string) => boolean): boolean {
  if (fileKind(path) === undefined || excluded(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  let rules = rulesIn(root, '', rulesAbove(root));
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const folder = path.slice(0, at);
    const folderName = folder.slice(folder.lastIndexOf('/') + 1);
    if (excluded(folder) || isPrunedName(folderName) || isPythonEnvironment(root, folder)) return false;
    if (isIgnored(`${folder}/`, rules)) return false;
    rules = rulesIn(root, folder, rules);
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

function isPythonEnvironment(root: string, folder: string): boolean {
  return ENVIRONMENT_MARKS.some((mark) => existsSync(join(root, folder, mark)));
}
