import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what can be made again is kept for this user: `CROSSFADE_CACHE`, else the operating system's folder for
 * caches. Never inside of a workspace.
 */
export function cacheFolder(): string {
  const { CROSSFADE_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (CROSSFADE_CACHE) return CROSSFADE_CACHE;
  if (process.platform === 'win32')
    return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'crossfade');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'crossfade');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'crossfade');
}
