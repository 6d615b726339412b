import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import type {
  EnvironmentFile,
  OpaqueStore,
  SuppliedVariable,
  SupplySource,
  Workload,
} from '../supply/supply.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import { baseName } from '../text/relative-path.ts';
import type { Layer } from './environment.ts';
import { environmentFileLayer } from './layers.ts';
import { listedNames } from './listed-names.ts';
import type { Variable, VariableValue } from './variables.ts';
import { labelOf, mayRunService, type Running, running } from './what-runs.ts';

/** What the files of a workspace put into the process environment of a service. */
export interface SupplyLayers {
  /** Lowest rank first. */
  readonly layers: readonly Layer[];
  /** Files and stores that take part and are not here, or whose part is not known. */
  readonly opaque: readonly string[];
  /** What was assumed, in words, where it is not certain. */
  readonly guess?: string;
  /** Where several workloads run the service side by side: what each of them alone has. */
  readonly each?: readonly SupplyLayers[];
  /** The one workload that has all of it. */
  readonly workload?: Workload;
}

const NOTHING: SupplyLayers = { layers: [], opaque: [] };

/** The environment of what is deployed by files that name none, where the workspace names no environment at all. */
export const DEPLOYED = 'deployed';

/**
 * What workloads that run the service supply in an environment: those that certainly run it, else those that likely
 * do. Where guesses disagree on what runs it nothing is taken, and what they hold is not known.
 */
export function supplyLayers(snapshot: Snapshot, schema: SettingsSchema, name: string): SupplyLayers {
  const chosen = chosenIn(snapshot, schema.service, name);
  const here = running(snapshot, schema.service).filter((it) => holdsIn(it.workload, name));
  const images = here.filter((it) => it.workload.role === 'image');
  if (chosen.length === 0) return images.length === 0 ? NOTHING : alone(snapshot, images, name);
  if (disagree(chosen)) {
    return { layers: [], opaque: [...new Set(chosen.map((it) => labelOf(it.workload)))] };
  }
  const [first, ...more] = chosen.map((it) => layersOfOne(snapshot, images, it, name));
  if (first && more.length === 0) return first;
  const all = withPlaces(layersOf(snapshot, [...images, ...chosen], name), chosen);
  return { ...all, each: [first ?? NOTHING, ...more] };
}

/**
 * What each workload supplies by itself that may run the service in an environment, also where it is not the one that
 * is taken to: who names it knows. Without what was assumed of which workload runs it.
 */
export function suppliedByEach(
  snapshot: Snapshot,
  schema: SettingsSchema,
  name: string,
): readonly SupplyLayers[] {
  const images = running(snapshot, schema.service).filter(
    ({ workload }) => workload.role === 'image' && holdsIn(workload, name),
  );
  return mayRunService(snapshot, schema.service)
    .filter((it) => it.role === 'service' && holdsIn(it, name))
    .map((workload) => layersOfOne(snapshot, images, { workload }, name));
}

function layersOfOne(
  snapshot: Snapshot,
  images: readonly Running[],
  one: Running,
  name: string,
): SupplyLayers {
  return {
    ...withPlaces(layersOf(snapshot, [...images, one], name), [one]),
    workload: one.workload,
  };
}

function chosenIn(snapshot: Snapshot, service: string, name: string): readonly Running[] {
  const here = running(snapshot, service).filter(
    ({ workload }) => workload.role === 'service' && holdsIn(workload, name),
  );
  const certain = here.filter((it) => it.guess === undefined);
  return certain.length > 0 ? certain : here;
}

/** The workload that alone is taken to be what runs a service in an environment; undefined where that is certain. */
export function assumedWorkload(snapshot: Snapshot, service: string, name: string): Workload | undefined {
  const [only, ...others] = chosenIn(snapshot, service, name);
  if (!only || others.length > 0) return undefined;
  const isAssumed = only.guess !== undefined || only.workload.assumedEnvironment !== undefined;
  return isAssumed ? only.workload : undefined;
}

function withPlaces(supply: SupplyLayers, chosen: readonly Running[]): SupplyLayers {
  const places = new Set(chosen.flatMap((it) => it.workload.assumedEnvironment ?? []));
  if (places.size === 0) return supply;
  return { ...supply, guess: [...(supply.guess === undefined ? [] : [supply.guess]), ...places].join('; ') };
}

/** An image of which nothing says where it runs: what it holds is judged where it stands, and supplies nothing. */
function alone(snapshot: Snapshot, images: readonly Running[], name: string): SupplyLayers {
  return { ...NOTHING, each: [layersOf(snapshot, images, name)] };
}

