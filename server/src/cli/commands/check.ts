import { type Command, Option } from 'commander';
import { comparesWithBase } from '../../core/rules/compares-with-base.ts';
import { rules } from '../../core/rules/registry.ts';
import type { Severity } from '../../core/snapshot.ts';
import { type Baseline, baselineOf, baselineText, goneFrom, newSince, parseBaseline } from '../baseline.ts';
import { type CheckResult, withDiagnostics } from '../check-result.ts';
import { runCheck } from '../check-workspace.ts';
import { type FixedWorkspace, fixWorkspace } from '../fix-workspace.ts';
import { readInput } from '../read-input.ts';
import { CHECK_FORMATS, type CheckFormat, checkReport } from '../reports/check-report.ts';
import { printable, withoutLogCommands } from '../reports/printable.ts';
import { type CommonOptions, existing, openSession, pathBelow, type Session } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { type Exit, withCommonOptions, withReference } from '../workspace-command.ts';
import { textsDiff } from '../write-change.ts';
import { writeFiles } from '../write-files.ts';

interface CheckOptions extends CommonOptions {
  readonly format: CheckFormat;
  readonly failLevel: Severity;
  readonly failOnOverdue?: boolean;
  readonly exitZero?: boolean;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diff?: boolean;
  readonly stdinFilename?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly newSince?: string;
  readonly base?: string;
}

/** What no change of a file brings. */
const DATED: ReadonlySet<string> = new Set(rules.filter((it) => it.dated).map((it) => it.id));

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
    .addOption(new Option('--format <format>', 'form of the report').choices(CHECK_FORMATS).default('text'))
    .addOption(
      new Option('--fail-level <severity>', 'exit 1 from this severity on')
        .choices(SEVERITIES as string[])
        .default('error'),
    )
    .option('--fail-on-overdue', 'exit 1 as well for what only time brings: dates that have passed')
    .option('--exit-zero', 'exit 0 in spite of findings')
    .option('--fix', 'apply safe fixes')
    .option('--unsafe-fixes', 'with --fix: apply the others too')
    .option('--diff', 'show what --fix would change, and change nothing')
    .option('--baseline <file>', 'report only what this file does not hold')
    .option('--update-baseline', 'write the findings of today to the file of --baseline, and exit 0')
    .option('--new-since <ref>', 'report only what was not there at a commit, branch or tag')
    .option(
      '--base <ref>',
      'commit to compare settings code with; default: where this branch left the default branch',
    )
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
  const opened = await openSession(options, terminal);
  // Another state of the files began somewhere else.
  const compares =
    options.base !== undefined || (options.ref === undefined && comparesWithBase(opened.snapshot));
  const onDisk = compares ? opened.withBase(options.base) : opened;
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
    else {
      const after = applied(session, fixed, piped, terminal);
      return judge(after, wanted, options, await known(options, wanted, onDisk, terminal), piped && terminal);
    }
  }
  return judge(session, wanted, options, await known(options, wanted, onDisk, terminal), undefined);
}

/** The findings that are not to be reported. */
async function known(
  options: CheckOptions,
  wanted: readonly string[],
  session: Session,
  terminal: Terminal,
): Promise<Baseline | undefined> {
  const { baseline, updateBaseline, newSince } = options;
  if (baseline !== undefined && newSince !== undefined)
    throw new UsageError('--baseline and --new-since say two things about what is known');
  if (newSince !== undefined)
    return baselineOf(await findingsAt(newSince, options, wanted, session, terminal));
  if (updateBaseline && baseline === undefined)
    throw new UsageError('--update-baseline goes with --baseline');
  if (baseline === undefined || updateBaseline) return undefined;
  return parseBaseline(baseline, readInput(terminal, baseline));
}

/** What `check` says at a ref. Files that git does not track are taken as they are today. */
async function findingsAt(
  ref: string,
  options: CheckOptions,
  wanted: readonly string[],
  today: Session,
  terminal: Terminal,
) {
  if ([...options.processEnv, ...options.names].some((it) => /(^|=)-$/.test(it)))
    throw new UsageError(
      '--new-since looks twice, and standard input is read once: give a file instead of -',
    );
  const before = await openSession({ ...options, ref, quiet: true }, terminal);
  const untracked = [...today.snapshot.files.values()].filter((file) => file.tracked === false);
  const base = untracked.reduce((session, file) => session.overlay(file.path, file.text), before);
  return runCheck(base, wanted).diagnostics;
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
  known: Baseline | undefined,
  aside: Terminal | undefined,
): 0 | 1 {
  const all = runCheck(session, wanted);
  if (options.updateBaseline) return updateBaseline(options, all, session);
  const result = known === undefined ? all : withDiagnostics(all, newSince(known, all.diagnostics));
  if (options.baseline !== undefined && known !== undefined) noteGone(session, known, all, wanted);
  if (!options.diff) {
    const report = checkReport(options.format, result, session);
    if (aside && options.outputFile === undefined) aside.error(withoutLogCommands(report));
    else session.print(report, options.format === 'github' ? 'log-commands' : undefined);
  }
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failLevel) + 1);
  const counted = result.diagnostics.filter((it) => worst.includes(it.severity) && !DATED.has(it.rule));
  const overdue = result.diagnostics.filter((it) => DATED.has(it.rule));
  if (overdue.length > 0 && !options.failOnOverdue && counted.length === 0)
    session.note(
      `crossfade: ${findings(overdue.length)} only of dates that have passed; --fail-on-overdue makes the exit status 1\n`,
    );
  const failing = counted.length > 0 || (options.failOnOverdue === true && overdue.length > 0);
  return failing && !options.exitZero ? 1 : 0;
}

function updateBaseline(options: CheckOptions, { diagnostics }: CheckResult, session: Session): 0 {
  session.writeBeside(options.baseline ?? '', baselineText(baselineOf(diagnostics)));
  session.note(`crossfade: ${options.baseline} holds ${findings(diagnostics.length)}\n`);
  return 0;
}

function noteGone(session: Session, known: Baseline, all: CheckResult, wanted: readonly string[]): void {
  const gone = goneFrom(known, all.diagnostics);
  if (gone > 0 && wanted.length === 0)
    session.note(
      `crossfade: ${findings(gone)} of the baseline ${gone === 1 ? 'is' : 'are'} gone; --update-baseline drops them\n`,
    );
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`;
}
