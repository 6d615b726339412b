import type { Command } from 'commander';
import { isBefore, phaseBefore, type RollbackResult } from '../../core/features/roll-back.ts';
import { parseRecord, type RecordFile } from '../../core/migration/record.ts';
import { sourceFile } from '../../core/text/source-file.ts';
import { sessionBefore } from '../earlier-session.ts';
import { oneRecord } from '../one-record.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { changeDiff, chosenEdits, writeChange } from '../write-change.ts';

export interface RollbackOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly includeProduction?: boolean;
}

/** Adds `crossfade rollback`. */
export function addRollback(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('rollback')
      .description('take back what the claimed phase wrote, and say what that needs')
      .argument('<record>', 'id or path'),
  )
    .option('--include-production', 'also edit production files and files that git does not track')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: RollbackOptions) => {
      const session = await openSession(options, terminal);
      const record = oneRecord(session, name);
      const back = phaseBefore(record);
      if (!back.ok) throw new UsageError(back.message);
      const { lines, whole } = await takeBack(session, record, options, terminal);
      session.print(`${lines.join('\n')}\n`);
      exit(whole ? 0 : 1);
    });
}

/** What was taken back, or would be. */
export interface TakenBack {
  readonly lines: readonly string[];
  /** Whether the record leaves the phase: no file is left alone, and no other move of it comes first. */
  readonly whole: boolean;
}

/**
 * Takes the claimed phase back, and says what was done and what has to be true.
 * @param claim what the record claims afterwards; the phase before by default
 */
export async function takeBack(
  session: Session,
  record: RecordFile,
  options: RollbackOptions,
  terminal: Terminal,
  claim?: 'abandoned',
): Promise<TakenBack> {
  const { path } = record.file;
  const isEarlier = (text: string) => isBefore(parseRecord(sourceFile(path, text)).phase, record.phase);
  const before = await sessionBefore(session, path, isEarlier, options, terminal);
  const result = session.analysis.rollBack(before.session.snapshot, record, claim);
  if (!result.ok) throw new UsageError(result.message);
  const confirmed = options.includeProduction === true;
  const { held } = chosenEdits(result.change, confirmed);
  const lines = reportLines(session, result, record, options);
  const whole = held.length + result.rest.length === 0;
  if (options.dryRun) return { lines: [...lines, 'Nothing was written.'], whole };
  const done = write(session, result, record, confirmed);
  if (!whole) {
    const what = held.length > 0 ? 'file' : 'move';
    const stays = `The record stays in \`${record.phase}\` until every ${what} is taken back.`;
    return { lines: [...lines, ...done, stays], whole };
  }
  const now =
    claim === undefined ? `The record is in \`${result.phase}\` again.` : 'The record is abandoned.';
  return { lines: [...lines, ...done, now], whole };
}

type Done = Extract<RollbackResult, { ok: true }>;

/** What is taken back, what is left alone, and what has to be true. */
function reportLines(
  session: Session,
  { change, note, horizon, rest }: Done,
  record: RecordFile,
  { includeProduction, dryRun }: RollbackOptions,
): readonly string[] {
  const { edits, held } = chosenEdits(change, includeProduction === true);
  return [
    changeDiff(session, edits).trimEnd(),
    ...change.removed.map((it) => `${dryRun ? 'would remove' : 'removed'}: ${printable(it)}`),
    ...held.map((it) => `left alone (${it.reason}): ${printable(it.path)}; --include-production edits it`),
    ...change.notes.map((it) => `by hand: ${printable(it)}`),
    ...(note === undefined ? [] : [`Rollback of ${record.phase}: ${printable(note)}`]),
    ...horizon.map((it) => session.paint.yellow(`Before you go back further: ${printable(it)}`)),
    ...rest.map(
      (it) => `afterwards, once that runs everywhere, the same command takes back: ${printable(it)}`,
    ),
  ];
}

/**
 * Writes the files and says which. The record comes last, so that what was interrupted, or left alone, can be taken back
 * by the same command; it stays as it is while something is left.
 */
function write(
  session: Session,
  { change, rest }: Done,
  record: RecordFile,
  confirmed: boolean,
): readonly string[] {
  const { code, record: claimed, removed } = change;
  const { held } = chosenEdits(change, confirmed);
  const files = { ...change, code: code.filter((it) => it.path !== claimed.path) };
  const { written } = writeChange(session, files, confirmed);
  if (held.length > 0) return written.length === 0 ? [] : [`Wrote ${written.join(', ')}`];
  if (rest.length > 0) {
    const all = [...written, ...removed];
    return [all.length === 0 ? 'Nothing was written.' : `Wrote ${all.join(', ')}`];
  }
  const own = code.filter((it) => it.path === claimed.path);
  writeChange(session, { ...NOTHING, record: claimed, code: own }, true);
  return [`Wrote ${[...written, record.file.path].join(', ')}`];
}

const NOTHING = { environment: [], notes: [] } as const;
