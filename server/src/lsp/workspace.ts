import { Analysis } from '../core/analysis.ts';
import type { Options } from '../core/snapshot.ts';
import { URI } from 'vscode-uri';
import { Folder } from './folder.ts';

/** A text that is open in the editor. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface Located {
  readonly folder: Folder;
  /** Relative to the folder, with `/`. */
  readonly path: string;
}

/**
 * The only state of the server: the folders with their files, the open texts over them, the options. Everything
 * else is computed from these on request.
 */
export class Workspace {
  readonly #open = new Map<string, OpenText>();
  readonly #listeners = new Set<() => void>();
  readonly #diskListeners = new Set<() => void>();
  readonly #warn: (message: string) => void;
  #folders: readonly Folder[];
  #trusted: boolean;
  /** Counts changes of anything that an answer can depend on. */
  #epoch = 0;

  constructor(uris: readonly string[], trusted: boolean, warn: (message: string) => void) {
    this.#trusted = trusted;
    this.#warn = warn;
    this.#folders = uris.filter(isFile).map((uri) => new Folder(uri, trusted, warn));
  }

  get folders(): readonly Folder[] {
    return this.#folders;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Calls back after every change; gives the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back after changes that did not come from typing: files on disk, options, folders, trust. */
  onFilesChanged(listener: () => void): () => void {
    this.#diskListeners.add(listener);
    return () => this.#diskListeners.delete(listener);
  }

  setFolders(added: readonly string[], removed: readonly string[]): void {
    const kept = this.#folders.filter((folder) => !removed.includes(folder.uri));
    const fresh = added.filter(isFile).map((uri) => new Folder(uri, this.#trusted, this.#warn));
    this.#folders = [...kept, ...fresh];
    for (const text of this.#open.values()) this.#overlay(text.uri, text.text);
    this.#changedBeside();
  }

  setTrusted(trusted: boolean): void {
    if (trusted === this.#trusted) return;
    this.#trusted = trusted;
    for (const folder of this.#folders) folder.setTrusted(trusted);
    this.#changedBeside();
  }

  setOptions(folder: Folder, options: Options): void {
    folder.setOptions(options);
    this.#changedBeside();
  }

  setText(text: OpenText): void {
    this.#open.set(text.uri, text);
    this.#overlay(text.uri, text.text);
    this.#changed();
  }

  closeText(uri: string): void {
    this.#open.delete(uri);
    this.#overlay(uri, undefined);
    this.#changed();
  }

  /** Files that changed on disk; open ones keep the editor's text. */
  filesChanged(uris: readonly string[]): void {
    for (const folder of this.#folders) {
      const paths = uris.flatMap((uri) => folder.pathOf(uri) ?? []);
      if (paths.length > 0) folder.reload(paths);
    }
    this.#changedBeside();
  }

  openText(uri: string): OpenText | undefined {
    return this.#open.get(uri);
  }

  openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** The folder and path of a document; undefined for what is not a file of this workspace. */
  locate(uri: string): Located | undefined {
    if (!isFile(uri)) return undefined;
    let best: Located | undefined;
    for (const folder of this.#folders) {
      const path = folder.pathOf(uri);
      if (path !== undefined && (!best || folder.uri.length > best.folder.uri.length)) best = { folder, path };
    }
    return best;
  }

  /** Resolves once a folder's files have been read; edits made meanwhile are in it. */
  async analysis(folder: Folder): Promise<Analysis> {
    await folder.ready();
    return folder.analysis();
  }

  dispose(): void {
    this.#listeners.clear();
    this.#diskListeners.clear();
  }

  #overlay(uri: string, text: string | undefined): void {
    const located = this.locate(uri);
    located?.folder.overlay(located.path, text);
  }

  #changedBeside(): void {
    this.#changed();
    for (const listener of [...this.#diskListeners]) listener();
  }

  #changed(): void {
    this.#epoch++;
    for (const listener of [...this.#listeners]) listener();
  }
}

function isFile(uri: string): boolean {
  return URI.parse(uri).scheme === 'file';
}
