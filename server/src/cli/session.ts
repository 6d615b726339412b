import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Analysis } from '../core/analysis.ts';
import { withTexts } from '../core/apply-file-edits.ts';
import { configuredRefs, deployedRefs } from '../core/migration/deployed-versions.ts';
import type { GivenVersion, Snapshot } from '../core/snapshot.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { FileProblem } from '../core/text/source-file.ts';
import { buildSnapshot, type SnapshotRequest, withFiles } from '../host/build-snapshot.ts';
import { GitError } from '../host/git.ts';
import { type GivenEnvironment, GivenError, readGiven } from '../host/process-environment.ts';
import { baseCommit, type RefPart, withBase, withRefs } from '../host/view-refs.ts';
import { type Paint, paintFor } from './paint.ts';
import { readInput } from './read-input.ts';
import { type Print, reportTarget } from './report-target.ts';
import { printable } from './reports/printable.ts';
import { type Terminal, UsageError } from './terminal.ts';
import { withCandidates } from './with-candidates.ts';

/** The common options as commander gives them. */
export interface CommonOptions {
  readonly root: string;
  readonly config?: string;
  readonly cwd?: string;
  /** For the commands that take it. */
  readonly ref?: string;
  /** For the commands that take it. */
  readonly deployed?: readonly string[];
  readonly processEnv: readonly string[];
  readonly names: readonly string[];
  readonly outputFile?: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** One run of a command: the workspace, the questions one can ask about it, and where reports go. */
export interface Session {
  readonly root: string;
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
  readonly paint: Paint;
  readonly print: Print;
  /** Writes a file that an option names, whole or not at all. */
  readonly writeBeside: (file: string, text: string) => void;
  readonly note: (text: string) => void;
  /** The same session with a file's text replaced. */
  readonly overlay: (path: string, text: string) => Session;
  /** The same session, with the settings code of a base to compare with; without a ref, of where this line of work began. */
  readonly withBase: (ref: string | undefined) => Session;
  /** The same session, with the workspace at these refs to be asked about. */
  readonly withRefs: (refs: readonly string[], part?: RefPart) => Session;
}

/** Reads the workspace. Throws a UsageError for a root that is no folder and for a bad configuration. */
export async function openSession(options: CommonOptions, terminal: Terminal): Promise<Session> {
  const root = resolve(terminal.currentDirectory, options.root);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`\`${options.root}\` is not a folder`);
  const config = configurationOf(root, terminal, options);
  const snapshot = await snapshotOf(root, {
    trusted: true,
    ...(config === undefined ? {} : { config }),
    ...(options.cwd === undefined ? {} : { workingDirectory: workingDirectory(root, terminal, options) }),
    ...(options.ref === undefined ? {} : { ref: options.ref }),
    given: givenEnvironments(options, terminal),
  });
  if (config !== undefined && options.ref !== undefined && !snapshot.files.has(config))
    throw new UsageError(`there is no configuration \`${config}\` at \`${options.ref}\``);
  const note = (text: string) => {
    if (!options.quiet) terminal.error(text);
  };
  refuseBadConfiguration(snapshot, config, note);
  if (options.verbose) note(`read ${snapshot.files.size} files below ${options.root}\n`);
  return sessionOf(withDeployedCode(root, snapshot, options), {
    root,
    paint: paintFor(options.outputFile ? 'never' : options.color, terminal),
    print: reportTarget(options.outputFile, terminal),
    writeBeside: (file, text) => reportTarget(file, terminal)(text),
    note,
  });
}

function sessionOf(
  snapshot: Snapshot,
  ends: Pick<Session, 'root' | 'paint' | 'print' | 'writeBeside' | 'note'>,
): Session {
  return {
    ...ends,
    snapshot,
    analysis: new Analysis(snapshot),
    overlay: (path, text) => {
      const { files } = withTexts(snapshot, new Map([[path, text]]));
      return sessionOf(withFiles(snapshot, files), ends);
    },
    withBase: (ref) => sessionOf(comparedWith(ends.root, snapshot, ref), ends),
    withRefs: (refs, part = 'all') => sessionOf(withRefs(ends.root, snapshot, refs, part), ends),
  };
}

/** For commands that ask what runs: the code of every version that something names. */
function withDeployedCode(root: string, snapshot: Snapshot, { deployed }: CommonOptions): Snapshot {
  if (deployed === undefined) return snapshot;
  const stated = { ...snapshot, deployed: deployed.map(parseDeployed) };
  const analysis = new Analysis(stated);
  for (const { environment, reader } of stated.deployed) {
    const known = analysis.knownEnvironment(environment);
    if (!known.ok) throw new UsageError(withCandidates(known.message, known.candidates));
    const named = reader === undefined ? undefined : analysis.knownReader(reader);
    if (named && !named.ok) throw new UsageError(withCandidates(named.message, named.candidates));
  }
  return withRefs(root, stated, deployedRefs(stated), 'code');
}

