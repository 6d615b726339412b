import { environmentsOf } from '../binding/environments.ts';
import { isSource, schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { couplingOf } from './coupling.ts';
import type { Version } from './version.ts';

type Files = ReadonlyMap<string, SourceFile>;

/** Files that are part of what is built from the code, beside the code itself. */
const BUILT_IN = /(?:^|\/)(?:[^/]*Dockerfile[^/]*|Containerfile|Procfile|[^/]+\.sh)$/i;

/**
 * What a deploy does to the files that hold values. `today` is what is in force before it; `release` is what the files
 * of the new version say, where that differs.
 */
export interface Values {
  readonly today: Files;
  /** Undefined where the new version brings no other values. */
  readonly release?: Files;
  /** The files that differ between the two versions. */
  readonly changed: readonly string[];
}

/**
 * The values before a deploy and after it. A file that the new version changes and that lies on disk as the new version
 * has it is taken to be part of the deploy, unless `applied` says that what lies on disk is in force.
 */
export function valuesOf(today: Snapshot, from: Version, to: Version, applied: boolean): Values {
  const shipped = shippedPaths(from, to);
  const before = new Map(today.files);
  const after = new Map(today.files);
  const changed: string[] = [];
  for (const path of new Set([...from.snapshot.files.keys(), ...to.snapshot.files.keys()])) {
    if (shipped(path)) continue;
    const [old, next, here] = [from, to, { snapshot: today }].map((it) => it.snapshot.files.get(path));
    // What git does not know belongs to no version.
    if (!old && next?.tracked !== true) continue;
    if (isSame(old, next)) continue;
    changed.push(path);
    put(after, path, next, here);
    if (!applied && isSame(here, next)) put(before, path, old, here);
  }
  const values = { today: before, changed: changed.sort() };
  return changed.length === 0 ? values : { ...values, release: after };
}

function put(
  files: Map<string, SourceFile>,
  path: string,
  file: SourceFile | undefined,
  here: SourceFile | undefined,
): void {
  if (!file) files.delete(path);
  else files.set(path, here && isSame(here, file) ? here : file);
}

function isSame(a: SourceFile | undefined, b: SourceFile | undefined): boolean {
  return a?.text === b?.text && (a === undefined) === (b === undefined);
}

/**
 * The workspace as a process sees it that runs the code of one version with these values. The configuration of
 * Crossfade, and what was given on the command line, are those of today.
 */
export function crossed(today: Snapshot, code: Version, values: Files, other: Version): Snapshot {
  const shipped = shippedPaths(code, other);
  const files = new Map<string, SourceFile>();
  for (const [path, file] of values) if (!shipped(path)) files.set(path, file);
  for (const [path, file] of code.snapshot.files) {
    if (!shipped(path)) continue;
    const here = today.files.get(path);
    files.set(path, here && here.text === file.text && here.problem === file.problem ? here : file);
  }
  return { ...today, files };
}

/** True for files that run where the code runs: the code, what is built into its image, and data files that it loads. */
function shippedPaths(a: Version, b: Version): (path: string) => boolean {
  const data = new Set([...dataFiles(a.snapshot), ...dataFiles(b.snapshot)]);
  return (path) => isSource(path) || BUILT_IN.test(path) || data.has(path);
}

/** YAML, TOML and JSON files that classes load. They are taken to ship with the code where nothing says otherwise. */
const dataFiles = memo((snapshot: Snapshot): readonly string[] =>
  schemasOf(snapshot).flatMap((schema) =>
    environmentsOf(snapshot, schema)
      .filter((it) => couplingOf(snapshot, schema, it.name) !== 'external')
      .flatMap(({ layers }) =>
        layers.flatMap((it) => (it.kind === 'file' && it.path !== undefined ? [it.path] : [])),
      ),
  ),
);
