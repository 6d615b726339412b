import { type Command, Option } from 'commander';
import { type Matrix, onlyRows, ROW_KINDS, type RowKind } from '../../core/features/matrix.ts';
import { noteLeftOut } from '../note-left-out.ts';
import { coverageText } from '../reports/coverage-text.ts';
import { jsonText } from '../reports/json-text.ts';
import { matrixHtml } from '../reports/matrix-html.ts';
import { matrixJson } from '../reports/matrix-json.ts';
import { matrixText } from '../reports/matrix-text.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { collect, type Exit, withCommonOptions, withReference, withWorkload } from '../workspace-command.ts';

interface MatrixOptions extends CommonOptions {
  readonly settings?: string;
  readonly workload?: string;
  readonly environment: readonly string[];
  readonly only: readonly RowKind[];
  readonly format: 'text' | 'markdown' | 'json' | 'html';
  readonly exitZero?: boolean;
}

/** Adds `crossfade matrix`. */
export function addMatrix(program: Command, terminal: Terminal, exit: Exit): void {
  const command = withCommonOptions(
    program.command('matrix').description('key × environment: value or state, and where it comes from'),
  );
  withReference(withWorkload(command))
    .option(
      '--settings <spec>',
      '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS]; default: all classes, else all modules',
    )
    .option(
      '--environment <name>',
      'a column; several give several, in this order; default: all',
      collect,
      [],
    )
    .addOption(onlyOption())
    .option('--exit-zero', 'exit 0 even if the service does not start in an environment')
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'markdown', 'json', 'html'])
        .default('text'),
    )
    .action(async (options: MatrixOptions) => {
      const session = await openSession(options, terminal);
      const answer = session.analysis.matrix({
        environments: options.environment,
        ...(options.settings === undefined ? {} : { settings: options.settings }),
        ...(options.workload === undefined ? {} : { workload: options.workload }),
      });
      if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
      session.print(
        report(
          session,
          answer.matrices.map((it) => onlyRows(it, options.only)),
          options.format,
        ),
      );
      noteLeftOut(session, options.settings);
      for (const it of answer.leftOut)
        session.note(`crossfade: not shown: ${printable(withCandidates(it.message, it.candidates))}\n`);
      const broken = answer.matrices.some((it) => it.environments.some(({ ok }) => ok === false));
      exit(broken && !options.exitZero ? 1 : 0);
    });
}

function onlyOption(): Option {
  return new Option('--only <kind>', 'only keys of this kind; several add up')
    .choices(ROW_KINDS)
    .default([])
    .argParser((value: string, before: readonly string[]) => {
      if (!ROW_KINDS.some((it) => it === value))
        throw new UsageError(withCandidates(`\`--only\` knows no \`${value}\``, ROW_KINDS));
      return [...before, value];
    });
}

function report(session: Session, matrices: readonly Matrix[], format: MatrixOptions['format']): string {
  const { analysis, paint } = session;
  const coverage = analysis.coverage();
  const title = 'Settings by environment';
  switch (format) {
    case 'text':
      return `${[...matrices.map((it) => matrixText(it, paint)), coverageText(coverage, paint)].join('\n')}\n`;
    case 'markdown':
      return analysis.matrixMarkdown(title, matrices);
    case 'json':
      return jsonText(matrixJson(matrices, coverage), 2);
    case 'html':
      return matrixHtml(title, matrices, coverage);
  }
}
