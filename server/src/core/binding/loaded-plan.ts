import { pythonProjects } from '../schema/project.ts';
import { schemaSources, schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { serviceFolders, serviceOf } from '../schema/services.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole, isKnownName } from '../supply/environment-name.ts';
import { memo, memoBy } from '../text/memo.ts';
import { ancestors, baseName } from '../text/relative-path.ts';
import { type DotenvLayers, type DotenvPlan, type LoadedAs, NO_LAYERS, planFor } from './dotenv-layouts.ts';
import { workingFolders } from './dotenv-sites.ts';
import { dotenvProgram, loaderProgram } from './loader-program.ts';
import { candidatePaths, type LoadedFile } from './loaders.ts';
import { loadedInCode } from './loaders-in-code.ts';
import { loadedInScripts } from './loaders-in-scripts.ts';

/** A file of the workspace and what loads it for a service. */
export interface FileLoad {
  readonly path: string;
  readonly loaded: LoadedFile;
}

const calls = memoBy(
  schemaSources,
  (snapshot: Snapshot): ReadonlyMap<string, readonly LoadedFile[]> =>
    new Map(pythonProjects(snapshot, ['dotenv', 'read_env']).map((it) => [it.service, loadedInCode(it)])),
);

/** What loads dotenv files for the service of a schema, lowest rank first: its code, and scripts that run it. */
export function loadsOf(snapshot: Snapshot, schema: SettingsSchema): readonly FileLoad[] {
  const bases = workingFolders(snapshot, schema);
  const own = calls(snapshot).get(schema.service) ?? [];
  const all = [...own, ...loadedInScripts(snapshot)].sort((a, b) => a.loader.rank - b.loader.rank);
  return all.flatMap((loaded) => {
    const candidates = candidatePaths(loaded, bases, ancestors(loaded.from));
    const path = candidates.find((it) => snapshot.files.has(it)) ?? candidates[0];
    if (path === undefined || !(own.includes(loaded) || runs(snapshot, schema, loaded, path))) return [];
    return [{ path, loaded }];
  });
}

/** True when a script is of the service: it stands in its folder, loads a file of it, or there is no other service. */
function runs(
  snapshot: Snapshot,
  { service }: SettingsSchema,
  { path: script }: LoadedFile,
  file: string,
): boolean {
  const { folders, withSettings } = servicesOf(snapshot);
  if (serviceOf(script, folders) === service || withSettings.size === 1) return true;
  return service !== '' && file.startsWith(`${service}/`);
}

const servicesOf = memo((snapshot: Snapshot) => ({
  folders: serviceFolders(snapshot.files.keys()),
  withSettings: new Set(schemasOf(snapshot).map((it) => it.service)),
}));

/**
 * What a class finds in its process environment because something loads it: calls in its own module before it, and
 * scripts. What another module loads may come too late: its keys are known, and nothing else is said of them.
 */
export function loadedBeside(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const { path } = schema.place;
  const loads = loadsOf(snapshot, schema).filter(
    ({ loaded }) => loaded.path === path || !loaded.path.endsWith('.py'),
  );
  return planOf(snapshot, schema, loads, 'process');
}

/** What loaders bring into the process environment of a schema without a class; unproven when none is seen. */
export function loadedPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const loads = loadsOf(snapshot, schema);
  if (loads.some(({ loaded }) => loaded.loader.role !== 'tests'))
    return planOf(snapshot, schema, loads, 'plain');
  const bases = workingFolders(snapshot, schema);
  const [folder = ''] = bases;
  const usual = bases.map((it) => (it === '' ? '.env' : `${it}/.env`));
  const lying = usual.find((it) => snapshot.files.has(it)) ?? (folder === '' ? '.env' : `${folder}/.env`);
  const sites = { folder, paths: [lying], outside: [] };
  return planFor(snapshot, schema, sites, () => ({ use: 'unproven', program: dotenvProgram(schema) }));
}

function planOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  all: readonly FileLoad[],
  use: 'plain' | 'process',
): DotenvPlan {
  const loads = all.filter(({ loaded }) => loaded.loader.role !== 'tests');
  // The last one loads a file for good; where several do, what the code itself does counts.
  const byPath = new Map<string, LoadedFile>();
  for (const { path, loaded } of loads) {
    const known = byPath.get(path);
    if (!known || loaded.path.endsWith('.py') || !known.path.endsWith('.py')) byPath.set(path, loaded);
  }
  const paths = [...byPath.keys()];
  if (paths.length === 0) return { names: [], layers: () => NO_LAYERS };
  const doubtful = alternatives(byPath);
  const how = (path: string): LoadedAs => {
    const loaded = byPath.get(path);
    if (!loaded) return { use: 'unproven', program: dotenvProgram(schema) };
    const { loader } = loaded;
    const program = loaderProgram(schema, loader);
    if (loader.role === 'development' || doubtful.has(path)) return { use: 'unproven', program };
    const isProcess = use === 'process' || loader.overrides || loader.reads !== 'python-dotenv';
    return { use: isProcess ? 'process' : 'plain', program, wins: loader.overrides && loader.rank > 100 };
  };
  const [folder = ''] = workingFolders(snapshot, schema);
  return planFor(snapshot, schema, { folder, paths, outside: [] }, how);
}

/** Files that different scripts load: only one of them may have run. Those named for an environment are told apart. */
function alternatives(byPath: ReadonlyMap<string, LoadedFile>): ReadonlySet<string> {
  const scripted = [...byPath].filter(([path, { path: by }]) => !by.endsWith('.py') && !isNamed(path));
  const starts = new Set(scripted.map(([, { path, loader }]) => `${path} ${loader.name}`));
  return new Set(starts.size > 1 ? scripted.map(([path]) => path) : []);
}

function isNamed(path: string): boolean {
  const role = dotenvRole(baseName(path));
  return role?.kind === 'environment' && baseName(path) !== '.env' && isKnownName(role.name);
}

/** A plan with what another adds: files that the first does not have. */
export function withLoaded(own: DotenvPlan, added: DotenvPlan): DotenvPlan {
  return {
    names: [...new Set([...own.names, ...added.names])],
    layers: (environment) => joined(own.layers(environment), added.layers(environment)),
  };
}

function joined(own: DotenvLayers, added: DotenvLayers): DotenvLayers {
  const paths = new Set(own.layers.map((it) => it.path));
  const fresh = (layers: DotenvLayers['layers'] = []) =>
    layers.filter((it) => !paths.has(it.path) && !it.unproven && !it.personal);
  const winning = fresh(added.winning);
  return {
    ...own,
    layers: [...own.layers, ...fresh(added.layers)],
    ...(winning.length > 0 ? { winning } : {}),
  };
}
