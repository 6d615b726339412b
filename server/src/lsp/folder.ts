import { isAbsolute, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { URI } from 'vscode-uri';
import type { Analysis } from '../core/analysis.ts';
import { DEFAULT_OPTIONS, type Options } from '../core/snapshot.ts';
import type { LoadedFolder, Overlay } from './loaded-folder.ts';

/** One workspace folder: the open texts, and the files below it once they have been read. */
export class Folder {
  readonly uri: string;
  readonly root: string;
  readonly #texts = new Map<string, Overlay>();
  /** Open texts that are not over their files yet: many changes between two questions cost one snapshot. */
  readonly #pending = new Set<string>();
  readonly #warn: (message: string) => void;
  #trusted: boolean;
  #options: Options = DEFAULT_OPTIONS;
  #reading: Promise<LoadedFolder> | undefined;
  #loaded: LoadedFolder | undefined;

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
    if (sameFiles && this.#loaded) this.#loaded.setOptions(options);
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
    return this.#loaded?.reload(paths.filter((path) => !this.#texts.has(path))) === true;
  }

  /** Looks for files again: folders came or went, or other files are ignored than before. */
  rescan(): void {
    for (const open of this.#texts.values()) open.counts = undefined;
    this.#loaded?.rescan(new Set(this.#texts.keys()));
  }

  /** True when some known file stands below this path. */
  hasFilesBelow(path: string): boolean {
    return this.#loaded?.hasFilesBelow(path) === true;
  }

  /** Resolves once the files have been read. */
  async ready(): Promise<void> {
    while (!this.#loaded) {
      const reading = this.#reading ?? this.#read();
      const loaded = await reading;
      if (this.#reading !== reading || this.#loaded) continue;
      this.#loaded = loaded;
      for (const { path, reason } of loaded.skipped) this.#warn(path === '' ? reason : `${path}: ${reason}`);
      for (const path of this.#texts.keys()) this.#pending.add(path);
    }
  }

  /** The questions one can ask about this folder now. Only after `ready`. */
  analysis(): Analysis {
    const loaded = this.#loaded;
    if (!loaded) throw new Error('the folder has not been read yet');
    for (const path of this.#pending) {
      const open = this.#texts.get(path);
      if (open) loaded.overlay(path, open);
    }
    this.#pending.clear();
    return loaded.analysis();
  }

  /** Looks up again what git knows of the code that is compared with, where the files are read. */
  lookAtGit(): boolean {
    return this.#loaded?.lookAtGit() === true;
  }

  /** The files that were read. Only after `ready`. */
  loaded(): LoadedFolder {
    this.analysis();
    if (!this.#loaded) throw new Error('the folder has not been read yet');
    return this.#loaded;
  }

  #read(): Promise<LoadedFolder> {
    const request = { trusted: this.#trusted, options: this.#options };
    // Loaded when it is needed, so that `initialize` is answered before.
    const reading = import('./loaded-folder.ts').then(({ loadFolder }) => loadFolder(this.root, request));
    this.#reading = reading;
    reading.catch((error: unknown) => {
      // The next question tries again: what was wrong may have been mended.
      if (this.#reading === reading) this.#reading = undefined;
      this.#warn(`the folder cannot be read: ${error instanceof Error ? error.name : 'error'}`);
    });
    return reading;
  }

  #forget(): void {
    this.#reading = undefined;
    this.#loaded = undefined;
  }
}