/** True for a workload that runs in the environment. Files that name none deploy to every one but development. */
function holdsIn({ environment, role }: Workload, name: string): boolean {
  if (role === 'image') return environment === undefined || sameEnvironment(environment, name);
  if (role !== 'service') return false;
  if (environment === undefined) return !sameEnvironment(name, 'development');
  return sameEnvironment(environment, name);
}

/** Guesses that name several images: which of them is the service's is not known. */
function disagree(chosen: readonly Running[]): boolean {
  const guesses = chosen.filter((it) => it.guess !== undefined);
  const images = guesses.map(({ workload: { runs, name } }) => runs.image?.replace(/[:@].*$/, '') ?? name);
  return new Set(images).size > 1;
}

/** The environments that workloads of the service name, and `deployed` where some name none and none is named. */
export function suppliedNames(snapshot: Snapshot, service: string): readonly string[] {
  const services = running(snapshot, service).filter((it) => it.workload.role === 'service');
  return [...new Set(services.flatMap((it) => it.workload.environment ?? []))];
}

/** True where workloads of the service supply something and no file says in which environment. */
export function isDeployed(snapshot: Snapshot, service: string): boolean {
  return running(snapshot, service).some(
    ({ workload }) =>
      workload.role === 'service' && workload.environment === undefined && workload.sources.length > 0,
  );
}

/** The layers of workloads that run side by side; where they differ the value is not known. */
export function layersOf(snapshot: Snapshot, chosen: readonly Running[], name: string): SupplyLayers {
  const workloads = chosen.map((it) => it.workload);
  const layers: Layer[] = [];
  const opaque: string[] = [];
  const guesses = new Set(chosen.flatMap((it) => [it.guess ?? [], it.workload.guess ?? []].flat()));
  const guessed = chosen.some((it) => it.guess !== undefined);
  const filesBefore = new Map<Workload, Layer>();
  for (const { workload, source } of ranked(workloads)) {
    if (source.kind === 'file') {
      const layer = environmentFileLayer(snapshot, source, guessed, filesBefore.get(workload));
      if (layer) filesBefore.set(workload, layer);
      if (layer && !layers.includes(layer)) layers.push(layer);
      if (!layer) opaque.push(source.path ?? source.written);
      else if (isLocal(source, name)) opaque.push(`${layer.path} of another machine`);
    } else if (source.kind === 'variables') {
      const doubt = disagreement(workloads, workload);
      const parts = byFile(source.variables, workload.path);
      layers.push(...parts.map((it) => writtenLayer(snapshot, it.path, it.variables, doubt, guessed)));
    } else {
      const names = source.names ?? listedNames(snapshot, name, source.name);
      if (names) layers.push(namesLayer(snapshot, { ...source, names }, guessed));
      else opaque.push(source.name);
    }
  }
  return {
    layers,
    opaque: [...new Set(opaque)],
    ...(guesses.size > 0 ? { guess: [...guesses].join('; ') } : {}),
  };
}

interface Ranked {
  readonly workload: Workload;
  readonly source: SupplySource;
}

/**
 * The sources of several workloads in one order: those of images first, and files below what is written in place where
 * each workload has them so, since a file of one is no higher than a variable of another.
 */
function ranked(workloads: readonly Workload[]): readonly Ranked[] {
  const images = workloads.filter((it) => it.role === 'image');
  const services = workloads.filter((it) => it.role !== 'image');
  const all = (of: readonly Workload[]) =>
    of.flatMap((workload) => workload.sources.map((source): Ranked => ({ workload, source })));
  const isFile = ({ source }: Ranked) => source.kind === 'file';
  const own = all(services);
  if (services.length < 2 || !services.every(hasFilesFirst)) return [...all(images), ...own];
  return [...all(images), ...own.filter(isFile), ...own.filter((it) => !isFile(it))];
}

function hasFilesFirst({ sources }: Workload): boolean {
  const last = sources.findLastIndex((it) => it.kind === 'file');
  return sources.slice(0, Math.max(last, 0)).every((it) => it.kind === 'file');
}

/** On another machine plain `.env` is another file. */
function isLocal({ path }: EnvironmentFile, name: string): boolean {
  return path !== undefined && baseName(path) === '.env' && !sameEnvironment(name, 'development');
}

/** Why a variable of a workload may have another value: undefined where it has none. */
type Doubt = (variable: SuppliedVariable) => string | undefined;

/**
 * Workloads of one file each run the code with what they have; one that lacks a variable differs too. Those of other
 * files differ only where they give another value.
 */
