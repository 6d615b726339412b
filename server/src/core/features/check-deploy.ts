import { CODE_USES } from '../migration/code-uses.ts';
import { conversionNamed } from '../migration/conversion.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import { type PreflightAnswer, preflight } from '../preflight/preflight.ts';
import type { Successor } from '../preflight/successor.ts';
import type { Version } from '../preflight/version.ts';
import type { Snapshot } from '../snapshot.ts';

/** Which two versions, by commit-ish; `.` and `WORKTREE` are the files on disk. */
export interface DeployQuestion {
  readonly from: string;
  readonly to: string;
  readonly settings?: string;
  readonly environments?: readonly string[];
  readonly applied?: boolean;
}

/** True for the names of the files on disk. */
export function isWorkingTree(ref: string): boolean {
  return ref === '.' || ref === 'WORKTREE';
}

/** Whether a deploy is safe. The refs have to be among those of the snapshot; what cannot be seen is not known. */
export function checkDeploy(snapshot: Snapshot, question: DeployQuestion): PreflightAnswer {
  const [from, to] = [question.from, question.to].map((it) => versionOf(snapshot, it));
  const unseen = [from, to].flatMap((it) => (typeof it === 'string' ? [it] : []));
  if (typeof from !== 'object' || typeof to !== 'object')
    return { ok: true, report: notSeen(question, unseen) };
  const { settings, environments, applied } = question;
  return preflight({
    today: snapshot,
    from,
    to,
    ...(settings === undefined ? {} : { settings }),
    ...(environments === undefined ? {} : { environments }),
    ...(applied === undefined ? {} : { applied }),
    successors: successorsOf(snapshot, to),
    uses: CODE_USES,
  });
}

function versionOf(snapshot: Snapshot, ref: string): Version | string {
  if (isWorkingTree(ref)) return { name: 'the working tree', snapshot };
  const view = snapshot.refs.get(ref);
  if (view?.kind === 'seen') return { name: ref, snapshot: view.snapshot };
  return view?.reason ?? `\`${ref}\` was not read`;
}

function notSeen({ from, to }: DeployQuestion, reasons: readonly string[]) {
  return {
    from,
    to,
    deploy: 'unknown',
    rollback: 'unknown',
    mends: false,
    readers: [],
    changedFiles: [],
    notes: [...new Set(reasons)],
  } as const;
}

/** What takes the place of each key that goes, on the way and on the way back, as records of either version say it. */
function successorsOf(snapshot: Snapshot, to: Version): ReadonlyMap<string, Successor> {
  const records = [...recordsOf(snapshot), ...recordsOf(to.snapshot)];
  const onward = records.flatMap(successorsIn);
  const back = onward.map((it): Successor => ({ ...it, reversed: true }));
  return new Map([...back, ...onward].flatMap((it) => goneKeys(it).map((key) => [key, it] as const)));
}

function goneKeys({ from, to, reversed }: Successor): readonly string[] {
  return reversed ? to : from;
}

/** The groups of keys of a record that one set of keys takes the place of. */
function successorsIn({ kind, from, to, map, convert, answers }: RecordFile): readonly Successor[] {
  switch (kind) {
    case 'move':
      return [...map].map(([old, next]) => successor([old], [next], 'same', answers));
    case 'rename':
    case 'unit':
    case 'split':
    case 'merge':
      return [successor(from, to, convert, answers)];
    default:
      return [];
  }
}

function successor(
  from: readonly string[],
  to: readonly string[],
  convert: string,
  answers: RecordFile['answers'],
): Successor {
  const conversion = conversionNamed(convert, { from, to, answers });
  return { from, to, converts: convert !== 'same', convert: (old) => conversion?.toNew(old) };
}