/** With the code of the base, and with that of what runs where the configuration says it. */
function comparedWith(root: string, snapshot: Snapshot, ref: string | undefined): Snapshot {
  try {
    const base = baseCommit(root, ref);
    if (!base) return snapshot;
    return withBase(root, withRefs(root, snapshot, configuredRefs(snapshot), 'code'), base);
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}

/** `ENVIRONMENT=REF` or `ENVIRONMENT/READER=REF`. */
function parseDeployed(written: string): GivenVersion {
  const match = /^([^=/]+)(?:\/([^=]+))?=(.+)$/.exec(written);
  const [, environment, reader, ref] = match ?? [];
  if (environment === undefined || ref === undefined)
    throw new UsageError(
      `\`--deployed ${written}\` is not \`ENVIRONMENT=REF\` or \`ENVIRONMENT/READER=REF\``,
    );
  return { environment, ref, ...(reader === undefined ? {} : { reader }) };
}

/** A path of the command line, relative to the root, with `/`. Refuses paths outside. */
export function pathBelow(root: string, terminal: Terminal, path: string): string {
  const absolute = resolve(terminal.currentDirectory, path);
  const below = [relative(root, absolute), relative(realpathSync(root), realFolder(absolute))].find(isBelow);
  if (below === undefined) throw new UsageError(`\`${path}\` is outside the root; --root names another one`);
  return below.split(sep).join('/');
}

/** The same for something that has to be there. */
export function existing(root: string, terminal: Terminal, path: string, what: string): string {
  const below = pathBelow(root, terminal, path);
  if (!lstatSync(join(root, below), { throwIfNoEntry: false }))
    throw new UsageError(`there is no ${what} \`${path}\``);
  return below;
}

async function snapshotOf(root: string, request: SnapshotRequest): Promise<Snapshot> {
  try {
    return await buildSnapshot(root, request);
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}

/** At another commit it may be there though it is not on disk, so it is asked for only once the files are read. */
function configurationOf(
  root: string,
  terminal: Terminal,
  { config, ref }: CommonOptions,
): string | undefined {
  if (config === undefined) return undefined;
  return ref === undefined
    ? existing(root, terminal, config, 'configuration')
    : pathBelow(root, terminal, config);
}

function workingDirectory(root: string, terminal: Terminal, { cwd: path = '.', ref }: CommonOptions): string {
  const below = pathBelow(root, terminal, path);
  if (ref !== undefined) return below;
  if (!statSync(join(root, below), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`\`${path}\` is not a folder`);
  return below;
}

/** The path with links resolved in all but its last name. */
function realFolder(absolute: string): string {
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute;
  }
}

function isBelow(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function givenEnvironments(
  options: CommonOptions,
  terminal: Terminal,
): ReadonlyMap<string, GivenEnvironment> {
  try {
    return readGiven(options.processEnv, options.names, (file) => readInput(terminal, file));
  } catch (error) {
    throw error instanceof GivenError ? new UsageError(error.message) : error;
  }
}

/** An option that names no settings would leave nothing to check and look like a clean result. */
function refuseUnknownSettings(snapshot: Snapshot): void {
  const analysis = new Analysis(snapshot);
  for (const { path, options } of snapshot.configurations) {
    for (const spec of options.settings) {
      const unknown = analysis.unknownSettings(spec);
      if (unknown) throw new UsageError(withCandidates(`${path}: ${unknown.message}`, unknown.candidates));
    }
  }
}

function refuseBadConfiguration(
  snapshot: Snapshot,
  named: string | undefined,
  note: (text: string) => void,
): void {
  refuseUnread(snapshot, named, note);
  for (const configuration of snapshot.configurations) {
    const [problem] = configuration.problems;
    if (!problem) continue;
    const file = snapshot.files.get(configuration.path);
    const position = file ? lineIndex(file).position(problem.span.start) : { line: 0, column: 0 };
    throw new UsageError(
      `${configuration.path}:${position.line + 1}:${position.column + 1}: ${problem.message}`,
    );
  }
  refuseUnknownSettings(snapshot);
  if (named !== undefined && snapshot.configurations.length === 0)
    throw new UsageError(`${named} has no \`[tool.crossfade]\` table`);
}

/** A configuration that cannot be read must not look like one that says nothing. */
function refuseUnread(snapshot: Snapshot, named: string | undefined, note: (text: string) => void): void {
  for (const file of snapshot.files.values()) {
    if (file.problem === undefined) continue;
    const why = `${file.path}:1:1: the configuration cannot be read: ${UNREAD[file.problem]}`;
    if (file.path === named || (named === undefined && basename(file.path) === 'crossfade.toml'))
      throw new UsageError(why);
    if (named === undefined && basename(file.path) === 'pyproject.toml')
      note(`crossfade: ${printable(why)}; a \`[tool.crossfade]\` table in it does not count\n`);
  }
}

const UNREAD: Readonly<Record<FileProblem, string>> = {
  'not-utf8': 'it is not UTF-8',
  utf16: 'it is UTF-16, not UTF-8',
  'too-large': 'it is larger than 16 MB',
  'not-a-file': 'it is not a regular file',
  'dangling-link': 'it is a link to a file that does not exist',
  'outside-root': 'it is a link out of the root',
  'too-many-links': 'it is a link through more than 8 others',
  unreadable: 'permission is denied',
};
