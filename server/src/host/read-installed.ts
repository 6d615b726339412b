import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { wantedModules } from '../core/schema/wanted-modules.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { folderOf, joinPath } from '../core/text/relative-path.ts';
import type { SourceFile } from '../core/text/source-file.ts';
import { readSourceFile } from './read-file.ts';

/** A base may derive from another one in another module, this many times. */
const MAX_ROUNDS = 8;
/** Where people keep the virtual environment of a service. */
const FOLDERS = ['.venv', 'venv'];

/**
 * The snapshot with the modules of installed packages that settings classes derive from: those of the virtual
 * environment in the service's folder, or in one above it. Nothing else of an environment is read, and what the snapshot
 * has of it is not read again.
 */
export function withInstalled(root: string, snapshot: Snapshot): Snapshot {
  const found = new Map([...(snapshot.installed ?? [])].map(([service, files]) => [service, new Map(files)]));
  const tried = new Set<string>();
  let current: Snapshot = snapshot;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let isNew = false;
    for (const [service, modules] of wantedModules(current)) {
      for (const module of modules) {
        const question = `${service}\n${module}`;
        if (tried.has(question) || found.get(service)?.has(module)) continue;
        tried.add(question);
        const file = moduleFile(root, service, module);
        if (!file) continue;
        found.set(service, (found.get(service) ?? new Map<string, SourceFile>()).set(module, file));
        isNew = true;
      }
    }
    if (!isNew) break;
    current = {
      ...snapshot,
      installed: new Map([...found].map(([service, files]) => [service, new Map(files)])),
    };
  }
  return current;
}

/** A package wins over a module of the same name, as in Python. */
function moduleFile(root: string, service: string, module: string): SourceFile | undefined {
  const inside = module.replaceAll('.', '/');
  for (const folder of siteFolders(root, service)) {
    for (const path of [`${inside}/__init__.py`, `${inside}.py`]) {
      const file = readSourceFile(root, joinPath(folder, path), false);
      if (file && file.problem === undefined) return file;
    }
  }
  return undefined;
}

/** The folders of installed packages that a service sees, the nearest first. */
function siteFolders(root: string, service: string): readonly string[] {
  const found: string[] = [];
  for (let folder = service; ; folder = folderOf(folder)) {
    for (const name of FOLDERS) {
      const environment = joinPath(folder, name);
      const lib = joinPath(environment, 'lib');
      for (const version of foldersIn(root, lib))
        if (/^python3\.\d+$/.test(version)) found.push(joinPath(lib, `${version}/site-packages`));
      if (foldersIn(root, joinPath(environment, 'Lib')).includes('site-packages'))
        found.push(joinPath(environment, 'Lib/site-packages'));
    }
    if (folder === '') return found;
  }
}

function foldersIn(root: string, folder: string): readonly string[] {
  try {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    return entries.filter((it) => it.isDirectory() || it.isSymbolicLink()).map((it) => it.name);
  } catch {
    // There is no environment, or it cannot be read: the class stays open.
    return [];
  }
}
