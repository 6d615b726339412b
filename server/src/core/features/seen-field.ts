import type { Environment } from '../binding/environment.ts';
import type { FieldResolution } from '../binding/resolution.ts';
import { sameData } from '../syntax/data.ts';

/** A field as it is in one environment. */
export interface SeenField {
  readonly found: FieldResolution;
  readonly environment: Environment;
  /** Why it is not decided. */
  readonly undecided?: string;
}

/** How a field's values in several environments relate. `missing`: set in one and not in another. */
export type Compared = 'same' | 'different' | 'missing' | 'unknown';

/** True where no file of the environment is here, so that not even a default is known to count. */
export function isUnseen({ found, environment }: SeenField): boolean {
  return environment.unseen && found.source?.layer === undefined;
}

/** True for a field that nothing seen sets, where not everything that may set it was seen. */
export function mayBeSet({ found, environment }: SeenField): boolean {
  const nothing = found.source === undefined && found.raw === undefined;
  if (!nothing || (found.state !== 'missing' && found.state !== 'undecided')) return false;
  return (found.possible?.length ?? 0) > 0 || environment.opaque.length > 0 || environment.outside.length > 0;
}

/** True where a default counts only if a store that cannot be read does not set the field. */
function mayBeHidden({ found, environment }: SeenField): boolean {
  return found.state === 'default' && environment.opaque.length > 0;
}

/**
 * How two relate: by value, else by the texts that code would judge. Secrets are compared like all else; what comes out
 * says no more than this word.
 */
export function compared(a: SeenField, b: SeenField): Compared {
  if ([a, b].some((it) => isUnseen(it) || mayBeSet(it) || mayBeHidden(it))) return 'unknown';
  const [one, other] = [a.found, b.found];
  if (one.state === 'missing' || other.state === 'missing')
    return one.state === other.state ? 'same' : 'missing';
  if (one.value !== undefined && other.value !== undefined)
    return sameData(one.value, other.value) ? 'same' : 'different';
  if (one.raw === undefined || other.raw === undefined) return 'unknown';
  return one.raw === other.raw ? 'same' : 'different';
}

/** How all of a row relate: the strongest of what its pairs say. */
export function comparedAll(row: readonly SeenField[]): Compared {
  const pairs = row.flatMap((one, index) => row.slice(index + 1).map((other) => compared(one, other)));
  return (['missing', 'different', 'unknown'] as const).find((it) => pairs.includes(it)) ?? 'same';
}

/** For each of a row a number that it shares with those of the same value; undefined where there is none to compare. */
export function groupsOf(row: readonly SeenField[]): readonly (number | undefined)[] {
  const leaders: SeenField[] = [];
  return row.map((it) => {
    if (isUnseen(it) || mayBeHidden(it) || it.found.state === 'missing') return undefined;
    if (it.found.value === undefined && it.found.raw === undefined) return undefined;
    const at = leaders.findIndex((leader) => compared(leader, it) === 'same');
    return at >= 0 ? at + 1 : leaders.push(it);
  });
}
