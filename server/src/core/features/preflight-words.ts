import type { Preflight, Problem, ReaderVerdict, ReplicaVerdict, Step } from '../preflight/report.ts';

/** The words that the reports of a preflight have in common. */

export function headline({ from, to, deploy, mends, readers }: Preflight): string {
  if (mends) return `What runs (${from}) does not start again with the values of today, and ${to} does`;
  const what = `from ${from} to ${to}`;
  switch (deploy) {
    case 'yes':
      return `The deploy ${what} is safe with what is seen`;
    case 'no':
      return `The deploy ${what} is not safe${bringsNothing(readers) ? `, and neither is what runs: nothing of it is new` : ''}`;
    case 'unknown':
      return `Whether the deploy ${what} is safe is not known`;
  }
}

/** True where every no is one that the running version has with the values of today as well. */
function bringsNothing(readers: readonly ReaderVerdict[]): boolean {
  return readers.every(({ replicas }) =>
    replicas.every(
      ({ replica, values, problems }) =>
        replica === 'rolled-back' ||
        (replica === 'running' && values === 'today') ||
        problems.every((it) => it.verdict !== 'no' || !it.introduced),
    ),
  );
}

export function rollbackLine({ rollback, from }: Preflight): string {
  switch (rollback) {
    case 'yes':
      return `Going back to ${from} is possible at once`;
    case 'no':
      return `Going back to ${from} needs something first`;
    case 'unknown':
      return `Whether ${from} can be gone back to at once is not known`;
  }
}

/** `v1.8, when it is deployed, with the values of today`. */
export function replicaWords({ code, replica, when, values }: ReplicaVerdict, to: string): string {
  const moment =
    when === 'deploy'
      ? 'when it is deployed'
      : when === 'rollback'
        ? 'when it comes back'
        : 'at its next restart';
  const seen = values === 'today' ? 'the values of today' : `the values of ${to}`;
  const who = replica === 'running' ? `${code}, which runs,` : code;
  return `${who} ${moment} with ${seen}`;
}

/** Why a replica without a problem is not known; undefined for all others. */
export function openWords({ verdict, problems }: ReplicaVerdict): string | undefined {
  if (verdict !== 'unknown' || problems.length > 0) return undefined;
  return 'some values are not seen or not evaluated; they were decided when it started, and do not count against the deploy';
}

/** How a problem shows: the exception, or that nobody notices. */
export function effectWords({ cause, error, verdict }: Problem): string {
  if (verdict === 'unknown') return 'not known';
  switch (cause) {
    case 'missing':
    case 'value-refused':
    case 'key-refused':
    case 'not-loaded':
      return error ? `does not start, \`${error.kind}\`` : 'does not start';
    case 'attribute-gone':
      return 'starts, and raises `AttributeError` when that code runs';
    default:
      return 'starts, and silently reads another value';
  }
}

/** False for what the running version has as well, where the new one is spoken of. */
export function isNews({ introduced }: Problem, { replica }: ReplicaVerdict): boolean {
  return introduced || replica !== 'new';
}

export function stepWhen(when: Step['when']): string {
  switch (when) {
    case 'before-deploy':
      return 'before the deploy';
    case 'after-deploy':
      return 'after the deploy';
    case 'before-rollback':
      return 'before going back';
  }
}

/** What was taken for the process environment. */
export function assumptionWords({ assumes }: ReaderVerdict): string | undefined {
  switch (assumes) {
    case 'none':
      return 'assumes a process environment that sets none of these; `--process-env` gives the real one';
    case 'declared':
      return 'assumes the process environment that the files declare; `--process-env` gives the real one';
    case 'given':
      return undefined;
  }
}
