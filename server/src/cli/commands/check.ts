import { type Command, Option } from 'commander';
import type { Severity } from '../../core/snapshot.ts';
import { runCheck } from '../check-workspace.ts';
import { fixWorkspace } from '../fix-workspace.ts';
import { checkConcise, checkJsonLines } from '../reports/check-concise.ts';
import { checkJson } from '../reports/check-json.ts';
import { checkText } from '../reports/check-text.ts';
import { type Exit, withCommonOptions } from '../run-cli.ts';
import { type CommonOptions, openSession, pathBelow } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';

interface CheckOptions extends CommonOptions {
  readonly format: 'text' | 'concise' | 'json' | 'jsonl';
  readonly failLevel: Severity;
  readonly exitZero?: boolean;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diff?: boolean;
  readonly stdinFilename?: string;
}

/** Worst first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export function addCheck(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('check')
      .description('report what is wrong in the settings of the workspace')
      .argument('[path...]', 'report only these files and folders; the whole root is analysed all the same'),
  )
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['text', 'concise', 'json', 'jsonl'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-level <severity>', 'exit 1 from this severity on')
        .choices(SEVERITIES as string[])
        .default('error'),
    )
    .option('--exit-zero', 'exit 0 in spite of findings')
    .option('--fix', 'apply safe fixes')
    .option('--unsafe-fixes', 'with --fix: apply the others too')
    .option('--diff', 'show what --fix would change, and change nothing')
    .option('--stdin-filename <file>', 'name of the file that standard input holds (path is -)')
    .action(async (paths: string[], options: CheckOptions) => {
      exit(await check(paths, options, terminal));
    });
}

async function check(only: readonly string[], options: CheckOptions, terminal: Terminal): Promise<0 | 1> {
  let session = await openSession(options, terminal);
  if (options.stdinFilename !== undefined) {
    const path = pathBelow(session.root, terminal, options.stdinFilename);
    session = session.overlay(path, terminal.readStdin());
  } else if (only.includes('-'))
    throw new UsageError('`check -` reads standard input and needs --stdin-filename');
  const wanted = only.filter((it) => it !== '-').map((it) => pathBelow(session.root, terminal, it));
  if (options.stdinFilename !== undefined)
    wanted.push(pathBelow(session.root, terminal, options.stdinFilename));
  if (options.fix || options.diff) session = fixWorkspace(session, wanted, options);
  const result = runCheck(session, wanted);
  if (!options.diff) session.print(write(options.format, result, session));
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failLevel) + 1);
  const failing = result.diagnostics.some((it) => worst.includes(it.severity));
  return failing && !options.exitZero ? 1 : 0;
}

function write(
  format: CheckOptions['format'],
  result: ReturnType<typeof runCheck>,
  session: Awaited<ReturnType<typeof openSession>>,
): string {
  switch (format) {
    case 'text':
      return checkText(result, session.analysis, session.paint);
    case 'concise':
      return checkConcise(result, session.analysis);
    case 'json':
      return checkJson(result, session.analysis);
    case 'jsonl':
      return checkJsonLines(result, session.analysis);
  }
}
