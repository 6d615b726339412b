import { URI } from 'vscode-uri';
import type { Analysis } from '../core/analysis.ts';
import type { Options } from '../core/snapshot.ts';
import { folderChange } from '../host/folder-change.ts';
import { Folder } from './folder.ts';

/** A text that is open in the editor. */
export interface OpenText {
  /** As the client writes it; two spellings of one URI are the same document. */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface Located {
  readonly folder: Folder;
  /** Relative to the folder, with `/`. */
  readonly path: string;
}

/** Milliseconds between two looks at git, and before the first. */
const GIT_PAUSE = 10_000;
const GIT_DELAY = 200;

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
  #disposed = false;
  /** When git was last asked about each folder. */
  readonly #looked = new WeakMap<Folder, number>();

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
    const gone = new Set([...removed, ...added].map(identity));
    const kept = this.#folders.filter((folder) => !gone.has(identity(folder.uri)));
    const fresh = added.filter(isFile).map((uri) => new Folder(uri, this.#trusted, this.#warn));
    this.#folders = [...kept, ...fresh];
    for (const text of this.#open.values()) this.#overlay(text.uri, text.text);
    this.#changedBeside();
  }

  setTrusted(trusted: boolean): void {
    if (trusted === this.#trusted) return;
    this.#trusted = trusted;
    for (const folder of this.#folders) {
      folder.setTrusted(trusted);
      this.#looked.delete(folder);
    }
    this.#changedBeside();
  }

  setOptions(folder: Folder, options: Options): void {
    if (folder.setOptions(options)) this.#changedBeside();
  }

  setText(text: OpenText): void {
    this.#open.set(identity(text.uri), text);
    this.#overlay(text.uri, text.text);
    this.#changed();
  }

  closeText(uri: string): void {
    if (!this.#open.delete(identity(uri))) return;
    this.#overlay(uri, undefined);
    this.#changed();
  }

  /** Files and folders that changed on disk; open ones keep the editor's text. */
  filesChanged(uris: readonly string[]): void {
    let changed = false;
    for (const folder of this.#folders) {
      const paths = uris.filter(isFile).flatMap((uri) => folder.pathOf(uri) ?? []);
      if (paths.length > 0 && folder.reload(paths)) changed = true;
      if (paths.some((path) => folderChange(folder.root, path, () => folder.hasFilesBelow(path)))) {
        folder.rescan();
        changed = true;
      }
    }
    if (changed) this.#changedBeside();
  }

  /** The open text of a document, however its URI is spelled. */
  openText(uri: string): OpenText | undefined {
    return this.#open.get(identity(uri));
  }

  /** The client's spelling of a URI while the document is open, else the canonical one. */
  clientUri(uri: string): string {
    return this.openText(uri)?.uri ?? uri;
  }

  /** False for a file that belongs to another folder of the workspace, inside of this one. */
  owns(folder: Folder, path: string): boolean {
    return this.#folders.length === 1 || this.locate(folder.uriOf(path))?.folder === folder;
  }

  /** The folder and path of a document; undefined for what is not a file of this workspace. */
  locate(uri: string): Located | undefined {
    if (!isFile(uri)) return undefined;
    let best: Located | undefined;
    for (const folder of this.#folders) {
      const path = folder.pathOf(uri);
      if (path !== undefined && (!best || folder.root.length > best.folder.root.length))
        best = { folder, path };
    }
    return best;
  }

  /** Resolves once a folder's files have been read; edits made meanwhile are in it. */
  async analysis(folder: Folder): Promise<Analysis> {
    await folder.ready();
    this.#lookSoon(folder);
    return folder.analysis();
  }

  /** Git is asked after the answer, and not again for a while: commits and branches change seldom, keys are pressed often. */
  #lookSoon(folder: Folder): void {
    const now = Date.now();
    if (now - (this.#looked.get(folder) ?? Number.NEGATIVE_INFINITY) < GIT_PAUSE) return;
    this.#looked.set(folder, now);
    setTimeout(() => {
      if (!this.#disposed && folder.lookAtGit()) this.#changedBeside();
    }, GIT_DELAY).unref();
  }

  /** No more changes are told; what waits for one is told for a last time. */
  dispose(): void {
    this.#disposed = true;
    this.#changed();
    this.#listeners.clear();
    this.#diskListeners.clear();
  }

  get disposed(): boolean {
    return this.#disposed;
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

/** One spelling for each document. What cannot be read as a URI stands for itself. */
export function identity(uri: string): string {
  try {
    return URI.parse(uri).toString();
  } catch {
    return uri;
  }
}

function isFile(uri: string): boolean {
  try {
    const { scheme, path } = URI.parse(uri);
    return scheme === 'file' && !path.includes('\0');
  } catch {
    return false;
  }
}
