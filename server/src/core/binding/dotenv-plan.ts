import { pythonProjects } from '../schema/project.ts';
import { schemaSources } from '../schema/readers.ts';
import type { EnvFile, EnvFilePattern, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole, isKnownName, sameEnvironment } from '../supply/environment-name.ts';
import { memoBy } from '../text/memo.ts';
import { ancestors, baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import { configuredPaths } from './configured-paths.ts';
import { type Sites, sitesOf, variantsIn, workingFolders } from './dotenv-sites.ts';
import type { Layer } from './environment.ts';
import { dotenvLayer } from './layers.ts';
import { candidatePaths, type LoadedFile, loadedInCode, loadedInScripts } from './loaders.ts';

/** The dotenv layers of one environment, low to high. */
export interface DotenvLayers {
  readonly layers: readonly Layer[];
  readonly outside: readonly string[];
  readonly guess?: string;
  /** The file that the class names, where that of the environment is taken to stand in its place. */
  readonly replaces?: string;
  /** The files may be others': the folder they are taken from is above the service, by guess. */
  readonly above?: boolean;
}

/** Which dotenv files a schema reads in which environment. */
export interface DotenvPlan {
  readonly names: readonly string[];
  readonly layers: (environment: string) => DotenvLayers;
}

/** How a file reaches the service: `process` through the process environment. */
type Loaded = 'plain' | 'unproven' | 'process';

const NONE: DotenvLayers = { layers: [], outside: [] };

/** The plan of a schema: from the files its class names, else from loaders, else from what merely lies there. */
export function dotenvPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  if (schema.form === 'calls') return callPlan(snapshot, schema);
  if (!schema.loading.sources.includes('dotenv')) return { names: [], layers: () => NONE };
  const { envFiles, envFilePattern } = schema.loading;
  if (envFilePattern) return patternPlan(snapshot, schema, envFilePattern);
  if (envFiles.length > 0) return planFor(snapshot, schema, sitesOf(snapshot, schema, envFiles), 'plain');
  return schema.loading.envFileUndecided ? { names: [], layers: () => NONE } : loadedBeside(snapshot, schema);
}

/** A library that names its file reads it; code that names none has what loaders bring. */
function callPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const { envFiles, envFilePattern, envFileUndecided } = schema.loading;
  if (envFilePattern) return patternPlan(snapshot, schema, envFilePattern);
  if (envFileUndecided) return { names: [], layers: () => NONE };
  if (envFiles.length === 0) return loadedPlan(snapshot, schema);
  const placed = envFiles.map((it) => (it.base === 'above' ? foundAbove(snapshot, schema, it) : it));
  return planFor(snapshot, schema, sitesOf(snapshot, schema, placed), 'plain');
}

/** The file in the nearest folder, upwards from the module that asks, which has it; else in the service's folder. */
function foundAbove(snapshot: Snapshot, schema: SettingsSchema, file: EnvFile): EnvFile {
  const paths = ancestors(folderOf(file.place.path)).map((folder) => resolvePath(folder, file.path));
  const found = paths.find((path) => path !== undefined && snapshot.files.has(path));
  return { ...file, base: 'root', path: found ?? resolvePath(schema.service, file.path) ?? file.path };
}

function planFor(snapshot: Snapshot, schema: SettingsSchema, sites: Sites, how: Loaded): DotenvPlan {
  const [only, ...others] = sites.paths;
  if (only === undefined) return { names: [], layers: () => ({ layers: [], outside: sites.outside }) };
  return others.length === 0
    ? singlePlan(snapshot, configuredPaths(snapshot, schema), sites, only, how)
    : listPlan(snapshot, sites, how);
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
    const layer = dotenvLayer(snapshot, name === undefined ? '' : (found.get(name) ?? ''));
    return { layers: layer ? [layer] : [], outside: [] };
  };
  return { names: [...found.keys()], layers };
}

function roleOf(path: string): string | undefined {
  return dotenvRole(baseName(path))?.kind;
}

/** `.env.NAME` takes the place of the class's only file; the file itself belongs to the environment its name says. */
function singlePlan(
  snapshot: Snapshot,
  taken: ReadonlySet<string>,
  sites: Sites,
  path: string,
  how: Loaded,
): DotenvPlan {
  // Settings of tests are not the service's.
  if (roleOf(path) === 'tests') return { names: [], layers: () => NONE };
  const own = ownName(path);
  const elsewhere = own !== 'development';
  const variants = variantsIn(snapshot, folderOf(path)).filter(
    (it) => it.path !== path && !taken.has(it.path) && (elsewhere || baseName(it.path) !== '.env'),
  );
  const names = variants.flatMap((it) => (it.role.kind === 'environment' ? [it.role.name] : []));
  const layers = (environment: string): DotenvLayers => {
    const found: Layer[] = [];
    const guesses = sites.guess === undefined ? [] : [sites.guess];
    const mine = variants.filter(
      (it) => it.role.kind === 'environment' && sameEnvironment(it.role.name, environment),
    );
    const replacement = mine.find((it) => it.role.kind === 'environment' && !it.role.personal);
    const base = sameEnvironment(environment, own) && snapshot.files.has(path) ? path : replacement?.path;
    // A class that names the file of one environment may not be the one that runs in another.
    const loaded = elsewhere && base !== path ? 'unproven' : how;
    if (base !== undefined) push(found, dotenvLayer(snapshot, base, loaded));
    if (base !== undefined && base !== path) guesses.push(`\`${base}\` takes the place of \`${path}\``);
    for (const it of mine) {
      if (it.role.kind !== 'environment' || !it.role.personal) continue;
      push(found, dotenvLayer(snapshot, it.path, 'personal'));
      guesses.push(`\`${it.path}\` lies over it`);
    }
    const replaced = base !== undefined && base !== path && snapshot.files.has(path);
    return { ...laid(sites, found, guesses), ...(replaced ? { replaces: path } : {}) };
  };
  return { names: snapshot.files.has(path) ? [own, ...names] : names, layers };
}

