import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { filesOf } from '../text/files-of.ts';
import { baseName } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type ComposeService, composeLayer, isComposeFile, servicesRunning } from './compose.ts';
import { interpolationFile, interpolationVariables } from './compose-text.ts';
import type { Layer } from './environment.ts';
import { deploymentName, sameEnvironment } from './environment-name.ts';
import { dotenvLayer } from './layers.ts';

/** What compose files supply to the process environment of a service. */
export interface ComposeLayers {
  /** Lowest rank first: all `env_file`s, then all `environment` maps. */
  readonly layers: readonly Layer[];
  /** Files that take part and are not here, or whose part is not known. */
  readonly opaque: readonly string[];
}

/** A compose file that runs the service in an environment. */
interface Part {
  readonly file: SourceFile;
  readonly services: readonly ComposeService[];
}

/**
 * The compose files of an environment, those without a name in theirs first. Compose itself joins them only in
 * development (`compose.override.yaml`); elsewhere the others may take part or not.
 */
export function composeLayers(snapshot: Snapshot, schema: SettingsSchema, name: string): ComposeLayers {
  const isDevelopment = sameEnvironment(name, 'development');
  const running = composeFiles(snapshot)
    .map((file): Part => ({ file, services: servicesRunning(file, schema.service) }))
    .filter((it) => it.services.length > 0);
  const parts = running.filter(({ file }) =>
    sameEnvironment(deploymentName(file.path) ?? 'development', name),
  );
  if (parts.length === 0) return { layers: [], opaque: [] };
  parts.sort((a, b) => Number(isNamed(a.file)) - Number(isNamed(b.file)));
  const others = isDevelopment ? [] : running.filter((it) => !parts.includes(it) && !isNamed(it.file));
  const layers: Layer[] = [];
  const opaque: string[] = others.map((it) => it.file.path);
  for (const { file, services } of parts) {
    for (const path of new Set(services.flatMap((it) => it.envFiles))) {
      const layer = path === undefined ? undefined : dotenvLayer(snapshot, path, 'process');
      if (layer) layers.push(layer);
      // On another machine plain `.env` is another file.
      if (!layer || (!isDevelopment && baseName(layer.path ?? '') === '.env')) opaque.push(path ?? file.path);
    }
  }
  for (const { file, services } of parts) {
    const beside = isDevelopment ? dotenvLayer(snapshot, interpolationFile(file), 'process') : undefined;
    const layer = composeLayer(file, services, {
      combined: !isDevelopment && running.length > 1,
      ...(beside ? { variables: interpolationVariables(beside) } : {}),
    });
    if ((layer.variables ?? []).length > 0) layers.push(layer);
  }
  return { layers, opaque };
}

function isNamed(file: SourceFile): boolean {
  return deploymentName(file.path) !== undefined;
}

function composeFiles(snapshot: Snapshot): readonly SourceFile[] {
  return filesOf(snapshot.files, isComposeFile);
}
