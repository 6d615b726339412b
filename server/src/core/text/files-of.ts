import type { SourceFile } from './source-file.ts';

type Files = ReadonlyMap<string, SourceFile>;
type Matches = (path: string) => boolean;

/** What has been asked of each set of files. A set is never changed once it is in a snapshot. */
const groups = new WeakMap<Files, Map<Matches, readonly SourceFile[]>>();

/**
 * The files whose paths match, in order. The same list while no file of it changes and none comes or goes, so that
 * what is derived from it is kept however many other files there are. `matches` must be a lasting function: it is what
 * the list is remembered by.
 */
export function filesOf(files: Files, matches: Matches): readonly SourceFile[] {
  const known = groups.get(files) ?? new Map<Matches, readonly SourceFile[]>();
  groups.set(files, known);
  let group = known.get(matches);
  if (group === undefined) {
    const found: SourceFile[] = [];
    for (const [path, file] of files) if (matches(path)) found.push(file);
    group = found;
    known.set(matches, group);
  }
  return group;
}

/** The files with another version of one, or with one more. */
export function withVersion(files: Files, file: SourceFile): Files {
  const next = new Map(files).set(file.path, file);
  const known = groups.get(files);
  if (known === undefined || !files.has(file.path)) return next;
  const kept = new Map<Matches, readonly SourceFile[]>();
  for (const [matches, group] of known) {
    const changes = matches(file.path);
    kept.set(matches, changes ? group.map((it) => (it.path === file.path ? file : it)) : group);
  }
  groups.set(next, kept);
  return next;
}
