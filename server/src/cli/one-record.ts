import { parseRecord, type RecordFile } from '../core/migration/record.ts';
import { oneEdit } from '../core/text/one-edit.ts';
import { sourceFile } from '../core/text/source-file.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';
import { withCandidates } from './with-candidates.ts';
import { writeChange } from './write-change.ts';

/** The record that an id, a file name or a path names. */
export function oneRecord({ analysis }: Session, name: string): RecordFile {
  const found = analysis.recordsNamed([name]);
  if (!found.ok) throw new UsageError(withCandidates(found.message, found.candidates));
  const [record] = found.records;
  if (!record) throw new UsageError(`there is no record \`${name}\``);
  return record;
}

/** Writes a record anew and gives its path. Refuses a text that holds a secret of the workspace. */
export function writeRecordText(session: Session, record: RecordFile, text: string): string {
  const { path } = record.file;
  const edit = { path, ...oneEdit(record.file.text, text) };
  if (session.analysis.holdsSecret(edit))
    throw new UsageError('the text holds a secret of this workspace; records hold names only');
  refuseInvalid(session, record, text);
  writeChange(session, { record: { path, text }, code: [edit], environment: [], notes: [] }, true);
  return path;
}

/** A record that was valid stays so. */
function refuseInvalid({ snapshot }: Session, record: RecordFile, text: string): void {
  const problemsOf = (it: RecordFile) => [...it.problems, ...snapshot.engines.record(it.data)];
  const before = new Set(problemsOf(record).map((it) => it.message));
  const [problem] = problemsOf(parseRecord(sourceFile(record.file.path, text))).filter(
    (it) => !before.has(it.message),
  );
  if (problem) throw new UsageError(`${problem.message}; nothing was written`);
}
