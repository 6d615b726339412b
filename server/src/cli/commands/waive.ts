import type { Command } from 'commander';
import { waiveGate } from '../../core/migration/edit/attest-record.ts';
import { type GateId, gateNamed } from '../../core/migration/gates.ts';
import type { RecordFile } from '../../core/migration/record.ts';
import { oneRecord, writeRecordText } from '../one-record.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { spelledAs } from '../spelled-as.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { whoSays } from '../who.ts';
import { withCandidates } from '../with-candidates.ts';
import { collect, type Exit, withCommonOptions } from '../workspace-command.ts';

interface WaiveOptions extends CommonOptions {
  readonly reason: string;
  readonly by?: string;
  readonly environment: readonly string[];
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
    .option(
      '--environment <name>',
      'only in this environment; several add up; default: wherever it is asked',
      collect,
      [],
    )
    .option('--by <name>', 'who says so; default: the user that git knows')
    .action(async (name: string, gate: string, options: WaiveOptions) => {
      const session = await openSession(options, terminal);
      const record = oneRecord(session, name);
      const id = gateNamed(gate);
      if (id === undefined) throw new UsageError(`\`${gate}\` is not a gate, \`G1\` to \`G14\``);
      if (options.reason.trim() === '') throw new UsageError('a waiver needs a reason: --reason TEXT');
      const by = whoSays(session, options.by);
      const environments = options.environment.map((it) => spelledAs(session, record, it));
      for (const it of environments) refuseWholeGate(session, record, id, it);
      const waiver = { reason: options.reason, by, on: session.snapshot.today };
      const edited = waiveGate(record, id, environments, waiver);
      if (!edited.ok) throw new UsageError(edited.message);
      const path = writeRecordText(session, record, edited.text);
      const where = environments.length === 0 ? '' : ` in ${environments.join(', ')}`;
      const said = `${id}${where} by ${by}: ${options.reason}`;
      session.print(`${session.paint.red('WAIVED')}: ${said}\nWrote ${path}\n`);
      exit(0);
    });
}

/** A gate that is asked of code or of the record as a whole would not be waived by it. */
function refuseWholeGate(session: Session, record: RecordFile, id: GateId, environment: string): void {
  const asked = (['claimed', 'next'] as const).flatMap((which) => {
    const answer = session.analysis.recordState(record, which);
    return answer.ok ? answer.state.gates.filter((it) => it.id === id) : [];
  });
  if (asked.length === 0 || asked.some((it) => it.environment === environment)) return;
  const names = [...new Set(asked.flatMap((it) => it.environment ?? []))];
  throw new UsageError(
    names.length === 0
      ? `${id} is not asked of an environment, but of the code or the record; waive it without --environment`
      : withCandidates(`${id} is not asked in \`${environment}\``, names),
  );
}
