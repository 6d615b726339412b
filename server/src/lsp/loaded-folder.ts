import { Analysis } from '../core/analysis.ts';
import { isWorkingTree } from '../core/features/check-deploy.ts';
import { pythonFile } from '../core/schema/python-file.ts';
import type { Options, Snapshot } from '../core/snapshot.ts';
import { lastingFacts, type SourceFile, sourceFile } from '../core/text/source-file.ts';
import { buildSnapshot, isRead, reloadFiles, rescan, withFile, withNamed } from '../host/build-snapshot.ts';
import { refNames } from '../host/git.ts';
import { lookUpCode, withRefs } from '../host/view-refs.ts';

/** An open text over a file, and whether files of that path are read at all, once that has been asked. */
export interface Overlay {
  readonly text: string;
  counts: boolean | undefined;
}

/** Reads a folder; with it the core and all that reads files is loaded. */
export async function loadFolder(
  root: string,
  request: { readonly trusted: boolean; readonly options: Options },
): Promise<LoadedFolder> {
  return new LoadedFolder(root, await buildSnapshot(root, request));
}

/** The files of a folder once they have been read, and the questions one can ask about them. */
export class LoadedFolder {
  readonly #root: string;
  #snapshot: Snapshot;
  #analysis: Analysis | undefined;
  /** Code or configuration was typed in, and may name files that were not read. */
  #mayName = false;

  constructor(root: string, snapshot: Snapshot) {
    this.#root = root;
    this.#snapshot = snapshot;
  }

  /** What the walk left out, and why. */
  get skipped(): Snapshot['skipped'] {
    return this.#snapshot.skipped;
  }

  /** The analysis of the files as they are now. */
  analysis(): Analysis {
    if (this.#mayName) {
      this.#mayName = false;
      this.#become(withNamed(this.#root, this.#snapshot));
    }
    const today = new Date().toISOString().slice(0, 10);
    if (this.#snapshot.today !== today) this.#become({ ...this.#snapshot, today });
    this.#analysis ??= new Analysis(this.#snapshot);
    return this.#analysis;
  }

  /** Looks up again what git knows of the code that is compared with. Says whether any of it moved. */
  lookAtGit(): boolean {
    return this.#become(lookUpCode(this.#root, this.#snapshot));
  }

  /** The tags and branches that a deploy may be between, newest first; none where git is not trusted. */
  refNames(): ReturnType<typeof refNames> {
    return this.#snapshot.trusted ? refNames(this.#root) : [];
  }

  /** Whether a deploy between two versions is safe, as a page. */
  deployPage(from: string, to: string): string {
    const refs = [from, to].filter((it) => !isWorkingTree(it));
    const bare = { ...this.#snapshot, refs: new Map() };
    const analysis = new Analysis(withRefs(this.#root, bare, refs, 'all'));
    const answer = analysis.checkDeploy({ from, to });
    return answer.ok ? analysis.preflightMarkdown(answer.report) : `${answer.message}\n`;
  }

  /** Other options that leave out the same files. */
  setOptions(options: Options): void {
    this.#become({ ...this.#snapshot, options });
  }

  /** Reads some files again. Says whether anything differs. */
  reload(paths: readonly string[]): boolean {
    return this.#become(reloadFiles(this.#root, this.#snapshot, paths));
  }

  /** Looks for files again; those of `open` stay. */
  rescan(open: ReadonlySet<string>): void {
    this.#become(rescan(this.#root, this.#snapshot, open));
  }

  /** True when some known file stands below this path. */
  hasFilesBelow(path: string): boolean {
    return [...this.#snapshot.files.keys()].some((it) => it.startsWith(`${path}/`));
  }

  /** Puts an open text in the place of a file. */
  overlay(path: string, open: Overlay): void {
    const before = this.#snapshot.files.get(path);
    open.counts ??= before !== undefined || isRead(this.#root, this.#snapshot, path);
    if (!open.counts || (before?.text === open.text && before.problem === undefined)) return;
    const good = before && lastGoodOf(before, this.#snapshot);
    const file = sourceFile(path, open.text, {
      ...lastingFacts(before),
      ...(good ? { lastGood: good } : {}),
    });
    this.#become(withFile(this.#snapshot, file));
    this.#mayName ||= /\.(py|toml)$/.test(path);
  }

  #become(snapshot: Snapshot): boolean {
    if (snapshot === this.#snapshot) return false;
    this.#snapshot = snapshot;
    this.#analysis = undefined;
    return true;
  }
}

/** The newest version of a Python file that parsed, seen from its last version; never more than one version back. */
function lastGoodOf(before: SourceFile, snapshot: Snapshot): SourceFile | undefined {
  if (!before.path.endsWith('.py') || before.problem !== undefined) return undefined;
  const { file, module } = pythonFile(snapshot.engines.python, before);
  if (module.problems.length > 0) return undefined;
  if (file.lastGood === undefined) return file;
  const { lastGood: _older, ...bare } = file;
  return bare;
}