function disagreement(workloads: readonly Workload[], own: Workload): Doubt {
  const others = workloads.filter((it) => it !== own && it.role === own.role);
  return (variable) => {
    const text = textOf(variable);
    for (const other of others) {
      const theirs = byName(other).get(variable.name);
      const beside = isBeside(other, own);
      if (theirs ? textOf(theirs) !== text : beside)
        return `\`${labelOf(own)}\` and \`${labelOf(other)}\` differ`;
    }
    return undefined;
  };
}

/** Suppliers with a file for each process: what two names stand for runs side by side. */
const BY_NAME: ReadonlySet<string> = new Set(['systemd', 'kubernetes', 'ecs']);

/**
 * True for processes that run side by side: those of one file, and units or manifests of two names. Two compose files
 * may be two ways to run the same one.
 */
export function isBeside(other: Workload, own: Workload): boolean {
  if (other.supplier !== own.supplier) return false;
  return other.path === own.path || (BY_NAME.has(own.supplier) && labelOf(other) !== labelOf(own));
}

const byName = memo(
  ({ sources }: Workload): ReadonlyMap<string, SuppliedVariable> =>
    new Map(
      sources.flatMap((source) =>
        source.kind === 'variables' ? source.variables.map((it) => [it.name, it] as const) : [],
      ),
    ),
);

function textOf({ value }: SuppliedVariable): string | undefined {
  return value.kind === 'unknown' ? undefined : value.text;
}

interface FilePart {
  readonly path: string;
  readonly variables: readonly SuppliedVariable[];
}

/**
 * The variables of each file, those of the workload's own file first, which others patch. Where a name comes twice the
 * last one counts, so then the order stays and each run is a part of its own.
 */
function byFile(variables: readonly SuppliedVariable[], own: string): readonly FilePart[] {
  const isOnce = new Set(variables.map((it) => it.name)).size === variables.length;
  const parts: { readonly path: string; readonly variables: SuppliedVariable[] }[] = [];
  for (const it of variables) {
    const known = isOnce ? parts.find(({ path }) => path === it.path) : parts.at(-1);
    if (known?.path === it.path) known.variables.push(it);
    else parts.push({ path: it.path, variables: [it] });
  }
  return isOnce ? parts.sort((a, b) => Number(b.path === own) - Number(a.path === own)) : parts;
}

function writtenLayer(
  snapshot: Snapshot,
  path: string,
  supplied: readonly SuppliedVariable[],
  doubt: Doubt,
  guessed: boolean,
): Layer {
  const variables: Variable[] = [];
  const layer: Layer = { ...bareLayer(snapshot, path, guessed), variables };
  for (const it of supplied) variables.push(variableOf(snapshot, layer, it, doubt(it)));
  return layer;
}

function bareLayer(snapshot: Snapshot, path: string, guessed: boolean): Layer {
  const file = snapshot.files.get(path);
  const document = file && documentOf(file);
  return {
    kind: 'process',
    path,
    personal: false,
    ...(file ? { file } : {}),
    ...(document ? { document } : {}),
    ...(guessed ? { guessed } : {}),
  };
}

function variableOf(
  snapshot: Snapshot,
  layer: Layer,
  supplied: SuppliedVariable,
  doubt: string | undefined,
): Variable {
  const { name, entry, taken, secret } = supplied;
  const kind = 'process' as const;
  const own = { kind, layer, ...(entry ? { entry } : {}), ...(secret ? { secret } : {}) };
  const value = doubt === undefined ? valueIn(supplied) : ({ kind: 'unknown', reason: doubt } as const);
  const isTaken = taken !== undefined && value.kind === 'text';
  const source = isTaken
    ? { ...own, layer: bareLayer(snapshot, taken.path, false), entry: taken.entry }
    : own;
  return { name, value, source, supplied };
}

function valueIn({ value }: SuppliedVariable): VariableValue {
  switch (value.kind) {
    case 'text':
      return value;
    case 'interpolated':
      return { kind: 'unknown', reason: 'the value is interpolated when the container starts' };
    case 'unknown':
      return value;
  }
}

/** A store whose names are listed somewhere: they are set, to what is not known. */
function namesLayer(snapshot: Snapshot, { name, names, at }: OpaqueStore, guessed: boolean): Layer {
  const variables: Variable[] = [];
  const layer: Layer = { ...bareLayer(snapshot, at.path, guessed), variables, store: name };
  for (const it of names ?? []) {
    const value = { kind: 'unknown', reason: `its value is in \`${name}\`` } as const;
    variables.push({ name: it, value, source: { kind: 'process', layer, secret: true } });
  }
  return layer;
}
