import type { Command } from 'commander';
import { claimPhase } from '../../core/migration/edit/attest-record.ts';
import type { RecordFile } from '../../core/migration/record.ts';
import { oneRecord, writeRecordText } from '../one-record.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { type TakenBack, takeBack } from './rollback.ts';

interface AbandonOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly includeProduction?: boolean;
}

/** Adds `crossfade abandon`. */
export function addAbandon(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('abandon')
      .description('give a migration up: take its edits back step by step, and close its record')
      .argument('<record>', 'id or path'),
  )
    .option('--include-production', 'also edit production files and files that git does not track')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: AbandonOptions) => {
      const session = await openSession(options, terminal);
      const { lines, whole } = await abandon(session, oneRecord(session, name), options, terminal);
      session.print(`${lines.join('\n')}\n`);
      exit(whole ? 0 : 1);
    });
}

async function abandon(
  session: Session,
  record: RecordFile,
  options: AbandonOptions,
  terminal: Terminal,
): Promise<TakenBack> {
  switch (record.phase) {
    case 'draft':
      return { lines: close(session, record, options), whole: true };
    case 'expand':
      return takeBack(session, record, options, terminal, 'abandoned');
    case 'migrate': {
      const { lines } = await takeBack(session, record, options, terminal);
      // Both steps at once would let replicas meet that no plan allows.
      const again = `Ship this and wait until every environment has it, then \`crossfade abandon ${record.id}\` again.`;
      return { lines: [...lines, again], whole: false };
    }
    case 'contract':
      throw new UsageError(
        `\`${record.id}\` is in \`contract\`, where ${names(record)} may be gone: \`crossfade rollback ${record.id}\` brings back what is needed, then abandon it`,
      );
    case 'done':
      throw new UsageError(`\`${record.id}\` is done; a new migration brings its names back`);
    case 'abandoned':
      throw new UsageError(`\`${record.id}\` is abandoned already`);
  }
}

function close(session: Session, record: RecordFile, { dryRun }: AbandonOptions): readonly string[] {
  const claimed = claimPhase(record, 'abandoned');
  if (!claimed.ok) throw new UsageError(claimed.message);
  if (dryRun) return [`${record.file.path} would claim \`abandoned\`.`, 'Nothing was written.'];
  return [`Wrote ${writeRecordText(session, record, claimed.text)}`, 'The record is abandoned.'];
}

function names({ from }: RecordFile): string {
  return from.map((it) => `\`${it}\``).join(', ');
}
