import { recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import { listEnvironments } from './list-environments.ts';

export type KnownEnvironment =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** The environment that somebody speaks of, in the spelling of the workspace; refused where nothing knows of it. */
export function knownEnvironment(snapshot: Snapshot, asked: string): KnownEnvironment {
  const listed = listEnvironments(snapshot).map((it) => it.name);
  const found = named(listed, asked);
  if (found !== undefined) return { ok: true, name: found };
  // A key that a framework reads has environments without any settings.
  const ofRecords = recordsOf(snapshot).flatMap((record) => {
    const gathered = factsOfRecord(snapshot, record);
    return gathered.ok ? gathered.facts.environments.map((it) => it.name) : [];
  });
  const other = named(ofRecords, asked);
  if (other !== undefined) return { ok: true, name: other };
  const message = `there is no environment \`${asked}\`; one that no file shows has to be named under \`environments\` of the configuration`;
  return { ok: false, message, candidates: [...new Set([...listed, ...ofRecords])] };
}

function named(names: readonly string[], asked: string): string | undefined {
  return names.find((it) => it === asked) ?? names.find((it) => sameEnvironment(it, asked));
}
