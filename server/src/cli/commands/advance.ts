import type { Command } from 'commander';
import type { AdvanceResult } from '../../core/migration/advance.ts';
import type { RecordFile } from '../../core/migration/record.ts';
import { oneRecord } from '../one-record.ts';
import { exitOf, leftInWords, phaseLeft } from '../phase-left.ts';
import { gatesText } from '../reports/gates-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type Exit, withCommonOptions, withDeployed } from '../workspace-command.ts';
import { changeDiff, chosenEdits, writeChange } from '../write-change.ts';

interface AdvanceOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly includeProduction?: boolean;
  readonly resume?: boolean;
}

/** Adds `crossfade advance`. */
export function addAdvance(program: Command, terminal: Terminal, exit: Exit): void {
  withDeployed(
    withCommonOptions(
      program
        .command('advance')
        .description("write the next phase's edits, when its gates hold")
        .argument('<record>', 'id or path'),
    ),
  )
    .option('--include-production', 'also edit production files and files that git does not track')
    .option('--resume', 'write the edits of the claimed phase that are missing, and stay in it')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: AdvanceOptions) => exit(await advance(name, options, terminal)));
}

async function advance(name: string, options: AdvanceOptions, terminal: Terminal): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const { analysis, snapshot, paint } = session;
  const record = oneRecord(session, name);
  const result = options.resume ? resume(session, record) : analysis.advance(record);
  if (!result.ok) {
    session.print(
      `${paint.red('Not advanced')}: ${result.message}\n${gatesText(result.blocking, snapshot, paint)}\n`,
    );
    return 1;
  }
  const confirmed = options.includeProduction === true;
  const { edits, held } = chosenEdits(result.change, confirmed);
  const lines = [changeDiff(session, edits).trimEnd()];
  for (const it of held)
    lines.push(`left alone (${it.reason}): ${printable(it.path)}; --include-production edits it`);
  for (const it of result.change.notes) lines.push(`by hand: ${printable(it)}`);
  for (const it of result.waived)
    lines.push(
      paint.red(
        printable(
          `WAIVED: ${it.id}${it.environment ? ` in ${it.environment}` : ''}: ${it.waived?.reason ?? ''} (${it.waived?.by ?? ''})`,
        ),
      ),
    );
  const left = phaseLeft(session, record, edits, held);
  if (!options.dryRun) {
    const done = writeChange(session, result.change, confirmed);
    lines.push(done.written.length === 0 ? 'Nothing is missing.' : `Wrote ${done.written.join(', ')}`);
    const open = leftInWords(left, record.id);
    if (open !== undefined) lines.push(open);
    lines.push(next(record, options.resume === true));
  } else lines.push('Nothing was written.');
  session.print(`${lines.join('\n')}\n`);
  return exitOf(left);
}

/** A record that has ended has no next gates: its names are gone for good once it is committed. */
function next({ id, phase }: RecordFile, resumed: boolean): string {
  return phase === 'done' || (phase === 'contract' && !resumed)
    ? `Next: commit the record and keep it: while it is there, the old names do not come back.`
    : `Next: review and ship this, then \`crossfade gates ${id} --next\`.`;
}

/** What an interrupted phase left open; no gate is asked, since the phase is claimed already. */
function resume({ analysis }: Session, record: RecordFile): AdvanceResult {
  const missing = analysis.missingEdits(record);
  if (!missing.ok) return { ok: false, message: missing.message, blocking: [] };
  const { path, text } = record.file;
  return { ok: true, waived: [], change: { record: { path, text }, ...missing.change } };
}
