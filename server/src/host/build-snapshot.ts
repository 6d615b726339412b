import picomatch from 'picomatch';
import { namedFiles } from '../core/binding/named-files.ts';
import { mentionIndex, withMentionsOf } from '../core/mentions/mention-index.ts';
import { configurationFor } from '../core/options-for.ts';
import { rules } from '../core/rules/registry.ts';
import {
  type Configuration,
  DEFAULT_OPTIONS,
  type Engines,
  type Options,
  type Snapshot,
} from '../core/snapshot.ts';
import { withVersion } from '../core/text/files-of.ts';
import type { SourceFile } from '../core/text/source-file.ts';
import { decodeConfiguration } from '../options/decode-configuration.ts';
import { diskFiles, type FileSource } from './disk-files.ts';
import { trackedPaths } from './git.ts';
import { loadEngines } from './load-engines.ts';
import { canMention } from './mention-files.ts';
import type { GivenEnvironment } from './process-environment.ts';
import { readSourceFile } from './read-file.ts';
import { withInstalled } from './read-installed.ts';
import { readNamed } from './read-named.ts';
import { refFiles } from './ref-files.ts';
import { isWalked, walk } from './walk.ts';

const RULE_IDS: readonly string[] = rules.map((rule) => rule.id);

/** How a workspace is to be read. */
export interface SnapshotRequest {
  /** Facts from git may be used. */
  readonly trusted: boolean;
  /** Options of the editor; a configuration file wins over them. */
  readonly options?: Options;
  /** A configuration file that replaces those found, relative to the root. */
  readonly config?: string;
  readonly workingDirectory?: string;
  readonly given?: ReadonlyMap<string, GivenEnvironment>;
  /** A commit-ish: the files as they are there instead of those on disk. */
  readonly ref?: string;
}

/** Reads a workspace. The only waiting is for the Python parser's WebAssembly, once a process. */
export async function buildSnapshot(root: string, request: SnapshotRequest): Promise<Snapshot> {
  return readWorkspace(root, request, await loadEngines());
}

/**
 * The workspace at a commit, read as the snapshot of today was. A file with the same text as today is the same object.
 * Throws a `GitError` where there is no git, no repository or no such commit.
 */
export function readAtRef(root: string, today: Snapshot, ref: string): Snapshot {
  const { options, workingDirectory } = today;
  const request = {
    trusted: true,
    options,
    ref,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
  };
  const snapshot = readWorkspace(root, request, today.engines);
  const files = new Map<string, SourceFile>();
  for (const [path, file] of snapshot.files) {
    const here = today.files.get(path);
    files.set(path, here && here.text === file.text && here.problem === file.problem ? here : file);
  }
  return { ...snapshot, files, given: today.given };
}

/** The same with the libraries at hand. */
function readWorkspace(root: string, request: SnapshotRequest, engines: Engines): Snapshot {
  const options = request.options ?? DEFAULT_OPTIONS;
  const source = request.ref === undefined ? diskFiles(root) : refFiles(root, request.ref);
  const atRoot = rootConfigurations(source, request.config);
  const excluded = excludedBy(atRoot, options);
  const { paths, ignored, skipped } = source.walk(excluded);
  const tracked = request.trusted && request.ref === undefined ? trackedPaths(root) : undefined;
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    const file = source.read(path, tracked?.has(path) ?? (ignored.has(path) ? false : undefined));
    if (file) files.set(path, file);
  }
  // A file that was named counts wherever a walk does not go.
  const named = request.config === undefined ? undefined : source.read(request.config);
  if (named && !files.has(named.path)) files.set(named.path, named);
  const configurations = configurationsOf(files, request.config);
  dropExcluded(files, configurations);
  const snapshot = {
    today: new Date().toISOString().slice(0, 10),
    trusted: request.trusted,
    options,
    configurations,
    files,
    mentions: mentionsOf(files),
    skipped,
    refs: new Map(),
    given: request.given ?? new Map(),
    ...(request.workingDirectory === undefined ? {} : { workingDirectory: request.workingDirectory }),
    engines,
  };
  // What is installed belongs to the files of today: what a commit was deployed with is not known.
  const whole = request.ref === undefined ? withInstalled(root, snapshot) : snapshot;
  return withNamedOf(source, whole, (path) => tracked?.has(path));
}

/** The snapshot with the files that its code and its configuration name, wherever they stand below the root. */
export function withNamed(root: string, snapshot: Snapshot): Snapshot {
  return withNamedOf(diskFiles(root), withInstalled(root, snapshot), () => undefined);
}

function withNamedOf(
  source: FileSource,
  snapshot: Snapshot,
  isTracked: (path: string) => boolean | undefined,
): Snapshot {
  const named = readNamed(source, snapshot, excludedFrom(snapshot), isTracked);
  if (named.files.length === 0) return snapshot;
  const files = new Map(snapshot.files);
  for (const file of named.files) files.set(file.path, file);
  dropExcluded(files, snapshot.configurations);
  const skipped = [...snapshot.skipped, ...named.skipped];
  return files.size === snapshot.files.size ? snapshot : withFiles({ ...snapshot, skipped }, files);
}

/**
 * The snapshot with some files read again, whether they changed, came or went; the same snapshot when all of them
 * are as they were.
 */
