import type { Command } from 'commander';
import { finalNotes, MEASURED_NOTES, type NoteFacts } from '../../core/features/final-notes.ts';
import { editFinalNotes } from '../../core/migration/edit/edit-final-notes.ts';
import { parseRecord, type RecordFile } from '../../core/migration/record.ts';
import { sourceFile } from '../../core/text/source-file.ts';
import { recordHistory } from '../../host/record-history.ts';
import { fromGit, sessionBefore } from '../earlier-session.ts';
import { oneRecord, writeRecordText } from '../one-record.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { textsDiff } from '../write-change.ts';

interface NotesOptions extends CommonOptions {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

/** Adds `crossfade notes`. */
export function addNotes(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('notes')
      .description('fill the final notes in from git and from what was measured before and after')
      .argument('<record>', 'id or path'),
  )
    .option('--reason <text>', 'why it was done; all else is found out')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: NotesOptions) => {
      const session = await openSession(options, terminal);
      exit(await notes(session, oneRecord(session, name), options, terminal));
    });
}

async function notes(
  session: Session,
  record: RecordFile,
  options: NotesOptions,
  terminal: Terminal,
): Promise<0 | 1> {
  if (record.phase === 'draft' || record.phase === 'abandoned')
    throw new UsageError(
      `\`${record.id}\` is ${record.phase === 'draft' ? 'a draft' : 'abandoned'}; there is nothing to note`,
    );
  const facts = await noteFacts(session, record, options, terminal);
  const written = finalNotes(record, facts, options.reason);
  const text = editFinalNotes(record.file.text, written, MEASURED_NOTES);
  const open = options.reason === undefined && !hasReason(text);
  const diff = textsDiff(session, new Map([[record.file.path, text]]));
  const lines = [diff.trimEnd()];
  if (options.dryRun) lines.push('Nothing was written.');
  else lines.push(`Wrote ${writeRecordText(session, record, text)}`);
  if (open) lines.push('Still to be said: why it was done (--reason TEXT).');
  session.print(`${lines.filter((it) => it !== '').join('\n')}\n`);
  return open ? 1 : 0;
}

function hasReason(text: string): boolean {
  const notes = parseRecord(sourceFile('record.md', text)).sections.get('final notes')?.text ?? '';
  return /^[ \t]*[-*][ \t]+Reason:[ \t]*\S/im.test(notes);
}

async function noteFacts(
  session: Session,
  record: RecordFile,
  options: NotesOptions,
  terminal: Terminal,
): Promise<NoteFacts> {
  const { path } = record.file;
  const history = fromGit(() => recordHistory(session.root, session.snapshot, record));
  const before = await sessionBefore(session, path, () => false, options, terminal);
  const measuredBefore = before.session.overlay(path, record.file.text).analysis.measure(record);
  const measuredAfter = session.analysis.measure(record);
  return {
    ...history,
    ...(measuredBefore === undefined ? {} : { before: measuredBefore }),
    ...(measuredAfter === undefined ? {} : { after: measuredAfter }),
  };
}
