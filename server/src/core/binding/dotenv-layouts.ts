import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole, isKnownName, sameEnvironment } from '../supply/environment-name.ts';
import { baseName, folderOf } from '../text/relative-path.ts';
import { configuredPaths } from './configured-paths.ts';
import { type Sites, variantsIn } from './dotenv-sites.ts';
import type { Layer } from './environment.ts';
import { type DotenvProgram, dotenvLayer, type LayerUse } from './layers.ts';
import { suppliedFiles } from './supplied-files.ts';

/** The dotenv layers of one environment, low to high. */
export interface DotenvLayers {
  readonly layers: readonly Layer[];
  /** Those that replace what the process environment has. */
  readonly winning?: readonly Layer[];
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

/** How one file is loaded. */
export interface LoadedAs {
  readonly use: LayerUse;
  readonly program: DotenvProgram;
  /** Its values replace what the process environment has. */
  readonly wins?: boolean;
}

export const NO_LAYERS: DotenvLayers = { layers: [], outside: [] };

/** The plan for files that are loaded from low to high; `how` says how each is. */
export function planFor(
  snapshot: Snapshot,
  schema: SettingsSchema,
  sites: Sites,
  how: (path: string) => LoadedAs,
): DotenvPlan {
  const [only, ...others] = sites.paths;
  if (only === undefined) return { names: [], layers: () => ({ layers: [], outside: sites.outside }) };
  return others.length === 0
    ? singlePlan(snapshot, schema, sites, only, how)
    : listPlan(snapshot, schema, sites, how);
}

/** `.env.NAME` takes the place of the class's only file; the file itself belongs to the environment its name says. */
function singlePlan(
  snapshot: Snapshot,
  schema: SettingsSchema,
  sites: Sites,
  path: string,
  how: (path: string) => LoadedAs,
): DotenvPlan {
  // Settings of tests are not the service's.
  if (roleOf(path) === 'tests') return { names: [], layers: () => NO_LAYERS };
  const own = ownName(path);
  const elsewhere = own !== 'development';
  const taken = configuredPaths(snapshot, schema);
  const { use, program, wins } = how(path);
  const variants = variantsIn(snapshot, folderOf(path)).filter(
    (it) => it.path !== path && !taken.has(it.path) && (elsewhere || baseName(it.path) !== '.env'),
  );
  const names = variants.flatMap((it) => (it.role.kind === 'environment' ? [it.role.name] : []));
  const isSupplied = suppliedFiles(snapshot, schema.service);
  const layers = (environment: string): DotenvLayers => {
    const found: Layer[] = [];
    const winning: Layer[] = [];
    const guesses = sites.guess === undefined ? [] : [sites.guess];
    const mine = variants.filter(
      (it) =>
        it.role.kind === 'environment' &&
        sameEnvironment(it.role.name, environment) &&
        !isSupplied(it.path, environment),
    );
    const replacement = mine.find((it) => it.role.kind === 'environment' && !it.role.personal);
    const base = sameEnvironment(environment, own) && snapshot.files.has(path) ? path : replacement?.path;
    // A class that names the file of one environment may not be the one that runs in another.
    const loaded = elsewhere && base !== path ? 'unproven' : use;
    if (base !== undefined)
      push(wins && loaded === 'process' ? winning : found, dotenvLayer(snapshot, base, loaded, program));
    if (base !== undefined && base !== path) guesses.push(`\`${base}\` takes the place of \`${path}\``);
    for (const it of mine) {
      if (it.role.kind !== 'environment' || !it.role.personal) continue;
      push(found, dotenvLayer(snapshot, it.path, 'personal', program));
      guesses.push(`\`${it.path}\` lies over it`);
    }
    const replaced = base !== undefined && base !== path && snapshot.files.has(path);
    return { ...laid(sites, found, winning, guesses), ...(replaced ? { replaces: path } : {}) };
  };
  return { names: snapshot.files.has(path) ? [own, ...names] : names, layers };
}

/**
 * Several files are loaded as listed, in every environment; one named for another known environment only there, and
 * a sibling of it for a third takes its place.
 */
function listPlan(
  snapshot: Snapshot,
  schema: SettingsSchema,
  sites: Sites,
  how: (path: string) => LoadedAs,
): DotenvPlan {
  const slots = sites.paths.map((path) => ({ path, name: knownName(path) }));
  const siblings = sites.paths.flatMap((path) =>
    knownName(path) === undefined ? [] : variantsIn(snapshot, folderOf(path)),
  );
  const names = [
    ...slots.flatMap((it) => it.name ?? []),
    ...siblings.flatMap((it) => knownName(it.path) ?? []),
  ];
  const isSupplied = suppliedFiles(snapshot, schema.service);
  const layers = (environment: string): DotenvLayers => {
    const found: Layer[] = [];
    const winning: Layer[] = [];
    const guesses = sites.guess === undefined ? [] : [sites.guess];
    for (const { path, name } of slots) {
      const literal = name === undefined || sameEnvironment(environment, 'development');
      const here = literal || sameEnvironment(name ?? '', environment);
      const sibling = siblings.find(
        (it) => sameEnvironment(knownName(it.path) ?? '', environment) && !isSupplied(it.path, environment),
      );
      const taken = here ? path : sibling?.path;
      if (taken !== undefined && taken !== path) guesses.push(`\`${taken}\` takes the place of \`${path}\``);
      const role = dotenvRole(baseName(path));
      const personal = role?.kind === 'environment' && role.personal;
      const { use, program, wins } = how(path);
      const layer = dotenvLayer(snapshot, taken ?? '', personal ? 'personal' : use, program);
      if (taken !== undefined) push(wins && use === 'process' && !personal ? winning : found, layer);
    }
    return laid(sites, found, winning, guesses);
  };
  return {
    names: sites.paths.some((it) => snapshot.files.has(it)) ? ['development', ...names] : names,
    layers,
  };
}

function laid(
  sites: Sites,
  layers: readonly Layer[],
  winning: readonly Layer[],
  guesses: readonly string[],
): DotenvLayers {
  return {
    layers,
    ...(winning.length > 0 ? { winning } : {}),
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

function roleOf(path: string): string | undefined {
  return dotenvRole(baseName(path))?.kind;
}
