import { configurationFor, optionsFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { EnvironmentOptions, Snapshot } from '../snapshot.ts';
import {
  deploymentName,
  isKnownName,
  isProductionName,
  sameEnvironment,
} from '../supply/environment-name.ts';
import type { Workload } from '../supply/supply.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { configuredDotenv, configuredProcess } from './configured-layers.ts';
import { dataLayersOf, dataNames } from './data-layers.ts';
import type { DotenvPlan } from './dotenv-layouts.ts';
import { dotenvPlan } from './dotenv-plan.ts';
import type { Environment, Layer } from './environment.ts';
import { secretsLayer } from './layers.ts';
import { isListedEmpty } from './listed-names.ts';
import {
  DEPLOYED,
  isDeployed,
  type SupplyLayers,
  suppliedByEach,
  suppliedNames,
  supplyLayers,
} from './supply-layers.ts';
import { isSettled, running, workloadsOf } from './what-runs.ts';

/**
 * The environments of a schema, `development` first: from the configuration, else from the names of files that the
 * class, a loader or a pattern puts into one.
 */
export function environmentsOf(snapshot: Snapshot, schema: SettingsSchema): readonly Environment[] {
  return computed(snapshot)(schema);
}

const computed = memo((snapshot: Snapshot) =>
  memo((schema: SettingsSchema): readonly Environment[] => {
    const plan = dotenvPlan(snapshot, schema);
    return environmentNames(snapshot, schema, plan).map((name) =>
      environmentOf(snapshot, schema, plan, name),
    );
  }),
);

/** The environment of a name or of another spelling of it. */
export function environmentNamed(
  environments: readonly Environment[],
  name: string,
): Environment | undefined {
  return (
    environments.find((it) => it.name === name) ?? environments.find((it) => sameEnvironment(it.name, name))
  );
}

/** One spelling per environment: the configuration's, else the only one in use, else the canonical one. */
function environmentNames(snapshot: Snapshot, schema: SettingsSchema, plan: DotenvPlan): readonly string[] {
  const configured = Object.keys(optionsFor(snapshot, schema.place.path).environments);
  const deployed = [...overlays(snapshot), ...suppliedNames(snapshot, schema.service)];
  const seen = [...plan.names, ...dataNames(snapshot, schema), ...deployed, ...snapshot.given.keys()];
  const names: string[] = [...configured];
  for (const name of ['development', ...seen]) {
    const at = names.findIndex((it) => sameEnvironment(it, name));
    if (at < 0) names.push(spelling(name, seen));
  }
  if (names.length === 1 && isDeployed(snapshot, schema.service)) names.push(DEPLOYED);
  const first = names.findIndex((name) => sameEnvironment(name, 'development'));
  const [development] = names.splice(first, 1);
  return development === undefined ? names : [development, ...names.sort()];
}

function spelling(name: string, seen: readonly string[]): string {
  const used = new Set(seen.filter((it) => sameEnvironment(it, name)));
  const [only] = used;
  if (used.size === 1 && only !== undefined) return only;
  return used.size === 0 || !isKnownName(name) ? name : canonicalOf(name, used);
}

function canonicalOf(name: string, used: ReadonlySet<string>): string {
  const canonical = ['development', 'production', 'staging'].find((it) => sameEnvironment(it, name));
  return canonical ?? [...used][0] ?? name;
}

function environmentOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  plan: DotenvPlan,
  name: string,
  process = processLayers(snapshot, schema, name),
): Environment {
  const own = optionsOf(snapshot, schema, name);
  const dotenv = own?.dotenv ? configuredDotenv(snapshot, schema, own.dotenv) : plan.layers(name);
  const secrets = secretsLayers(snapshot, schema, own);
  const files = dataLayersOf(snapshot, schema, name);
  const below = [...files.layers, ...secrets.layers, ...dotenv.layers];
  const winning = 'winning' in dotenv ? (dotenv.winning ?? []) : [];
  const layers = [...below, ...process.layers, ...winning];
  const supplies = layers.some((it) => it.kind !== 'file' && !it.personal && !it.guessed);
  const onlyFiles = !schema.loading.sources.some(
    (it) => it === 'process' || it === 'dotenv' || it === 'secrets',
  );
  const guess = [dotenv.guess, files.guess, process.guess].filter((it) => it !== undefined).join('; ');
  const guesses = { dotenv, process };
  const unsaid = (['dotenv', 'process'] as const).filter(
    (it) => !own?.[it] && guesses[it].guess !== undefined,
  );
  const opaque = [...(own?.opaque ?? []), ...process.opaque, ...opaqueManifests(snapshot, schema, name)];
  const lowest = [...secrets.outside, ...files.outside];
  const environment: Environment = {
    name,
    layers,
    unseen: !supplies && !(onlyFiles && files.layers.length > 0),
    opaque: opaque.filter((store) => !isListedEmpty(snapshot, name, store)),
    outside: [...dotenv.outside, ...lowest],
    ...(lowest.length > 0 ? { outsideBelow: lowest } : {}),
    production: isProductionName(name),
    coupling: own?.coupling ?? 'external',
    ...(guess === '' ? {} : { guess }),
    ...(unsaid.length > 0 ? { unsaid } : {}),
    ...(dotenv.replaces === undefined ? {} : { replaces: dotenv.replaces }),
    ...(dotenv.above ? { above: true } : {}),
    ...(process.workload ? { workload: process.workload } : {}),
  };
  if (!process.each) return environment;
  const views = process.each.map(({ layers: own, workload }) => ({
    ...environment,
    layers: [...below, ...own, ...winning],
    ...(workload ? { workload } : {}),
  }));
  return { ...environment, views };
}

