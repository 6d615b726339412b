import type { Command } from 'commander';
import { waiveGate } from '../../core/migration/edit/attest-record.ts';
import { gateNamed } from '../../core/migration/gates.ts';
import { oneRecord, writeRecordText } from '../one-record.ts';
import { type CommonOptions, openSession } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { whoSays } from '../who.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';

interface WaiveOptions extends CommonOptions {
  readonly reason: string;
  readonly by?: string;
}

/** Adds `crossfade waive`. */
export function addWaive(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('waive')
      .description('take responsibility for a gate that does not hold; every report says so')
      .argument('<record>', 'id or path')
      .argument('<gate>', '`G1` to `G14`'),
  )
    .requiredOption('--reason <text>', 'why it may be passed all the same')
    .option('--by <name>', 'who says so; default: the user that git knows')
    .action(async (name: string, gate: string, options: WaiveOptions) => {
      const session = await openSession(options, terminal);
      const record = oneRecord(session, name);
      const id = gateNamed(gate);
      if (id === undefined) throw new UsageError(`\`${gate}\` is not a gate, \`G1\` to \`G14\``);
      if (options.reason.trim() === '') throw new UsageError('a waiver needs a reason: --reason TEXT');
      const by = whoSays(session, options.by);
      const edited = waiveGate(record, id, { reason: options.reason, by, on: session.snapshot.today });
      if (!edited.ok) throw new UsageError(edited.message);
      const path = writeRecordText(session, record, edited.text);
      session.print(`${session.paint.red('WAIVED')}: ${id} by ${by}: ${options.reason}\nWrote ${path}\n`);
      exit(0);
    });
}
