import { Analysis } from '../../../server/src/core/analysis.ts';
import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import { workspace } from '../../workspace.ts';
import type { Fate } from '../fate.ts';
import type { Release, Surroundings } from './deployment.ts';

const SETTINGS = 'app.settings:Settings';

/** What `resolve` says of a start of a replica; undefined where it leaves that open. */
export function resolvedStart(
  release: Release,
  surroundings: Surroundings,
  inUse: (resolution: Resolution, release: Release, surroundings: Surroundings) => unknown,
): Fate | undefined {
  const snapshot = workspace(
    { ...release.files, '.env': surroundings.dotenv },
    { trusted: true, given: new Map([['development', new Map(Object.entries(surroundings.process))]]) },
  );
  const answer = new Analysis(snapshot).resolve({ settings: SETTINGS, environment: 'development' });
  if (!answer.ok) throw new Error(answer.message);
  const [resolution] = answer.resolutions;
  if (resolution === undefined || resolution.ok === null) return undefined;
  if (!resolution.ok) {
    const refused = resolution.errors.some((it) => it.type === 'extra_forbidden');
    return { kind: refused ? 'reject' : 'crash' };
  }
  const value = inUse(resolution, release, surroundings);
  return value === undefined ? undefined : { kind: 'value', value };
}
