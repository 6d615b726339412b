import { type Command, Option } from 'commander';
import { gridText } from '../../core/migration/grid.ts';
import { KIND_NAMES, kindNamed } from '../../core/migration/kinds/kinds.ts';
import { type AskedKeys, askedKeys } from '../asked-keys.ts';
import { readAnswers } from '../read-answers.ts';
import { jsonText } from '../reports/json-text.ts';
import { planText } from '../reports/migration-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';

interface PlanOptions extends CommonOptions {
  readonly settings?: string;
  readonly convert?: string;
  readonly answers?: string;
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
      .argument(
        '<words...>',
        'a record, or a kind of change and its keys: rename OLD NEW, split OLD NEW NEW, default KEY, …',
      ),
  )
    .option('--settings <spec>', '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS], where several read the key')
    .option(
      '--convert <name>',
      'how values change: csv-json, seconds-to-milliseconds, …; default: what the names say',
    )
    .option(
      '--answers <file>',
      'answers to the questions by their ids (docs/migration-kinds.md): a JSON object or lines ID=ANSWER; - for standard input',
    )
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .action(async (words: string[], options: PlanOptions) => {
      const session = await openSession(options, terminal);
      session.print(planOf(session, words, options, terminal));
      exit(0);
    });
}

function planOf(
  session: Session,
  words: readonly string[],
  options: PlanOptions,
  terminal: Terminal,
): string {
  const name = KIND_NAMES.find((it) => it === words[0]);
  if (name !== undefined && words.length > 1) {
    return asked(session, askedKeys(kindNamed(name), words.slice(1)), options, terminal);
  }
  if (words.length !== 1) {
    throw new UsageError(`plan takes a record, or a kind of change and its keys: ${KIND_NAMES.join(', ')}`);
  }
  return recorded(session, words, options);
}

function asked(session: Session, ask: AskedKeys, options: PlanOptions, terminal: Terminal): string {
  const { analysis, paint } = session;
  const planned = analysis.planMigration({
    ...ask,
    answers: readAnswers(options.answers, terminal),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.convert === undefined ? {} : { convert: options.convert }),
  });
  if (!planned.ok) throw new UsageError(withCandidates(planned.message, planned.candidates));
  const title = kindNamed(ask.kind).title(ask.fromKeys, ask.toKeys);
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
