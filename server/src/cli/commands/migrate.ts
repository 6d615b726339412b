import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { CreateResult } from '../../core/migration/create-migration.ts';
import { keyHelp } from '../../core/migration/kinds/key-arguments.ts';
import {
  KIND_NAMES,
  type Kind,
  kindNamed,
  type PlanName,
  planNamesOf,
} from '../../core/migration/kinds/kinds.ts';
import { type AskedKeys, askedKeys } from '../asked-keys.ts';
import { exitOf, leftAtStart } from '../phase-left.ts';
import { readAnswers } from '../read-answers.ts';
import { migrationJson } from '../reports/migration-json.ts';
import { migrationText } from '../reports/migration-text.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { chosenEdits, type WrittenChange, writeChange } from '../write-change.ts';

interface MigrateOptions extends CommonOptions {
  readonly settings?: string;
  readonly owner?: string;
  readonly plan?: PlanName;
  readonly convert?: string;
  readonly answers?: string;
  readonly dryRun?: boolean;
  readonly includeProduction?: boolean;
  readonly format: 'text' | 'json';
}

/** Adds `crossfade migrate`. */
export function addMigrate(program: Command, terminal: Terminal, exit: Exit): void {
  const migrate = program
    .command('migrate')
    .description('create a migration: its record, and the edits of its first phase');
  for (const name of KIND_NAMES) {
    const kind = kindNamed(name);
    const command = migrate.command(name).description(kind.summary);
    for (const [written, meaning] of keyHelp(kind)) command.argument(written, meaning);
    withMigrateOptions(command, kind).action(async (...given: unknown[]) => {
      const options = given.at(-2) as MigrateOptions;
      const words = given
        .slice(0, -2)
        .flat()
        .filter((it): it is string => typeof it === 'string');
      exit(await run(askedKeys(kind, words), options, terminal));
    });
  }
}

function withMigrateOptions(command: Command, kind: Kind): Command {
  return withCommonOptions(command)
    .option('--settings <spec>', '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS], where several read the key')
    .option('--owner <name>', 'who answers for it; default: from CODEOWNERS')
    .addOption(new Option('--plan <plan>', 'instead of the cheapest safe one').choices(planNamesOf(kind)))
    .option(
      '--convert <name>',
      'how values change: csv-json, seconds-to-milliseconds, …; default: what the names say',
    )
    .option(
      '--answers <file>',
      'answers to the questions by their ids (docs/migration-kinds.md): a JSON object or lines ID=ANSWER; - for standard input',
    )
    .option('--include-production', 'also edit production files and files that git does not track')
    .option('--dry-run', 'show what would be written, and write nothing')
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'),
    );
}

async function run(asked: AskedKeys, options: MigrateOptions, terminal: Terminal): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const confirmed = options.includeProduction === true;
  const planned = session.analysis.planMigration({
    ...asked,
    confirmed,
    answers: readAnswers(options.answers, terminal),
    ...(options.convert === undefined ? {} : { convert: options.convert }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.owner === undefined ? {} : { owner: options.owner }),
    ...(options.plan === undefined ? {} : { plan: options.plan }),
  });
  if (!planned.ok) throw new UsageError(withCandidates(planned.message, planned.candidates));
  refuseExisting(session, planned);
  const done: WrittenChange = options.dryRun
    ? { written: [], held: chosenEdits(planned.change, confirmed).held }
    : writeChange(session, planned.change, confirmed);
  session.print(
    options.format === 'json'
      ? migrationJson(asked, planned, done)
      : migrationText(session, asked, planned, done, chosenEdits(planned.change, confirmed).edits),
  );
  return planned.phase === 'draft' ? 1 : exitOf(leftAtStart(planned, done));
}

/** A record is never written over another one. */
function refuseExisting(session: Session, planned: CreateResult & { readonly ok: true }): void {
  const { path } = planned.change.record;
  if (existsSync(join(session.root, path))) throw new UsageError(`${path} exists; nothing was written`);
}
