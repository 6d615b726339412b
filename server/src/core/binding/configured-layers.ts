import { configurationFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { resolvePath } from '../text/relative-path.ts';
import { composeLayer, composeServices, isComposeFile } from './compose.ts';
import type { DotenvLayers } from './dotenv-plan.ts';
import type { Layer } from './environment.ts';
import { dotenvLayer } from './layers.ts';

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
    const layer = path === undefined ? undefined : dotenvLayer(snapshot, path);
    if (layer) layers.push(layer);
    else if (path === undefined) outside.push(written);
  }
  return { layers, outside };
}

/**
 * What the configuration says supplies the process environment: `file:PATH` is a dotenv file, `PATH#SERVICE` a service
 * of a compose file; anything else is not understood and so may supply any key.
 */
export function configuredProcess(
  snapshot: Snapshot,
  schema: SettingsSchema,
  sources: readonly string[],
): { readonly layers: readonly Layer[]; readonly opaque: readonly string[] } {
  const folder = configurationFor(snapshot, schema.place.path)?.folder ?? '';
  const layers: Layer[] = [];
  const opaque: string[] = [];
  for (const source of sources) {
    const found = source.startsWith('file:')
      ? fileLayer(snapshot, folder, source.slice('file:'.length))
      : serviceLayers(snapshot, folder, source);
    if (found.length === 0) opaque.push(source);
    layers.push(...found);
  }
  return { layers, opaque };
}

function fileLayer(snapshot: Snapshot, folder: string, written: string): readonly Layer[] {
  const path = resolvePath(folder, written);
  const layer = path === undefined ? undefined : dotenvLayer(snapshot, path, 'process');
  return layer ? [layer] : [];
}

function serviceLayers(snapshot: Snapshot, folder: string, source: string): readonly Layer[] {
  const [written = '', name] = source.split('#');
  const path = resolvePath(folder, written);
  const file = path !== undefined && isComposeFile(path) ? snapshot.files.get(path) : undefined;
  const service = file && composeServices(file).find((it) => it.name === name);
  if (!file || !service) return [];
  const files = service.envFiles.flatMap((it) =>
    it === undefined ? [] : (dotenvLayer(snapshot, it, 'process') ?? []),
  );
  return [...files, composeLayer(file, [service], { combined: false })];
}
