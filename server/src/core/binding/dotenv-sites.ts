import type { EnvFile } from '../schema/loading.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { asideFolder } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { type DotenvRole, dotenvRole } from '../supply/environment-name.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { ancestors, baseName, folderOf, joinPath, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';

/** One dotenv file that stands in the workspace and is one by its name. */
export interface DotenvFile {
  readonly path: string;
  readonly role: DotenvRole;
}

/** Where the dotenv files that a class names are, seen from the folder the service is started in. */
export interface Sites {
  /** Folder from which relative paths are taken, relative to the root. */
  readonly folder: string;
  /** Workspace paths of the class's files, low to high; they need not exist. */
  readonly paths: readonly string[];
  /** As written: absolute, in a home folder, or above the root. */
  readonly outside: readonly string[];
  /** Why `folder` was taken, where nothing says it. */
  readonly guess?: string;
  /** `folder` lies above the service: that files there are the class's is likely, not certain. */
  readonly above?: boolean;
}

/** The dotenv files of the workspace by folder. */
export function dotenvFiles(snapshot: Snapshot): ReadonlyMap<string, readonly DotenvFile[]> {
  return byFolder(filesOf(snapshot.files, isDotenvName));
}

function isDotenvName(path: string): boolean {
  return path.includes('.env') && dotenvRole(baseName(path)) !== undefined;
}

const byFolder = memo((files: readonly SourceFile[]): ReadonlyMap<string, readonly DotenvFile[]> => {
  const found = new Map<string, DotenvFile[]>();
  for (const { path } of files) {
    const role = dotenvRole(baseName(path));
    if (!role) continue;
    const folder = folderOf(path);
    const known = found.get(folder);
    if (known) known.push({ path, role });
    else found.set(folder, [{ path, role }]);
  }
  return found;
});

/** The folders a service may be started in, most likely first; one when it was given. */
export function workingFolders(snapshot: Snapshot, schema: SettingsSchema): readonly string[] {
  if (snapshot.workingDirectory !== undefined) return [snapshot.workingDirectory];
  // A class of another service's package is made by this one, in whose folders that package does not stand.
  const isOwn = schema.service === '' || schema.place.path.startsWith(`${schema.service}/`);
  const above = isOwn ? ancestors(folderOf(schema.place.path)) : ancestors(schema.service);
  const aside = asideFolder(schema.place.path, schema.service);
  if (aside !== undefined) return above.filter((it) => it === aside || it.startsWith(`${aside}/`));
  return [...new Set([schema.service, '', ...above])];
}

/**
 * Takes relative paths of a class from the first folder from which one of them, or a variant of it for an
 * environment, exists.
 */
export function sitesOf(snapshot: Snapshot, schema: SettingsSchema, files: readonly EnvFile[]): Sites {
  const folders = workingFolders(snapshot, schema);
  const rooted = new Set(files.filter((it) => it.base === 'root').map((it) => it.path));
  const written = files.map((it) => it.path);
  const inside = written.filter((path) => !/^(?:[/~\\]|[A-Za-z]:)/.test(path));
  const absolute = written.filter((path) => !inside.includes(path));
  const relative = inside.filter((path) => !rooted.has(path));
  const folder =
    folders.find((it) => relative.some((path) => isThere(snapshot, it, path))) ?? folders[0] ?? '';
  const paths: string[] = [];
  const outside = [...absolute];
  for (const path of inside) {
    const resolved = resolvePath(rooted.has(path) ? '' : folder, path);
    if (resolved === undefined) outside.push(path);
    else paths.push(resolved);
  }
  const name = folder === '' ? 'the root' : `\`${folder}\``;
  const moved = folder !== folders[0] && snapshot.workingDirectory === undefined;
  return {
    folder,
    paths,
    outside,
    ...(moved ? { guess: `the service is started in ${name}`, above: isAbove(folder, schema.service) } : {}),
  };
}

function isAbove(folder: string, service: string): boolean {
  return folder !== service && (folder === '' || service.startsWith(`${folder}/`));
}

function isThere(snapshot: Snapshot, folder: string, written: string): boolean {
  const path = resolvePath(folder, written);
  if (path === undefined) return false;
  if (snapshot.files.has(path)) return true;
  if (!dotenvRole(baseName(path))) return false;
  const beside = dotenvFiles(snapshot).get(folderOf(path)) ?? [];
  return beside.some((it) => it.role.kind === 'environment');
}

/** Folders beside a dotenv file in which files of the form `NAME.env` are kept. */
const BESIDE = ['config', 'env', 'envs', '.env.d', 'environments', 'deploy', 'settings'];

/** The dotenv files that are variants, for an environment, of a file in a folder. */
export function variantsIn(snapshot: Snapshot, folder: string): readonly DotenvFile[] {
  const all = dotenvFiles(snapshot);
  const here = all.get(folder) ?? [];
  const below = BESIDE.flatMap((name) => all.get(joinPath(folder, name)) ?? []);
  return [...here, ...below].filter((it) => it.role.kind === 'environment');
}
