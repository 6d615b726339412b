import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Analysis } from '../core/analysis.ts';
import { withTexts } from '../core/apply-file-edits.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { lineIndex } from '../core/text/line-index.ts';
import { writeAtomically } from '../host/atomic-write.ts';
import { buildSnapshot } from '../host/build-snapshot.ts';
import { readGiven } from '../host/process-environment.ts';
import { type Paint, paintFor } from './paint.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** The common options as commander gives them. */
export interface CommonOptions {
  readonly root: string;
  readonly config?: string;
  readonly cwd?: string;
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
  readonly print: (report: string) => void;
  readonly note: (text: string) => void;
  /** The same session with a file's text replaced. */
  readonly overlay: (path: string, text: string) => Session;
}

/** Reads the workspace. Throws a UsageError for a root that is no folder and for a bad configuration. */
export async function openSession(options: CommonOptions, terminal: Terminal): Promise<Session> {
  const root = resolve(terminal.currentDirectory, options.root);
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw new UsageError(`\`${options.root}\` is not a folder`);
  const snapshot = await buildSnapshot(root, {
    trusted: true,
    ...(options.config ? { config: pathBelow(root, terminal, options.config) } : {}),
    ...(options.cwd ? { workingDirectory: pathBelow(root, terminal, options.cwd) } : {}),
    given: readGiven(options.processEnv, options.names, terminal.currentDirectory, terminal.readStdin),
  });
  refuseBadConfiguration(snapshot);
  const note = (text: string) => {
    if (!options.quiet) terminal.error(text);
  };
  if (options.verbose) note(`read ${snapshot.files.size} files below ${options.root}\n`);
  return sessionOf(snapshot, {
    root,
    paint: paintFor(options.outputFile ? 'never' : options.color, terminal),
    print: (report) => printReport(report, options, terminal),
    note,
  });
}

function sessionOf(snapshot: Snapshot, ends: Pick<Session, 'root' | 'paint' | 'print' | 'note'>): Session {
  return {
    ...ends,
    snapshot,
    analysis: new Analysis(snapshot),
    overlay: (path, text) => sessionOf(withTexts(snapshot, new Map([[path, text]])), ends),
  };
}

/** A path of the command line, relative to the root, with `/`. Refuses paths outside. */
export function pathBelow(root: string, terminal: Terminal, path: string): string {
  const absolute = isAbsolute(path) ? path : resolve(terminal.currentDirectory, path);
  const below = relative(root, absolute);
  if (below.startsWith('..') || isAbsolute(below)) throw new UsageError(`\`${path}\` is outside the root`);
  return below.split(sep).join('/');
}

function printReport(report: string, options: CommonOptions, terminal: Terminal): void {
  if (!options.outputFile) {
    terminal.out(report);
    return;
  }
  const target = resolve(terminal.currentDirectory, options.outputFile);
  writeAtomically(join(target, '..'), relative(join(target, '..'), target), report);
}

function refuseBadConfiguration(snapshot: Snapshot): void {
  for (const configuration of snapshot.configurations) {
    const [problem] = configuration.problems;
    if (!problem) continue;
    const file = snapshot.files.get(configuration.path);
    const position = file ? lineIndex(file).position(problem.span.start) : { line: 0, column: 0 };
    throw new UsageError(
      `${configuration.path}:${position.line + 1}:${position.column + 1}: ${problem.message}`,
    );
  }
}
