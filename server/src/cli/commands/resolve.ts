import { type Command, Option } from 'commander';
import type { Resolution } from '../../core/binding/resolution.ts';
import { noteLeftOut } from '../note-left-out.ts';
import { coverageText } from '../reports/coverage-text.ts';
import { jsonText } from '../reports/json-text.ts';
import { resolveJson } from '../reports/resolve-json.ts';
import { resolveText, type WorkloadsOf } from '../reports/resolve-text.ts';
import { type CommonOptions, openSession } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions, withReference, withWorkload } from '../workspace-command.ts';

interface ResolveOptions extends CommonOptions {
  readonly settings?: string;
  readonly environment?: string;
  readonly workload?: string;
  readonly format: 'text' | 'json';
  readonly strictUndecided?: boolean;
}

/** Adds `crossfade resolve`. */
export function addResolve(program: Command, terminal: Terminal, exit: Exit): void {
  const command = withCommonOptions(
    program.command('resolve').description('say what the settings object will hold, field by field, and why'),
  );
  withReference(withWorkload(command))
    .option(
      '--settings <spec>',
      '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS]; default: all classes, else all modules',
    )
    .option('--environment <name>', 'the environment; default: development, else the only one')
    .option('--strict-undecided', 'exit 1 when it depends on what is not decided')
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'),
    )
    .action(async (options: ResolveOptions) => exit(await resolveCommand(options, terminal)));
}

async function resolveCommand(options: ResolveOptions, terminal: Terminal): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const answer = session.analysis.resolve(options);
  if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
  const [resolution, ...others] = answer.resolutions;
  if (!resolution) throw new UsageError('no settings are read by the Python code here');
  const of = (it: Resolution): WorkloadsOf => ({
    workloads: session.analysis.differingWorkloads(it),
    asked: options.workload !== undefined,
  });
  if (options.format === 'json') {
    if (others.length > 0) throw new UsageError(several(answer.resolutions));
    const report = resolveJson(resolution, session.snapshot, session.analysis.coverage(), of(resolution));
    session.print(jsonText(report, 2));
  } else {
    const texts = answer.resolutions.map((it) => resolveText(it, session.snapshot, session.paint, of(it)));
    session.print(`${texts.join('\n')}${coverageText(session.analysis.coverage(), session.paint)}\n`);
  }
  noteLeftOut(session, options.settings);
  const workloads = answer.resolutions.flatMap((it) => session.analysis.differingWorkloads(it));
  const undecided = answer.resolutions.some((it) => it.ok === null);
  if (undecided) session.note(`crossfade: ${dependsOn(workloads)}; see what is not decided\n`);
  const fails = [...answer.resolutions, ...workloads].some((it) => it.ok === false);
  return fails || (undecided && options.strictUndecided === true) ? 1 : 0;
}

function dependsOn(workloads: readonly { readonly ok: boolean | null }[]): string {
  return workloads.some((it) => it.ok !== null)
    ? 'it depends on which workload it is'
    : 'it depends on code that is not evaluated';
}

function several(resolutions: readonly Resolution[]): string {
  return withCandidates(
    'there are several settings; choose one with --settings',
    resolutions.map((it) => it.schema.id),
  );
}
