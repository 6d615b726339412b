import { type Command, Option } from 'commander';
import type { Severity } from '../../core/snapshot.ts';
import { runCheck } from '../check-workspace.ts';
import { type FixedWorkspace, fixWorkspace } from '../fix-workspace.ts';
import { checkConcise, checkJsonLines } from '../reports/check-concise.ts';
import { checkJson } from '../reports/check-json.ts';
import { checkText } from '../reports/check-text.ts';
import { printable, withoutLogCommands } from '../reports/printable.ts';
import { type CommonOptions, existing, openSession, pathBelow, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { type Exit, withCommonOptions, withReference } from '../workspace-command.ts';
import { textsDiff } from '../write-change.ts';
import { writeFiles } from '../write-files.ts';

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

/** Adds `crossfade check`. */
export function addCheck(program: Command, terminal: Terminal, exit: Exit): void {
  withReference(
    withCommonOptions(
      program
        .command('check')
        .description('report what is wrong in the settings of the workspace')
        .argument(
          '[path...]',
          'report only these files and folders; the whole root is analysed all the same',
        ),
    ),
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
  if (options.stdinFilename === undefined && only.includes('-'))
    throw new UsageError('`check -` reads standard input and needs --stdin-filename');
  if (options.ref !== undefined && (options.fix || options.diff || options.stdinFilename !== undefined))
    throw new UsageError('--ref reads another state of the files, which --fix, --diff and `-` cannot change');
  const onDisk = await openSession(options, terminal);
  const wanted = only.filter((it) => it !== '-').map((it) => wantedPath(onDisk, terminal, it, options.ref));
  let session = onDisk;
  let piped: Piped | undefined;
  if (options.stdinFilename !== undefined) {
    const path = pathBelow(onDisk.root, terminal, options.stdinFilename);
    piped = { path, text: terminal.readStdin() };
    session = onDisk.overlay(path, piped.text.replace(/^\uFEFF/, ''));
    wanted.push(path);
  }
  if (options.unsafeFixes && !options.fix && !options.diff)
    throw new UsageError('--unsafe-fixes goes with --fix or --diff');
  if (options.fix || options.diff) {
    const fixed = fixWorkspace(session, wanted, options.unsafeFixes === true);
    if (options.diff) session.print(textsDiff(session, fixed.texts));
    else return judge(applied(session, fixed, piped, terminal), wanted, options, piped && terminal);
  }
  return judge(session, wanted, options, undefined);
}

/** A path of the command line, which has to be there: on disk, or at the commit that is looked at. */
function wantedPath(session: Session, terminal: Terminal, path: string, ref: string | undefined): string {
  if (ref === undefined) return existing(session.root, terminal, path, 'file or folder');
  const below = pathBelow(session.root, terminal, path);
  const known = [...session.snapshot.files.keys()].some((it) => it === below || it.startsWith(`${below}/`));
  if (below !== '' && !known) throw new UsageError(`there is no file or folder \`${path}\` at \`${ref}\``);
  return below;
}

/** What standard input holds, in the place of a file. */
interface Piped {
  readonly path: string;
  readonly text: string;
}

/** Writes what was fixed. What came from standard input goes to standard output, and no file is touched. */
function applied(
  session: Session,
  { session: after, texts }: FixedWorkspace,
  piped: Piped | undefined,
  terminal: Terminal,
): Session {
  if (piped) {
    const text = texts.get(piped.path);
    const mark = piped.text.startsWith('\uFEFF') ? '\uFEFF' : '';
    terminal.out(text === undefined ? piped.text : `${mark}${text}`);
    return after;
  }
  writeFiles(session.root, texts);
  if (texts.size > 0) session.note(`crossfade: fixed ${[...texts.keys()].map(printable).join(', ')}\n`);
  return after;
}

/** Reports and gives the exit status. With `aside`, standard output is taken and the report goes beside it. */
function judge(
  session: Session,
  wanted: readonly string[],
  options: CheckOptions,
  aside: Terminal | undefined,
): 0 | 1 {
  const result = runCheck(session, wanted);
  if (!options.diff) {
    const report = write(options.format, result, session);
    if (aside && options.outputFile === undefined) aside.error(withoutLogCommands(report));
    else session.print(report);
  }
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failLevel) + 1);
  const failing = result.diagnostics.some((it) => worst.includes(it.severity));
  return failing && !options.exitZero ? 1 : 0;
}

function write(
  format: CheckOptions['format'],
  result: ReturnType<typeof runCheck>,
  session: Session,
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
