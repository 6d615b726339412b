import { type Command, Option } from 'commander';
import { refsOfRecords } from '../../core/migration/deployed-versions.ts';
import { phaseAllowed } from '../../core/migration/gates.ts';
import { nextPhase } from '../../core/migration/kinds/kinds.ts';
import { readEvidence } from '../log-evidence.ts';
import { evidenceJson, evidenceText } from '../reports/evidence-report.ts';
import { gateLine, gatesText } from '../reports/gates-text.ts';
import { jsonText } from '../reports/json-text.ts';
import { type CommonOptions, openSession } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { collect, type Exit, withCommonOptions, withDeployed } from '../workspace-command.ts';

interface GatesOptions extends CommonOptions {
  readonly next?: boolean;
  readonly evidence: readonly string[];
  readonly since?: string;
  readonly days: string;
  readonly format: 'text' | 'json';
}

/** What a log says of one record's old keys. */
async function evidenceOf(
  names: readonly string[],
  options: GatesOptions,
  terminal: Terminal,
): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const found = session.analysis.recordsNamed(names);
  if (!found.ok) throw new UsageError(withCandidates(found.message, found.candidates));
  const [record, ...others] = found.records;
  if (record === undefined) throw new UsageError('no migration is open that a log could speak of');
  if (others.length > 0) {
    const ids = found.records.map((it) => it.id);
    throw new UsageError(withCandidates('which record does the log speak of?', ids));
  }
  const { count, verdict } = readEvidence(session, record, options, terminal);
  session.print(
    options.format === 'json'
      ? evidenceJson(record, count, verdict)
      : evidenceText(record, count, verdict, session.paint),
  );
  return verdict.verdict === 'yes' ? 0 : 1;
}

/** Adds `crossfade gates`. */
export function addGates(program: Command, terminal: Terminal, exit: Exit): void {
  withDeployed(
    withCommonOptions(
      program
        .command('gates')
        .description('verdicts for the phase that records claim; --next for the next')
        .argument('[record...]', 'id or path; default: every open record'),
    ),
  )
    .option('--next', 'the gates of the next phase')
    .option(
      '--evidence <file>',
      'count the lines of old keys in a log, - for standard input; several add up; writes nothing',
      collect,
      [],
    )
    .option('--since <date>', 'of the log, only this day and later')
    .option('--days <n>', 'how many days the log has to span', '1')
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'),
    )
    .action(async (names: string[], options: GatesOptions) =>
      exit(
        options.evidence.length === 0
          ? await gates(names, options, terminal)
          : await evidenceOf(names, options, terminal),
      ),
    );
}

async function gates(names: readonly string[], options: GatesOptions, terminal: Terminal): Promise<0 | 1> {
  const opened = await openSession(options, terminal);
  const found = opened.analysis.recordsNamed(names);
  if (!found.ok) throw new UsageError(withCandidates(found.message, found.candidates));
  // What runs is read for open records; one that has ended is named.
  const session = opened.withRefs(refsOfRecords(opened.snapshot, found.records), 'code');
  const { analysis, snapshot, paint } = session;
  const states = found.records.map((record) => {
    const answer = analysis.recordState(record, options.next ? 'next' : 'claimed');
    if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
    return answer.state;
  });
  if (options.format === 'json') {
    const records = states.map((state) => ({
      record: state.record.file.path,
      phase: options.next ? (nextPhase(state.record.phase) ?? null) : state.record.phase,
      gates: state.gates.map((it) => ({
        id: it.id,
        environment: it.environment,
        verdict: it.verdict,
        reason: it.reason,
        path: it.path ?? null,
        line: gateLine(it, snapshot),
        waived: it.waived ?? null,
      })),
    }));
    session.print(jsonText({ version: 1, records }, 2));
  } else if (states.length === 0) session.print('No migration is open.\n');
  else {
    for (const state of states) {
      const phase = options.next
        ? `${state.record.phase} → ${nextPhase(state.record.phase) ?? 'nothing'}`
        : state.record.phase;
      session.print(
        `${paint.bold(state.title)}  ${paint.dim(state.record.file.path)}  phase ${phase}\n${gatesText(state.gates, snapshot, paint)}\n\n`,
      );
    }
  }
  return states.every((state) => phaseAllowed(state.gates).allowed) ? 0 : 1;
}
