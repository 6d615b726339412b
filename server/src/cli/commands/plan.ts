import { type Command, Option } from 'commander';
import { gridText } from '../../core/migration/grid.ts';
import { jsonText } from '../reports/json-text.ts';
import { planText } from '../reports/migration-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';

interface PlanOptions extends CommonOptions {
  readonly settings?: string;
  readonly format: 'text' | 'markdown' | 'json';
}

/** Adds `crossfade plan`. */
export function addPlan(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('plan')
      .description(
        'the plan and the replica grid, of a record or of a change that is only asked for; writes nothing',
      )
      .argument('<words...>', 'a record, or: rename OLD NEW, or: remove KEY'),
  )
    .option('--settings <spec>', '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS], where several read the key')
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .action(async (words: string[], options: PlanOptions) => {
      const session = await openSession(options, terminal);
      session.print(planOf(session, words, options));
      exit(0);
    });
}

function planOf(session: Session, words: readonly string[], options: PlanOptions): string {
  const [kind, from, to] = words;
  if (kind === 'rename' && words.length === 3 && from && to)
    return asked(session, { kind, from, to }, options);
  if (kind === 'remove' && words.length === 2 && from) return asked(session, { kind, from }, options);
  if (words.length !== 1) throw new UsageError('plan takes a record, `rename OLD NEW` or `remove KEY`');
  return recorded(session, words, options);
}

function asked(
  session: Session,
  ask: { kind: 'rename' | 'remove'; from: string; to?: string },
  options: PlanOptions,
): string {
  const { analysis, paint } = session;
  const settings = options.settings === undefined ? {} : { settings: options.settings };
  const planned = analysis.planMigration({ ...ask, ...settings, answers: new Map() });
  if (!planned.ok) throw new UsageError(withCandidates(planned.message, planned.candidates));
  const title = ask.kind === 'rename' ? `Rename ${ask.from} to ${ask.to}` : `Remove ${ask.from}`;
  switch (options.format) {
    case 'json':
      return jsonText(
        { version: 1, title, plan: planned.plan, grid: planned.grid, reach: planned.reach ?? [] },
        2,
      );
    case 'markdown':
      return `${analysis.plannedMarkdown(title, planned)}\n`;
    case 'text':
      return `${paint.bold(title)}\n${planText(planned.plan, paint)}\n${reachText(planned.reach ?? [])}\n${gridText(planned.grid)}`;
  }
}

function recorded(session: Session, names: readonly string[], options: PlanOptions): string {
  const found = session.analysis.recordsNamed(names);
  if (!found.ok) throw new UsageError(withCandidates(found.message, found.candidates));
  return found.records.map((record) => recordPlan(session, record, options.format)).join('\n');
}

function recordPlan(
  { analysis, paint }: Session,
  record: Parameters<Session['analysis']['recordState']>[0],
  format: PlanOptions['format'],
): string {
  const answer = analysis.recordState(record, 'claimed');
  if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
  const { title, plan, grid, reach } = answer.state;
  const { path } = record.file;
  switch (format) {
    case 'json':
      return jsonText({ version: 1, title, record: path, plan, grid, reach }, 2);
    case 'markdown':
      return `${analysis.recordMarkdown(answer.state)}\n`;
    case 'text':
      return `${paint.bold(title)}  ${paint.dim(path)}\n${planText(plan, paint)}\n${reachText(reach)}\n${gridText(grid)}`;
  }
}

/** Whom the change reaches, a line each. */
function reachText(reach: readonly string[]): string {
  return reach.map((it) => `  reaches: ${printable(it)}\n`).join('');
}