/**
 * Several files are loaded as listed, in every environment; one named for another known environment only there, and
 * a sibling of it for a third takes its place.
 */
function listPlan(snapshot: Snapshot, sites: Sites, how: Loaded): DotenvPlan {
  const slots = sites.paths.map((path) => ({ path, name: knownName(path) }));
  const siblings = sites.paths.flatMap((path) =>
    knownName(path) === undefined ? [] : variantsIn(snapshot, folderOf(path)),
  );
  const names = [
    ...slots.flatMap((it) => it.name ?? []),
    ...siblings.flatMap((it) => knownName(it.path) ?? []),
  ];
  const layers = (environment: string): DotenvLayers => {
    const found: Layer[] = [];
    const guesses = sites.guess === undefined ? [] : [sites.guess];
    for (const { path, name } of slots) {
      const literal = name === undefined || sameEnvironment(environment, 'development');
      const here = literal || sameEnvironment(name ?? '', environment);
      const sibling = siblings.find((it) => sameEnvironment(knownName(it.path) ?? '', environment));
      const taken = here ? path : sibling?.path;
      if (taken !== undefined && taken !== path) guesses.push(`\`${taken}\` takes the place of \`${path}\``);
      const role = dotenvRole(baseName(path));
      const personal = role?.kind === 'environment' && role.personal;
      if (taken !== undefined) push(found, dotenvLayer(snapshot, taken, personal ? 'personal' : how));
    }
    return laid(sites, found, guesses);
  };
  return {
    names: sites.paths.some((it) => snapshot.files.has(it)) ? ['development', ...names] : names,
    layers,
  };
}

function laid(sites: Sites, layers: readonly Layer[], guesses: readonly string[]): DotenvLayers {
  return {
    layers,
    outside: sites.outside,
    ...(guesses.length > 0 ? { guess: guesses.join('; ') } : {}),
    ...(sites.above ? { above: true } : {}),
  };
}

function push(layers: Layer[], layer: Layer | undefined): void {
  if (layer && !layers.includes(layer)) layers.push(layer);
}

/** The environment that a class's only file belongs to. */
function ownName(path: string): string {
  return knownName(path) ?? 'development';
}

function knownName(path: string): string | undefined {
  const role = dotenvRole(baseName(path));
  if (role?.kind !== 'environment' || baseName(path) === '.env') return undefined;
  return isKnownName(role.name) && !role.personal ? role.name : undefined;
}

const calls = memoBy(
  schemaSources,
  (snapshot: Snapshot): ReadonlyMap<string, readonly LoadedFile[]> =>
    new Map(pythonProjects(snapshot, ['dotenv']).map((it) => [it.service, loadedInCode(it.files)])),
);

/** What the module of a class without dotenv files loads into the process environment before it makes the class. */
function loadedBeside(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const { path } = schema.place;
  const own = (calls(snapshot).get(schema.service) ?? []).filter((it) => it.path === path);
  const paths = pathsOf(snapshot, schema, own);
  const [folder = ''] = workingFolders(snapshot, schema);
  if (paths.length === 0) return { names: [], layers: () => NONE };
  return planFor(snapshot, schema, { folder, paths, outside: [] }, 'process');
}

function pathsOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  loaded: readonly LoadedFile[],
): readonly string[] {
  const bases = workingFolders(snapshot, schema);
  const ranked = [...loaded].sort((a, b) => a.loader.rank - b.loader.rank);
  const paths = ranked.flatMap((it) => {
    const candidates = candidatePaths(it, bases, ancestors(it.from));
    return candidates.find((path) => snapshot.files.has(path)) ?? candidates[0] ?? [];
  });
  return [...new Set(paths)];
}

/** What loaders bring into the process environment of a schema without a class; unproven when none is seen. */
function loadedPlan(snapshot: Snapshot, schema: SettingsSchema): DotenvPlan {
  const scripts = loadedInScripts(snapshot);
  const loaded = [...(calls(snapshot).get(schema.service) ?? []), ...scripts];
  const bases = workingFolders(snapshot, schema);
  const paths = pathsOf(snapshot, schema, loaded);
  const folder = bases[0] ?? '';
  if (paths.length > 0) return planFor(snapshot, schema, { folder, paths, outside: [] }, 'plain');
  const lying = bases
    .map((it) => (it === '' ? '.env' : `${it}/.env`))
    .find((path) => snapshot.files.has(path));
  return planFor(
    snapshot,
    schema,
    { folder, paths: [lying ?? (folder === '' ? '.env' : `${folder}/.env`)], outside: [] },
    'unproven',
  );
}
