import { relative, sep } from 'node:path';
import { URI } from 'vscode-uri';
import { Analysis } from '../core/analysis.ts';
import { DEFAULT_OPTIONS, type Options, type Snapshot } from '../core/snapshot.ts';
import { sourceFile } from '../core/text/source-file.ts';
import { buildSnapshot, reloadFiles } from '../host/build-snapshot.ts';

/** One workspace folder: its files on disk, the open texts over them, and the analysis of both. */
export class Folder {
  readonly uri: string;
  readonly root: string;
  readonly #texts = new Map<string, string>();
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
    if (below === '' || below.startsWith('..') || below.includes(':')) return undefined;
    return below.split(sep).join('/');
  }

  uriOf(path: string): string {
    return URI.file(`${this.root}${sep}${path.split('/').join(sep)}`).toString();
  }

  setTrusted(trusted: boolean): void {
    this.#trusted = trusted;
    this.#forget();
  }

  setOptions(options: Options): void {
    this.#options = options;
    this.#forget();
  }

  /** Puts a text over the file on disk, or takes it away again. */
  overlay(path: string, text: string | undefined): void {
    if (text === undefined) {
      this.#texts.delete(path);
      this.reload([path]);
      return;
    }
    this.#texts.set(path, text);
    if (this.#snapshot) this.#replace(path, text);
  }

  /** Reads some files again. */
  reload(paths: readonly string[]): void {
    if (!this.#snapshot) return;
    const onDisk = paths.filter((path) => !this.#texts.has(path));
    if (onDisk.length === 0) return;
    this.#snapshot = reloadFiles(this.root, this.#snapshot, onDisk);
    this.#analysis = undefined;
  }

  /** Resolves once the files have been read. */
  async ready(): Promise<void> {
    while (!this.#snapshot) {
      const reading = this.#disk ?? this.#read();
      const snapshot = await reading;
      if (this.#disk !== reading) continue;
      this.#snapshot = snapshot;
      for (const [path, text] of this.#texts) this.#replace(path, text);
    }
  }

  /** The questions one can ask about this folder now. Only after `ready`. */
  analysis(): Analysis {
    if (!this.#snapshot) throw new Error('the folder has not been read yet');
    this.#analysis ??= new Analysis(this.#snapshot);
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

  #replace(path: string, text: string): void {
    const snapshot = this.#snapshot as Snapshot;
    const before = snapshot.files.get(path);
    if (before?.text === text && before.problem === undefined) return;
    const good = before && lastGoodOf(before, snapshot);
    const file = sourceFile(path, text, {
      ...(before?.tracked === undefined ? {} : { tracked: before.tracked }),
      ...(good ? { lastGood: good } : {}),
    });
    this.#snapshot = { ...snapshot, files: new Map(snapshot.files).set(path, file) };
    this.#analysis = undefined;
  }
}

/** The newest version of a Python file that parsed, seen from its last version. */
function lastGoodOf(before: NonNullable<ReturnType<Snapshot['files']['get']>>, snapshot: Snapshot) {
  if (!before.path.endsWith('.py') || before.problem !== undefined) return undefined;
  if (!before.lastGood) return snapshot.engines.python.parse(before.text).problems.length === 0 ? before : undefined;
  const { lastGood, ...bare } = before;
  return snapshot.engines.python.parse(before.text).problems.length === 0 ? bare : lastGood;
}
