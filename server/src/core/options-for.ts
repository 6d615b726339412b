import type { Configuration, Options, Snapshot } from './snapshot.ts';

/** The options that hold for a path: those of the nearest folder above it with a configuration, else the editor's. */
export function optionsFor(snapshot: Snapshot, path: string): Options {
  return configurationFor(snapshot, path)?.options ?? snapshot.options;
}

/** The configuration file that speaks for a path. `crossfade.toml` wins over `pyproject.toml` in one folder. */
export function configurationFor(
  snapshot: Pick<Snapshot, 'configurations'>,
  path: string,
): Configuration | undefined {
  let best: Configuration | undefined;
  for (const it of snapshot.configurations) {
    if (it.folder !== '' && !path.startsWith(`${it.folder}/`) && path !== it.folder) continue;
    if (!best || it.folder.length > best.folder.length) best = it;
    else if (it.folder === best.folder && it.path.endsWith('crossfade.toml')) best = it;
  }
  return best;
}
