import { CODE_USES } from '../migration/code-uses.ts';
import { recordsOf } from '../migration/record.ts';
import { type PreflightAnswer, preflight } from '../preflight/preflight.ts';
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
    renames: renamesOf(snapshot, to),
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

/** The new key of each old one, as records say it that either version has. */
function renamesOf(snapshot: Snapshot, to: Version): ReadonlyMap<string, string> {
  const records = [...recordsOf(snapshot), ...recordsOf(to.snapshot)];
  return new Map(
    records.flatMap(({ kind, from, to: keys }) => {
      const [old] = from;
      const [next] = keys;
      return (kind === 'rename' || kind === 'unit') && old !== undefined && next !== undefined
        ? [[old, next]]
        : [];
    }),
  );
}
