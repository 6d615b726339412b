import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where things that are made once for all clones live: Python environments, the browser host of VS Code. */
export function cacheFolder() {
  const base =
    process.env.CROSSFADE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'crossfade');
  return base;
}
