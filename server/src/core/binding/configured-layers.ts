import { configurationFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole } from '../supply/environment-name.ts';
import { valuesWorkload } from '../supply/helm-values.ts';
import type { Workload } from '../supply/supply.ts';
import { globTest } from '../text/glob.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import type { DotenvLayers } from './dotenv-layouts.ts';
import type { Layer } from './environment.ts';
import { type DotenvProgram, dotenvLayer } from './layers.ts';
import { dotenvProgram } from './loader-program.ts';
import { layersOf, type SupplyLayers } from './supply-layers.ts';
import { isCalled, running, workloadsOf } from './what-runs.ts';

/** The dotenv files that the configuration lists for an environment, low to high. */
export function configuredDotenv(
  snapshot: Snapshot,
  schema: SettingsSchema,
  paths: readonly string[],
): DotenvLayers {
  const folder = configurationFor(snapshot, schema.place.path)?.folder ?? '';
  const outside: string[] = [];
  const layers: Layer[] = [];
  for (const written of paths) {
    const path = resolvePath(folder, written);
    const role = dotenvRole(baseName(written));
    const personal = role?.kind === 'environment' && role.personal;
    const use = personal ? 'personal' : 'plain';
    const layer = path === undefined ? undefined : dotenvLayer(snapshot, path, use, dotenvProgram(schema));
    if (layer) layers.push(layer);
    else if (path === undefined) outside.push(written);
  }
  return { layers, outside };
}

/**
 * What the configuration says supplies the process environment: `file:PATH` is a file of `KEY=VALUE` lines, `PATH#WORKLOAD` or
 * `PATH#WORKLOAD/CONTAINER` a workload of the files that a path with `*` and `**` names, `PATH#KEY.KEY` what a file of
 * Helm values holds there; anything else is not understood and so may supply any key.
 */
export function configuredProcess(
  snapshot: Snapshot,
  schema: SettingsSchema,
  name: string,
  sources: readonly string[],
): SupplyLayers {
  const folder = configurationFor(snapshot, schema.place.path)?.folder ?? '';
  const layers: Layer[] = [];
  const opaque: string[] = [];
  const workloads = new Set<Workload>();
  for (const source of sources) {
    const found: SupplyLayers | undefined = source.startsWith('file:')
      ? { layers: fileLayer(snapshot, folder, source.slice('file:'.length)), opaque: [] }
      : workloadLayers(snapshot, schema, folder, name, source);
    if (!found || found.layers.length + found.opaque.length === 0) opaque.push(source);
    layers.push(...(found?.layers ?? []));
    opaque.push(...(found?.opaque ?? []));
    if (found?.workload) workloads.add(found.workload);
  }
  const [workload, ...more] = workloads;
  const isOne = workload !== undefined && more.length === 0;
  return { layers, opaque: [...new Set(opaque)], ...(isOne ? { workload } : {}) };
}

function fileLayer(snapshot: Snapshot, folder: string, written: string): readonly Layer[] {
  const path = resolvePath(folder, written);
  const layer =
    path === undefined ? undefined : dotenvLayer(snapshot, path, 'process', readerOf(snapshot, path));
  return layer ? [layer] : [];
}

/** The program for which a workload names the file. Where none or several do, what programs differ in is not known. */
function readerOf(snapshot: Snapshot, path: string): DotenvProgram {
  const dialects = new Set(
    workloadsOf(snapshot).flatMap(({ sources }) =>
      sources.flatMap((it) => (it.kind === 'file' && it.path === path ? it.dialect : [])),
    ),
  );
  const [dialect = 'python-dotenv'] = dialects;
  return dialects.size === 1 ? { dialect } : { dialect: 'python-dotenv', own: true };
}

/** Undefined where no workload is meant, or several and no name says which. */
function workloadLayers(
  snapshot: Snapshot,
  schema: SettingsSchema,
  folder: string,
  environment: string,
  source: string,
): SupplyLayers | undefined {
  const at = source.indexOf('#');
  const path = resolvePath(folder, at < 0 ? source : source.slice(0, at));
  if (path === undefined) return undefined;
  const meant = at < 0 ? undefined : source.slice(at + 1);
  const found = meantWorkloads(snapshot, path, meant);
  if (found.length === 0 || (meant === undefined && found.length > 1)) return undefined;
  const images = running(snapshot, schema.service).filter((it) => it.workload.role === 'image');
  const all = layersOf(snapshot, [...images, ...found.map((workload) => ({ workload }))], environment);
  const [workload, ...more] = found;
  return workload && more.length === 0 ? { ...all, workload } : all;
}

/** The workloads that stand in a file or are put together from it, or else the values of a chart that it holds. */
export function meantWorkloads(
  snapshot: Snapshot,
  path: string,
  meant: string | undefined,
): readonly Workload[] {
  const isHere = globTest(path);
  const isIn = (place: string) => isHere(place) || folderOf(place) === path;
  const found = workloadsOf(snapshot).filter(
    (it) => it.role !== 'image' && (meant === undefined || isCalled(it, meant)),
  );
  const own = found.filter((it) => isHere(it.path));
  const joined = own.length > 0 ? own : found.filter((it) => it.through?.some(isIn));
  const file = joined.length > 0 ? undefined : snapshot.files.get(path);
  return file ? [valuesWorkload(file, meant ?? '')].filter((it) => it !== undefined) : joined;
}
