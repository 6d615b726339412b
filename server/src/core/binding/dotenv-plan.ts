import type { EnvFile, EnvFilePattern } from '../schema/loading.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole, sameEnvironment } from '../supply/environment-name.ts';
import { ancestors, baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import { type DotenvLayers, type DotenvPlan, type LoadedAs, NO_LAYERS, planFor } from './dotenv-layouts.ts';
import { sitesOf, workingFolders } from './dotenv-sites.ts';
import { iniLayer } from './ini-layer.ts';
import { dotenvLayer } from './layers.ts';
import { loadedBeside, loadedPlan, withLoaded } from './loaded-plan.ts';
import { dotenvProgram } from './loader-program.ts';

/** The plan of a schema: from the files its class names, else from loaders, else from what merely lies there. */
export function dotenvPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  if (schema.form === 'calls') return callPlan(snapshot, schema);
  const { envFiles, envFilePattern, envFileUndecided, sources } = schema.loading;
  const nothing: DotenvPlan = { names: [], layers: () => NO_LAYERS };
  if (!sources.includes('dotenv')) return nothing;
  if (envFilePattern) return patternPlan(snapshot, schema, envFilePattern);
  if (envFiles.length > 0) {
    const own = planFor(snapshot, schema, sitesOf(snapshot, schema, envFiles), ownFile(schema));
    return withLoaded(own, loadedBeside(snapshot, schema));
  }
  return envFileUndecided ? nothing : loadedBeside(snapshot, schema);
}

function ownFile(schema: SettingsSchema): () => LoadedAs {
  return () => ({ use: 'plain', program: dotenvProgram(schema) });
}

/** A library that names its file reads it; code that names none has what loaders bring. */
function callPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const { envFiles, envFilePattern, envFileUndecided } = schema.loading;
  if (envFilePattern) return patternPlan(snapshot, schema, envFilePattern);
  if (envFileUndecided) return { names: [], layers: () => NO_LAYERS };
  if (schema.reader === 'decouple')
    return withLoaded(decouplePlan(snapshot, schema, envFiles), loadedBeside(snapshot, schema));
  if (envFiles.length === 0) return loadedPlan(snapshot, schema);
  const placed = envFiles.map((it) => (it.base === 'above' ? foundAbove(snapshot, schema, it) : it));
  const own = ownFile(schema);
  const winning = (): LoadedAs => ({ ...own(), use: 'process', wins: true });
  const how = envFiles.some((it) => it.wins) ? winning : own;
  return planFor(snapshot, schema, sitesOf(snapshot, schema, placed), how);
}

/**
 * The one file of an object of python-decouple: a named one, which has to be there, or the `settings.ini` or `.env` that
 * is found first upwards.
 */
function decouplePlan(snapshot: Snapshot, schema: SettingsSchema, envFiles: readonly EnvFile[]): DotenvPlan {
  const placed = envFiles.map((it) =>
    it.base === 'above' ? (iniAbove(snapshot, schema, it) ?? foundAbove(snapshot, schema, it)) : it,
  );
  const sites = sitesOf(snapshot, schema, placed);
  const [path] = sites.paths;
  const isNamed = envFiles.some((it) => it.base !== 'above');
  if (path !== undefined && isNamed && !snapshot.files.has(path))
    return { names: [], layers: () => ({ layers: [], outside: envFiles.map((it) => it.path) }) };
  const isIni = placed.some((it) => it.form === 'ini');
  if (!isIni || path === undefined) return planFor(snapshot, schema, sites, ownFile(schema));
  const layer = iniLayer(snapshot, schema, path);
  return { names: [], layers: () => ({ layers: layer ? [layer] : [], outside: layer ? [] : [path] }) };
}

/** The `settings.ini` that python-decouple finds in the same folder as `.env`, or nearer: it is read in its place. */
function iniAbove(snapshot: Snapshot, schema: SettingsSchema, file: EnvFile): EnvFile | undefined {
  for (const folder of ancestors(startOf(snapshot, schema, file))) {
    const path = resolvePath(folder, 'settings.ini');
    if (path !== undefined && snapshot.files.has(path)) return { ...file, path, base: 'root', form: 'ini' };
    const usual = resolvePath(folder, file.path);
    if (usual !== undefined && snapshot.files.has(usual)) return undefined;
  }
  return undefined;
}

/** The folder from which a file is looked for upwards. */
function startOf(snapshot: Snapshot, schema: SettingsSchema, { from, place }: EnvFile): string {
  if (from === undefined) return folderOf(place.path);
  const folder = from.base === 'root' ? '' : (workingFolders(snapshot, schema)[0] ?? schema.service);
  return resolvePath(folder, from.path) ?? folder;
}

/** The file in the nearest folder, upwards from the module that asks, which has it; else in the service's folder. */
function foundAbove(snapshot: Snapshot, schema: SettingsSchema, file: EnvFile): EnvFile {
  const paths = ancestors(startOf(snapshot, schema, file)).map((folder) => resolvePath(folder, file.path));
  const found = paths.find((path) => path !== undefined && snapshot.files.has(path));
  return { ...file, base: 'root', path: found ?? resolvePath(schema.service, file.path) ?? file.path };
}

/** `env_file=f".env.{name}"`: the file of an environment is the one that its name completes. */
function patternPlan(snapshot: Snapshot, schema: SettingsSchema, pattern: EnvFilePattern): DotenvPlan {
  const folders = pattern.base === 'root' ? [''] : workingFolders(snapshot, schema);
  const found = new Map<string, string>();
  for (const folder of folders) {
    const start = resolvePath(folder, pattern.prefix);
    if (start === undefined || found.size > 0) continue;
    const prefix =
      pattern.prefix === '' || pattern.prefix.endsWith('/') ? (start === '' ? '' : `${start}/`) : start;
    for (const path of snapshot.files.keys()) {
      if (!path.startsWith(prefix) || !path.endsWith(pattern.suffix)) continue;
      const name = path.slice(prefix.length, path.length - pattern.suffix.length);
      if (!/^[\w-]+$/.test(name) || roleOf(path) === 'template' || roleOf(path) === 'nothing') continue;
      if (roleOf(path) !== 'tests') found.set(name, path);
    }
  }
  const layers = (environment: string): DotenvLayers => {
    const name = [...found.keys()].find((it) => sameEnvironment(it, environment));
    const path = name === undefined ? '' : (found.get(name) ?? '');
    const layer = dotenvLayer(snapshot, path, 'plain', dotenvProgram(schema));
    return { layers: layer ? [layer] : [], outside: [] };
  };
  return { names: [...found.keys()], layers };
}

function roleOf(path: string): string | undefined {
  return dotenvRole(baseName(path))?.kind;
}