export function reloadFiles(root: string, snapshot: Snapshot, paths: readonly string[]): Snapshot {
  const files = new Map(snapshot.files);
  const excluded = excludedFrom(snapshot);
  let changed = false;
  for (const path of paths) {
    const before = files.get(path);
    const isNamed = namedFiles(snapshot).files.has(path) && !excluded(path);
    if (before === undefined && !isNamed && !isWalked(root, path, excluded)) continue;
    const file = readSourceFile(root, path, before?.tracked);
    if (sameContent(file, before) && !before?.lastGood) continue;
    changed = true;
    if (file) files.set(path, file);
    else files.delete(path);
  }
  if (!changed) return snapshot;
  dropExcluded(files, snapshot.configurations);
  return withFiles(snapshot, files);
}

/**
 * The snapshot after the workspace was walked again, for when folders came or went or what is ignored changed. Known
 * files are not read again, and those of `open` stay.
 */
export function rescan(root: string, before: Snapshot, open: ReadonlySet<string>): Snapshot {
  const { installed: _installed, ...snapshot } = before;
  const atRoot = rootConfigurations(diskFiles(root), undefined);
  const { paths, skipped } = walk(root, excludedBy(atRoot, snapshot.options));
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    const file = snapshot.files.get(path) ?? readSourceFile(root, path);
    if (file) files.set(path, file);
  }
  for (const path of open) {
    const file = snapshot.files.get(path);
    if (file) files.set(path, file);
  }
  dropExcluded(files, configurationsOf(files, undefined));
  return withNamed(root, withFiles({ ...snapshot, skipped }, files));
}

function sameContent(a: SourceFile | undefined, b: SourceFile | undefined): boolean {
  return (
    a?.text === b?.text &&
    a?.problem === b?.problem &&
    a?.byteOrderMark === b?.byteOrderMark &&
    a?.worldReadable === b?.worldReadable
  );
}

/** True for a file that is read when it is there: named, or of a kind that can matter and neither ignored nor excluded. */
export function isRead(root: string, snapshot: Snapshot, path: string): boolean {
  const excluded = excludedFrom(snapshot);
  return isWalked(root, path, excluded) || (namedFiles(snapshot).files.has(path) && !excluded(path));
}

/** The snapshot with one file in another version. */
export function withFile(snapshot: Snapshot, file: SourceFile): Snapshot {
  const files = withVersion(snapshot.files, file);
  return {
    ...snapshot,
    files,
    configurations: isConfiguration(file.path) ? configurationsOf(files, undefined) : snapshot.configurations,
    mentions: canMention(file.path) ? withMentionsOf(snapshot.mentions, file.path, file) : snapshot.mentions,
  };
}

/** The snapshot over other files; what is derived from files at the edge follows. */
export function withFiles(snapshot: Snapshot, files: ReadonlyMap<string, SourceFile>): Snapshot {
  const same = (kind: (path: string) => boolean) => {
    const pick = (all: ReadonlyMap<string, SourceFile>) =>
      [...all.values()].filter((file) => kind(file.path));
    const before = pick(snapshot.files);
    const after = pick(files);
    return before.length === after.length && before.every((file, index) => file === after[index]);
  };
  return {
    ...snapshot,
    files,
    configurations: same(isConfiguration) ? snapshot.configurations : configurationsOf(files, undefined),
    mentions: same(canMention) ? snapshot.mentions : mentionsOf(files),
  };
}

function isConfiguration(path: string): boolean {
  return /(^|\/)(crossfade|pyproject)\.toml$/.test(path);
}

function rootConfigurations(source: FileSource, config: string | undefined): readonly Configuration[] {
  const names = config === undefined ? ['crossfade.toml', 'pyproject.toml'] : [config];
  return names.flatMap((name) => {
    const file = source.read(name);
    return (file && decodeConfiguration(file, RULE_IDS)) ?? [];
  });
}

function configurationsOf(
  files: ReadonlyMap<string, SourceFile>,
  config: string | undefined,
): readonly Configuration[] {
  const found: Configuration[] = [];
  for (const file of files.values()) {
    if (config === undefined ? !isConfiguration(file.path) : file.path !== config) continue;
    const configuration = decodeConfiguration(file, RULE_IDS);
    // A file that was named speaks for the whole workspace, wherever it stands.
    if (configuration) found.push(config === undefined ? configuration : { ...configuration, folder: '' });
  }
  return found;
}

/** What the configuration leaves out. */
export function excludedFrom(snapshot: Snapshot): (path: string) => boolean {
  return excludedBy(snapshot.configurations, snapshot.options);
}

function excludedBy(configurations: readonly Configuration[], options: Options): (path: string) => boolean {
  const atRoot = configurations.find((it) => it.folder === '')?.options ?? options;
  if (atRoot.exclude.length === 0) return () => false;
  return picomatch([...atRoot.exclude], { dot: true });
}

/** What a configuration below the root excludes, relative to its own folder. */
function dropExcluded(files: Map<string, SourceFile>, configurations: readonly Configuration[]): void {
  const matchers = new Map<Configuration, (path: string) => boolean>();
  for (const path of [...files.keys()]) {
    const configuration = configurationFor({ configurations }, path);
    if (!configuration || configuration.folder === '' || configuration.options.exclude.length === 0) continue;
    const matcher =
      matchers.get(configuration) ?? picomatch([...configuration.options.exclude], { dot: true });
    matchers.set(configuration, matcher);
    if (matcher(path.slice(configuration.folder.length + 1))) files.delete(path);
  }
}

function mentionsOf(files: ReadonlyMap<string, SourceFile>): Snapshot['mentions'] {
  return mentionIndex([...files.values()].filter((file) => canMention(file.path)));
}
