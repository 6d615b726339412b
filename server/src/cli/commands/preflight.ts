import { type Command, Option } from 'commander';
import { isWorkingTree } from '../../core/features/check-deploy.ts';
import type { Preflight } from '../../core/preflight/report.ts';
import { jsonText } from '../reports/json-text.ts';
import { preflightGithub } from '../reports/preflight-github.ts';
import { preflightJson } from '../reports/preflight-json.ts';
import { preflightText } from '../reports/preflight-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { collect, type Exit, withCommonOptions } from '../workspace-command.ts';

interface PreflightOptions extends CommonOptions {
  readonly from: string;
  readonly to: string;
  readonly settings?: string;
  readonly environment: readonly string[];
  readonly applied?: boolean;
  readonly requireRollback?: boolean;
  readonly strictUndecided?: boolean;
  readonly exitZero?: boolean;
  readonly format: 'text' | 'markdown' | 'json' | 'github';
}

/** Adds `crossfade preflight`. */
export function addPreflight(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program.command('preflight').description("is this deploy, or this rollback, safe with today's values?"),
  )
    .requiredOption('--from <ref>', 'what runs: a commit, branch or tag; `.` is the working tree')
    .requiredOption('--to <ref>', 'what is to run; `.` is the working tree')
    .option('--settings <spec>', '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS]; default: all settings')
    .option('--environment <name>', 'only this environment; several add up; default: all', collect, [])
    .option('--applied', 'the files with values that lie on disk are in force already')
    .option('--require-rollback', 'exit 1 too when going back needs something first')
    .option('--strict-undecided', 'exit 1 when it is not known')
    .option('--exit-zero', 'exit 0 whatever the verdict')
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'markdown', 'json', 'github'])
        .default('text'),
    )
    .action(async (options: PreflightOptions) => exit(await preflight(options, terminal)));
}

async function preflight(options: PreflightOptions, terminal: Terminal): Promise<0 | 1> {
  const refs = [options.from, options.to].filter((it) => !isWorkingTree(it));
  const session = (await openSession(options, terminal)).withRefs(refs);
  refuseUnknownRefs(session, refs);
  const { settings, environment: environments, applied, from, to } = options;
  const answer = session.analysis.checkDeploy({
    from,
    to,
    environments,
    ...(settings === undefined ? {} : { settings }),
    ...(applied === undefined ? {} : { applied }),
  });
  if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
  const { report } = answer;
  session.print(
    written(session, report, options.format),
    options.format === 'github' ? 'log-commands' : undefined,
  );
  noteUnknown(session, report);
  return options.exitZero || !isFailing(report, options) ? 0 : 1;
}

/** A slip of the pen must not look like a deploy of which little is known. */
function refuseUnknownRefs({ snapshot }: Session, refs: readonly string[]): void {
  for (const ref of refs) {
    const view = snapshot.refs.get(ref);
    if (view?.kind === 'unseen' && view.noSuchRef) throw new UsageError(view.reason);
  }
}

function isFailing({ deploy, rollback }: Preflight, options: PreflightOptions): boolean {
  const counted = options.requireRollback ? [deploy, rollback] : [deploy];
  return counted.includes('no') || (options.strictUndecided === true && counted.includes('unknown'));
}

/** What is not known must not pass for a yes. */
function noteUnknown({ note }: Session, report: Preflight): void {
  if (report.deploy !== 'unknown') return;
  const [why] = report.readers.length === 0 ? report.notes : [];
  const reason = why === undefined ? 'see what is not known' : printable(why);
  note(
    `crossfade: NOT KNOWN whether this deploy is safe: ${reason}; --strict-undecided makes that an error\n`,
  );
}

function written(
  { analysis, paint }: Session,
  report: Preflight,
  format: PreflightOptions['format'],
): string {
  switch (format) {
    case 'text':
      return preflightText(report, paint);
    case 'markdown':
      return analysis.preflightMarkdown(report);
    case 'json':
      return jsonText(preflightJson(report), 2);
    case 'github':
      return preflightGithub(report);
  }
}
