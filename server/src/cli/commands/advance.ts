import type { Command } from 'commander';
import { gatesText } from '../reports/gates-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { changeDiff, chosenEdits, writeChange } from '../write-change.ts';

interface AdvanceOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly includeProduction?: boolean;
}

/** Adds `crossfade advance`. */
export function addAdvance(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('advance')
      .description("write the next phase's edits, when its gates hold")
      .argument('<record>', 'id or path'),
  )
    .option('--include-production', 'also edit production files and files that git does not track')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: AdvanceOptions) => exit(await advance(name, options, terminal)));
}

async function advance(name: string, options: AdvanceOptions, terminal: Terminal): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const { analysis, snapshot, paint } = session;
  const found = analysis.recordsNamed([name]);
  if (!found.ok) throw new UsageError(withCandidates(found.message, found.candidates));
  const [record] = found.records;
  if (!record) throw new UsageError(`there is no record \`${name}\``);
  const result = analysis.advance(record);
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
  if (!options.dryRun) {
    const done = writeChange(session, result.change, confirmed);
    lines.push(`Wrote ${done.written.join(', ')}`);
    lines.push(`Next: review and ship this, then \`crossfade gates ${record.id} --next\`.`);
  } else lines.push('Nothing was written.');
  session.print(`${lines.join('\n')}\n`);
  return 0;
}
