import { running } from '../binding/what-runs.ts';
import { recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';
import { nearest } from '../text/nearest.ts';

export type KnownReader =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/**
 * Whether something is called so of which a version can be stated: a process that an open record names, settings that
 * read its keys, or a workload that runs them. Where no record is open, nobody asks.
 */
export function knownReader(snapshot: Snapshot, asked: string): KnownReader {
  const open = recordsOf(snapshot).filter((it) => it.phase !== 'done' && it.phase !== 'abandoned');
  const names = open.flatMap((record) => {
    const gathered = factsOfRecord(snapshot, record);
    const facts = gathered.ok ? gathered.facts : undefined;
    const workloads = facts
      ? [facts.service, ...facts.readers.map((it) => it.schema.service)]
          .flatMap((service) => running(snapshot, service))
          .flatMap(({ workload }) => calledOf(workload))
      : [];
    return [...record.readers, ...(facts?.readers.map((it) => it.name) ?? []), ...workloads];
  });
  if (open.length === 0 || names.includes(asked)) return { ok: true };
  const all = [...new Set(names)].sort();
  const near = nearest(asked, all);
  return {
    ok: false,
    message: `there is no reader \`${asked}\`: no open record names it under \`readers\`, and no workload is called so`,
    candidates: near.length > 0 ? near : all,
  };
}

/** `Deployment/api` is `api` to the pipeline. */
function calledOf({
  name,
  container,
}: {
  readonly name: string;
  readonly container?: string;
}): readonly string[] {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return [name, last, ...(container === undefined ? [] : [container])];
}
