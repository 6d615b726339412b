import { type Command, Option } from 'commander';
import type { EnvironmentDiff } from '../../core/features/diff-environments.ts';
import { noteLeftOut } from '../note-left-out.ts';
import { coverageText } from '../reports/coverage-text.ts';
import { jsonText } from '../reports/json-text.ts';
import { diffJson } from '../reports/matrix-json.ts';
import { matrixText } from '../reports/matrix-text.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions, withReference, withWorkload } from '../workspace-command.ts';

interface DiffOptions extends CommonOptions {
  readonly settings?: string;
  readonly workload?: string;
  readonly all?: boolean;
  readonly exitCode?: boolean;
  readonly format: 'text' | 'markdown' | 'json';
}

/** Adds `crossfade diff A B`. */
export function addDiff(program: Command, terminal: Terminal, exit: Exit): void {
  const command = withCommonOptions(
    program
      .command('diff')
      .description('what differs between two environments; of secrets only that they do')
      .argument('<a>', 'an environment')
      .argument('<b>', 'another'),
  );
  withReference(withWorkload(command))
    .option(
      '--settings <spec>',
      '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS]; default: all classes, else all modules',
    )
    .option('--all', 'show the keys that are the same in both as well')
    .option('--exit-code', 'exit 1 when a key differs or is missing in one of the two')
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .action(async (a: string, b: string, options: DiffOptions) => {
      const session = await openSession(options, terminal);
      const answer = session.analysis.diffEnvironments(a, b, {
        ...(options.settings === undefined ? {} : { settings: options.settings }),
        ...(options.workload === undefined ? {} : { workload: options.workload }),
      });
      if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
      session.print(report(session, [a, b], answer.diffs, options));
      noteLeftOut(session, options.settings);
      const differs = answer.diffs.some(({ counts }) => counts.different + counts.missing > 0);
      exit(options.exitCode && differs ? 1 : 0);
    });
}

function report(
  { analysis, paint }: Session,
  names: readonly [string, string],
  diffs: readonly EnvironmentDiff[],
  options: DiffOptions,
): string {
  const shown = options.all ? diffs : diffs.map(withoutSame);
  const coverage = analysis.coverage();
  switch (options.format) {
    case 'json':
      return jsonText(diffJson(names, shown, coverage), 2);
    case 'markdown':
      return analysis.matrixMarkdown(
        `${names[0]} and ${names[1]}`,
        shown.map((it) => it.matrix),
      );
    case 'text': {
      const parts = shown.map(({ matrix, counts }) =>
        [matrixText(matrix, paint), countsText(counts)].join('\n'),
      );
      return `${[...parts, coverageText(coverage, paint)].join('\n')}\n`;
    }
  }
}

function withoutSame({ matrix, counts }: EnvironmentDiff): EnvironmentDiff {
  return { matrix: { ...matrix, rows: matrix.rows.filter((it) => it.compared !== 'same') }, counts };
}

function countsText(counts: EnvironmentDiff['counts']): string {
  return `  ${counts.different} different, ${counts.missing} missing in one, ${counts.unknown} not known, ${counts.same} the same\n`;
}
