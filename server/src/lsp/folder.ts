import { isAbsolute, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { URI } from 'vscode-uri';
import { Analysis } from '../core/analysis.ts';
import { pythonFile } from '../core/schema/python-file.ts';
import { DEFAULT_OPTIONS, type Options, type Snapshot } from '../core/snapshot.ts';
import { type SourceFile, sourceFile } from '../core/text/source-file.ts';
import { buildSnapshot, isRead, reloadFiles, rescan, withFile } from '../host/build-snapshot.ts';

/** One workspace folder: its files on disk, the open texts over them, and the analysis of both. */
export class Folder {
  readonly uri: string;
  readonly root: string;
  /** Open texts by path, and whether files of that path are read at all, once that has been asked. */
  readonly #texts = new Map<string, { readonly text: string; counts: boolean | undefined }>();
  /** Open texts that are not in the snapshot yet: many changes between two questions cost one snapshot. */
  readonly #pending = new Set<string>();
  readonly #warn: (message: string) => void;
  #trusted: boolean;
  #options: Options = DEFAULT_OPTIONS;
  #disk: Promise<Snapshot> | undefined;
  #snapshot: Snapshot | undefined;
  #analysis: Analysis | undefined;

  constructor(uri: string, trusted: boolean, warn: (message: string) => void) {
    this.uri = uri;
    this.root = URI.parse(uri).fsPath;
    this.#trusted = trusted;
    this.#warn = warn;
  }

  /** The path of a file below this folder, with `/`; undefined for files elsewhere. */
  pathOf(uri: string): string | undefined {
    const below = relative(this.root, URI.parse(uri).fsPath);
    if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return undefined;
    return below.split(sep).join('/');
  }

  uriOf(path: string): string {
    return URI.file(`${this.root}${sep}${path.split('/').join(sep)}`).toString();
  }

  setTrusted(trusted: boolean): void {
    this.#trusted = trusted;
    this.#forget();
  }

  /** Says whether the options differ from those before. */
  setOptions(options: Options): boolean {
    if (isDeepStrictEqual(options, this.#options)) return false;
    const sameFiles = isDeepStrictEqual(options.exclude, this.#options.exclude);
    this.#options = options;
    if (sameFiles && this.#snapshot) this.#become({ ...this.#snapshot, options });
    else this.#forget();
    return true;
  }

  /** Puts a text over the file on disk, or takes it away again. */
  overlay(path: string, text: string | undefined): void {
    if (text === undefined) {
      this.#texts.delete(path);
      this.#pending.delete(path);
      this.reload([path]);
      return;
    }
    this.#texts.set(path, { text, counts: this.#texts.get(path)?.counts });
    this.#pending.add(path);
  }

  /** Reads some files again, those that are open excepted. Says whether anything differs. */
  reload(paths: readonly string[]): boolean {
    const before = this.#snapshot;
    if (!before) return false;
    const onDisk = paths.filter((path) => !this.#texts.has(path));
    this.#become(reloadFiles(this.root, before, onDisk));
    return this.#snapshot !== before;
  }

  /** Looks for files again: folders came or went, or other files are ignored than before. */
  rescan(): void {
    if (!this.#snapshot) return;
    for (const open of this.#texts.values()) open.counts = undefined;
    this.#become(rescan(this.root, this.#snapshot, new Set(this.#texts.keys())));
  }

  /** True when some known file stands below this path. */
  hasFilesBelow(path: string): boolean {
    return [...(this.#snapshot?.files.keys() ?? [])].some((it) => it.startsWith(`${path}/`));
  }

  /** Resolves once the files have been read. */
  async ready(): Promise<void> {
    while (!this.#snapshot) {
      const reading = this.#disk ?? this.#read();
      const snapshot = await reading;
      if (this.#disk !== reading || this.#snapshot) continue;
      for (const path of this.#texts.keys()) this.#pending.add(path);
      this.#become(snapshot);
    }
  }

  /** The questions one can ask about this folder now. Only after `ready`. */
  analysis(): Analysis {
    for (const path of this.#pending) this.#replace(path);
    this.#pending.clear();
    const snapshot = this.#snapshot;
    if (!snapshot) throw new Error('the folder has not been read yet');
    const today = new Date().toISOString().slice(0, 10);
    if (snapshot.today !== today) this.#become({ ...snapshot, today });
    this.#analysis ??= new Analysis(this.#snapshot ?? snapshot);
    return this.#analysis;
  }

  #read(): Promise<Snapshot> {
    const reading = buildSnapshot(this.root, { trusted: this.#trusted, options: this.#options });
    this.#disk = reading;
    reading.catch((error: unknown) => {
      this.#warn(`the folder cannot be read: ${error instanceof Error ? error.name : 'error'}`);
    });
    return reading;
  }

  #forget(): void {
    this.#disk = undefined;
    this.#snapshot = undefined;
    this.#analysis = undefined;
  }

  #become(snapshot: Snapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#analysis = undefined;
  }

  #replace(path: string): void {
    const open = this.#texts.get(path);
    const snapshot = this.#snapshot;
    if (!open || !snapshot) return;
    const before = snapshot.files.get(path);
    open.counts ??= before !== undefined || isRead(this.root, snapshot, path);
    if (!open.counts || (before?.text === open.text && before.problem === undefined)) return;
    const good = before && lastGoodOf(before, snapshot);
    const file = sourceFile(path, open.text, {
      ...(before?.tracked === undefined ? {} : { tracked: before.tracked }),
      ...(good ? { lastGood: good } : {}),
    });
    this.#become(withFile(snapshot, file));
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
