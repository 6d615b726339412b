import { Analysis } from '../core/analysis.ts';
import type { RecordFile } from '../core/migration/record.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';
import { withCandidates } from './with-candidates.ts';

/**
 * The environment that somebody names, as the record spells it already, else as the workspace does. What is given now
 * makes no environment. Throws a usage error where there is none.
 */
export function spelledAs({ snapshot }: Session, record: RecordFile, asked: string): string {
  const known = new Analysis({ ...snapshot, given: new Map() }).knownEnvironment(asked);
  if (!known.ok) throw new UsageError(withCandidates(known.message, known.candidates));
  return record.env.has(asked) ? asked : known.name;
}
