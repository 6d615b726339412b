import type { DataFile } from '../schema/loading.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { isKnownName, sameEnvironment } from '../supply/environment-name.ts';
import { filesOf } from '../text/files-of.ts';
import { baseName, folderOf, joinPath, resolvePath } from '../text/relative-path.ts';
import { workingFolders } from './dotenv-sites.ts';
import { dynaconfLayers, dynaconfNames } from './dynaconf/dynaconf-layers.ts';
import type { Layer } from './environment.ts';
import { dataLayer } from './layers.ts';

/** The YAML, TOML and JSON files of one environment. */
export interface DataLayers {
  readonly layers: readonly Layer[];
  readonly outside: readonly string[];
  readonly guess?: string;
}

/** A data file whose name is an environment's, and its siblings: `config/production.yaml`, `settings.prod.toml`. */
const NAMED = /^((?:.*[.-])?)([A-Za-z0-9_]+)(\.(?:ya?ml|toml|json))$/;

function isNamed(path: string): boolean {
  return NAMED.test(baseName(path));
}

/** Names of environments for which a class's data file has a variant of its own. */
export function dataNames(snapshot: Snapshot, schema: SettingsSchema): readonly string[] {
  if (schema.loading.dynaconf) return dynaconfNames(snapshot, schema);
  return schema.loading.dataFiles.flatMap((it) => {
    const path = pathOf(snapshot, schema, it);
    return path === undefined ? [] : [...variants(snapshot, path).keys()];
  });
}

/** The data files that a class reads in an environment, in the order of the class. */
export function dataLayersOf(snapshot: Snapshot, schema: SettingsSchema, environment: string): DataLayers {
  if (schema.loading.dynaconf) return dynaconfLayers(snapshot, schema, environment);
  const layers: Layer[] = [];
  const outside: string[] = [];
  let guess: string | undefined;
  for (const it of schema.loading.dataFiles) {
    const path = pathOf(snapshot, schema, it);
    if (path === undefined) {
      outside.push(it.path);
      continue;
    }
    const own = variants(snapshot, path);
    const name = [...own.keys()].find((key) => sameEnvironment(key, environment));
    const variant = name === undefined ? undefined : own.get(name);
    if (own.size > 0 && variant === undefined) continue;
    if (variant !== undefined && variant !== path) guess = `\`${variant}\` takes the place of \`${path}\``;
    const layer = dataLayer(snapshot, variant ?? path, it.kind);
    if (layer) layers.push(layer);
  }
  return { layers, outside, ...(guess === undefined ? {} : { guess }) };
}

function pathOf(snapshot: Snapshot, schema: SettingsSchema, file: DataFile): string | undefined {
  const folders = file.base === 'root' ? [''] : workingFolders(snapshot, schema);
  const paths = folders.map((folder) => resolvePath(folder, file.path));
  return (
    paths.find((path) => path !== undefined && snapshot.files.has(path)) ??
    paths.find((it) => it !== undefined)
  );
}

/** Empty unless the file's own name is that of a known environment. */
function variants(snapshot: Snapshot, path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const own = NAMED.exec(baseName(path));
  if (!own?.[2] || !isKnownName(own[2])) return found;
  const folder = folderOf(path);
  for (const { path: other } of filesOf(snapshot.files, isNamed)) {
    if (folderOf(other) !== folder) continue;
    const match = NAMED.exec(baseName(other));
    if (match?.[2] === undefined || match[1] !== own[1] || match[3] !== own[3]) continue;
    if (!isKnownName(match[2]) && own[1] === '' && folder === '') continue;
    found.set(match[2], joinPath(folder, baseName(other)));
  }
  return found;
}
