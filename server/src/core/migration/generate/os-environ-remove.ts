import type { MigrationFacts } from '../facts.ts';
import { environReads } from './environ-reads.ts';
import type { CodeChange } from './pydantic-rename.ts';

/** A read of the process environment cannot be taken out by a machine: what its value decides goes with it. */
export function removeEnvironReads(facts: MigrationFacts): CodeChange {
  const places = environReads(facts, facts.from).map((read) => read.file.file.path);
  const byHand = [...new Set(places)].map(
    (path) => `\`${facts.from}\` is read in \`${path}\`: take out the read and what depends on it`,
  );
  return { edits: [], byHand };
}