/** An environment as each workload has it that may run the service there; none where its process environment was given. */
export function environmentsByWorkload(
  snapshot: Snapshot,
  schema: SettingsSchema,
  { name, workload }: Environment,
): readonly Environment[] {
  if (givenIn(snapshot, name)) return [];
  const plan = dotenvPlan(snapshot, schema);
  return suppliedByEach(snapshot, schema, name)
    .filter((it) => it.workload !== workload)
    .map((it) => environmentOf(snapshot, schema, plan, name, it));
}

function optionsOf(snapshot: Snapshot, schema: SettingsSchema, name: string): EnvironmentOptions | undefined {
  const { environments } = optionsFor(snapshot, schema.place.path);
  const key = Object.keys(environments).find((it) => sameEnvironment(it, name));
  return key === undefined ? undefined : environments[key];
}

/** A process environment that was given is the whole one; else what the configuration or files of workloads supply. */
function processLayers(snapshot: Snapshot, schema: SettingsSchema, name: string): SupplyLayers {
  const own = optionsOf(snapshot, schema, name);
  const given = givenIn(snapshot, name);
  if (given) return { layers: [givenLayer(given)], opaque: [] };
  if (own?.process) return configuredProcess(snapshot, schema, name, own.process);
  return supplyLayers(snapshot, schema, name);
}

function givenIn(snapshot: Snapshot, name: string): ReadonlyMap<string, string | undefined> | undefined {
  return [...snapshot.given].find(([it]) => sameEnvironment(it, name))?.[1];
}

const givenLayer = memo(
  (given: ReadonlyMap<string, string | undefined>): Layer => ({ kind: 'process', personal: false, given }),
);

function secretsLayers(
  snapshot: Snapshot,
  schema: SettingsSchema,
  own: EnvironmentOptions | undefined,
): { readonly layers: readonly Layer[]; readonly outside: readonly string[] } {
  const layers: Layer[] = [];
  const outside: string[] = [];
  const configured = own?.secrets;
  const folder = configurationFor(snapshot, schema.place.path)?.folder ?? '';
  const written = configured === undefined ? schema.loading.secretsDirs : [configured];
  const from = configured === undefined ? (snapshot.workingDirectory ?? schema.service) : folder;
  for (const path of written) {
    const resolved = resolvePath(from, path);
    const layer = resolved === undefined ? undefined : secretsLayer(snapshot, resolved);
    if (layer) layers.push(layer);
    else if (resolved === undefined) outside.push(path);
  }
  return { layers, outside };
}

/**
 * What hands a whole store to containers that may run the service: a workload of which it is not known what it runs,
 * or a manifest that is not understood.
 */
function opaqueManifests(snapshot: Snapshot, schema: SettingsSchema, name: string): readonly string[] {
  const all = opaquePlaces(snapshot);
  if (all.length === 0) return [];
  const own = new Set<unknown>(running(snapshot, schema.service).map((it) => it.workload));
  const found = all.filter(
    ({ environment, workload }) =>
      !(workload && own.has(workload)) &&
      (environment === undefined
        ? !sameEnvironment(name, 'development')
        : sameEnvironment(environment, name)),
  );
  return [...new Set(found.map((it) => it.path))];
}

interface OpaquePlace {
  readonly path: string;
  readonly environment: string | undefined;
  readonly workload?: Workload;
}

const opaquePlaces = memo((snapshot: Snapshot): readonly OpaquePlace[] => {
  const workloads = workloadsOf(snapshot);
  const understood = new Set(workloads.map((it) => it.path));
  const open = workloads.filter(
    (it) =>
      it.role === 'service' &&
      it.sources.some((source) => source.kind === 'opaque' && !source.names) &&
      !isSettled(snapshot, it),
  );
  return [
    ...open.map((workload) => ({ path: workload.path, environment: workload.environment, workload })),
    ...manifestsWithEnvFrom(snapshot).filter((it) => !understood.has(it.path)),
  ];
});

function manifestsWithEnvFrom(
  snapshot: Snapshot,
): readonly { readonly path: string; readonly environment: string | undefined }[] {
  return withEnvFrom(filesOf(snapshot.files, isManifest));
}

function isManifest(path: string): boolean {
  return /\.(?:ya?ml|tpl|tf)$/.test(path);
}

const withEnvFrom = memo((files: readonly SourceFile[]) =>
  files.filter(usesEnvFrom).map(({ path }) => ({ path, environment: deploymentName(path) })),
);

const usesEnvFrom = memo(
  (file: SourceFile): boolean => file.text.includes('envFrom') && /\benvFrom\b/.test(file.text),
);

/** The environments that the folders of overlays name. */
function overlays(snapshot: Snapshot): readonly string[] {
  return namesOf(filesOf(snapshot.files, isOverlay));
}

const namesOf = memo((files: readonly SourceFile[]): readonly string[] => [
  ...new Set(files.flatMap((file) => deploymentName(file.path) ?? [])),
]);

function isOverlay(path: string): boolean {
  return path.includes('overlays/');
}
