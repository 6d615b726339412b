import type { Snapshot } from '../snapshot.ts';
import { unrecordedBreakingChange } from './unrecorded-breaking-change.ts';

/** False where every configuration switches the rule off that compares settings code with a base: nobody asks git then. */
export function comparesWithBase({ options, configurations }: Snapshot): boolean {
  const atRoot = configurations.some(({ folder }) => folder === '');
  const all = [...(atRoot ? [] : [options]), ...configurations.map((it) => it.options)];
  return all.some(({ rules }) => rules[unrecordedBreakingChange.id] !== 'off');
}
