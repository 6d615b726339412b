import { claimedChange } from '../migration/claimed-change.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Fix } from './finding.ts';

/**
 * The edits that the claimed phase calls for in one file, as a fix.
 * @param safe the edits change nothing that code reads today; a file of production, or one that git does not track,
 *   is never changed without being asked for all the same
 */
export function phaseEdits(
  { facts, record }: Progress,
  path: string,
  title: string,
  safe: boolean,
): readonly Fix[] {
  const change = claimedChange(facts, record)?.environment.find((it) => it.path === path);
  if (!change || change.edits.length === 0) return [];
  return [
    {
      title,
      safety: safe && !change.needsConfirmation ? 'safe' : 'unsafe',
      kind: 'quickfix',
      edits: change.edits,
    },
  ];
}
