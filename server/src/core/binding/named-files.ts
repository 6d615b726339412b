import { namedJsonSchemas } from '../schema/json-schema-files.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { joinPath, resolvePath } from '../text/relative-path.ts';
import { workingFolders } from './dotenv-sites.ts';
import { localPath } from './dynaconf/dynaconf-files.ts';

/** Paths, relative to the root, that settings code or a configuration names; they need not exist. */
export interface NamedFiles {
  readonly files: ReadonlySet<string>;
  /** Folders with one file per secret. */
  readonly secretFolders: ReadonlySet<string>;
}

/** Every place at which a file that a class or the configuration names can stand. They count though git ignores them. */
export const namedFiles: (snapshot: Snapshot) => NamedFiles = memo((snapshot) => {
  const files = new Set<string>();
  const secretFolders = new Set<string>();
  const add = (to: Set<string>, folder: string, written: string) => {
    const path = resolvePath(folder, written);
    if (path !== undefined && path !== '' && !path.includes('*')) to.add(path);
  };
  for (const schema of schemasOf(snapshot)) {
    const { envFiles, dataFiles, dynaconf, secretsDirs } = schema.loading;
    const folders = workingFolders(snapshot, schema);
    for (const it of [...envFiles, ...dataFiles])
      for (const folder of it.base === 'root' ? [''] : folders) add(files, folder, it.path);
    for (const { file } of dynaconf?.files ?? []) {
      const local = localPath(file.path);
      for (const folder of file.base === 'root' ? [''] : folders) {
        for (const written of local === undefined ? [file.path] : [file.path, local]) {
          add(files, folder, written);
          add(files, joinPath(folder, 'config'), written);
        }
      }
    }
    for (const written of secretsDirs)
      add(secretFolders, snapshot.workingDirectory ?? schema.service, written);
  }
  for (const path of namedJsonSchemas(snapshot)) files.add(path);
  const configured = [{ folder: '', options: snapshot.options }, ...snapshot.configurations];
  for (const { folder, options } of configured) {
    for (const { dotenv = [], process = [], secrets } of Object.values(options.environments)) {
      for (const written of dotenv) add(files, folder, written);
      for (const source of process) add(files, folder, source.replace(/^file:/, '').replace(/#.*$/, ''));
      if (secrets !== undefined) add(secretFolders, folder, secrets);
    }
  }
  return { files, secretFolders };
});
