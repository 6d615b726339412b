import type { Command } from 'commander';
import { Analysis } from '../../core/analysis.ts';
import { missingChecks, missingEvidence } from '../../core/migration/checklist/missing-evidence.ts';
import { type AttestRequest, attestRecord } from '../../core/migration/edit/attest-record.ts';
import { type GateId, gateNamed } from '../../core/migration/gates.ts';
import { parseRecord, type RecordFile } from '../../core/migration/record.ts';
import { sourceFile } from '../../core/text/source-file.ts';
import { lastingRef } from '../../host/git-record.ts';
import { answeredCheck } from '../answered-check.ts';
import { fromGit } from '../earlier-session.ts';
import { readEvidence } from '../log-evidence.ts';
import { oneRecord, writeRecordText } from '../one-record.ts';
import { printableLines } from '../reports/printable.ts';
import { type CommonOptions, openSession, type Session } from '../session.ts';
import { spelledAs } from '../spelled-as.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { whoSays } from '../who.ts';
import { withCandidates } from '../with-candidates.ts';
import { collect, type Exit, withCommonOptions } from '../workspace-command.ts';
import { textsDiff } from '../write-change.ts';

interface AttestOptions extends CommonOptions {
  readonly environment?: string;
  readonly by?: string;
  readonly command?: string;
  readonly equal?: string;
  readonly store?: string;
  readonly deployed: readonly string[];
  readonly gate?: string;
  readonly result?: string;
  readonly evidence: readonly string[];
  readonly since?: string;
  readonly days: string;
  readonly check?: string;
  readonly byHand?: string;
  readonly dryRun?: boolean;
}

/** Adds `crossfade attest`. */
export function addAttest(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program
      .command('attest')
      .description('write into a record what no file shows: names, never values, with who, when and how')
      .argument('<record>', 'id or path'),
  )
    .option('--environment <name>', 'the environment that is spoken of')
    .option('--store <name>', 'the names are those of this store, and not of the whole environment')
    .option('--by <name>', 'who says so; default: the user that git knows')
    .option('--command <text>', 'what was run to see it')
    .option('--equal <yes|no>', 'whether old and new values are equal there; given values are compared')
    .option('--deployed <reader=ref>', 'which version of a reader runs there', collect, [])
    .option('--gate <id>', 'evidence for a gate, with --result')
    .option('--check <name>', 'an item of the checklist: what Crossfade can find out, it writes down itself')
    .option(
      '--by-hand <text>',
      'a step of the section `By hand` that is done, by a part of its text; or `all`',
    )
    .option('--result <text>', 'what came out')
    .option(
      '--evidence <file>',
      'evidence for G10: a log, in which the lines of the old keys are counted; several add up',
      collect,
      [],
    )
    .option('--since <date>', 'of the log, only this day and later')
    .option('--days <n>', 'how many days the log has to span', '1')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (name: string, options: AttestOptions) => {
      // Here it is what is attested, and no gate is asked.
      const common = { ...ofEnvironment(options), deployed: [] };
      const session = await openSession(common, terminal);
      const record = oneRecord(session, name);
      session.print(attest(session, record, options, terminal));
      exit(0);
    });
}

/** `--names -` speaks of the environment that `--environment` names. */
function ofEnvironment(options: AttestOptions): AttestOptions {
  const { environment } = options;
  if (environment === undefined) return options;
  const named = (it: string) => (/^[A-Za-z0-9_.-]+=./s.test(it) ? it : `${environment}=${it}`);
  return { ...options, names: options.names.map(named), processEnv: options.processEnv.map(named) };
}

function attest(session: Session, record: RecordFile, options: AttestOptions, terminal: Terminal): string {
  const request = requestOf(session, record, options, terminal);
  const edited = attestRecord(record, request);
  if (!edited.ok) throw new UsageError(edited.message);
  if (edited.text === record.file.text) return 'The record says so already.\n';
  const diff = textsDiff(session, new Map([[record.file.path, edited.text]]));
  if (options.dryRun) return `${diff}Nothing was written.\n`;
  const wrote = `${printableLines(diff)}Wrote ${writeRecordText(session, record, edited.text)}\n`;
  return `${wrote}${notEnough(record, edited.text, request)}`;
}

/** What was said of an item of the checklist may not be what is asked for. */
function notEnough({ file }: RecordFile, text: string, { check }: AttestRequest): string {
  if (check === undefined) return '';
  const after = parseRecord(sourceFile(file.path, text));
  const open = [...missingChecks(after), ...missingEvidence(after)].find(
    (it) => it.block === check.block && it.name === check.name,
  );
  return open === undefined ? '' : `Not enough yet: \`${open.name}\` ${open.reason}\n`;
}

function requestOf(
  session: Session,
  record: RecordFile,
  options: AttestOptions,
  terminal: Terminal,
): AttestRequest {
  const evidence = evidenceOf(session, record, options, terminal);
  const environment = options.check === undefined ? environmentOf(session, record, options) : undefined;
  const check =
    options.check === undefined
      ? undefined
      : answeredCheck(session, record, { ...options, check: options.check });
  const { byHand } = options;
  if (evidence === undefined && environment === undefined && check === undefined && byHand === undefined)
    throw new UsageError(
      'say what is attested: --names, --process-env, --equal or --deployed with --environment; --gate or --check with --result; --evidence; --by-hand',
    );
  return {
    by: whoSays(session, options.by),
    on: session.snapshot.today,
    ...commandOf(record, options),
    ...(environment === undefined ? {} : { environment }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(check === undefined ? {} : { check }),
    ...(byHand === undefined ? {} : { byHand }),
  };
}

function environmentOf(
  session: Session,
  record: RecordFile,
  options: AttestOptions,
): AttestRequest['environment'] {
  const asks = options.names.length + options.processEnv.length + options.deployed.length > 0;
  if (options.environment === undefined) {
    if (asks || options.equal !== undefined)
      throw new UsageError(
        `which environment is spoken of? --environment NAME, one of ${session.analysis
          .environments()
          .map((it) => it.name)
          .join(', ')}`,
      );
    return undefined;
  }
  const name = options.environment;
  const written = spelledAs(session, record, name);
  const given = session.snapshot.given.get(name);
  const store = storeOf(session, record, options, written);
  const shown = given && store === undefined ? session.analysis.valuesIn(record, name) : {};
  const equal = equalOf(options.equal) ?? shown.equal;
  if (!asks && equal === undefined) return undefined;
  return {
    name: written,
    ...(given === undefined ? {} : { names: [...given.keys()] }),
    ...(store === undefined ? {} : { store }),
    ...shown,
    ...(equal === undefined ? {} : { equal }),
    ...(options.deployed.length === 0 ? {} : { deployed: deployedOf(session, record, options.deployed) }),
  };
}

/** A store that takes part in the environment and cannot be read. */
function storeOf(
  { snapshot }: Session,
  record: RecordFile,
  { store, names, processEnv }: AttestOptions,
  environment: string,
): string | undefined {
  if (store === undefined) return undefined;
  if (names.length + processEnv.length === 0)
    throw new UsageError(`which names does \`${store}\` hold? --names FILE, or - for standard input`);
  const listed = [...(record.env.get(environment)?.stores.keys() ?? [])];
  const known = [
    ...new Set([...new Analysis({ ...snapshot, given: new Map() }).storesOf(record, environment), ...listed]),
  ];
  if (known.includes(store)) return store;
  throw new UsageError(
    withCandidates(`\`${store}\` is no store of \`${environment}\` that cannot be read`, known),
  );
}

function equalOf(text: string | undefined): boolean | undefined {
  if (text === undefined || text === 'yes' || text === 'no')
    return text === undefined ? undefined : text === 'yes';
  throw new UsageError('--equal is `yes` or `no`');
}

/** Evidence needs a command, so that somebody else can run it again. */
function commandOf(record: RecordFile, options: AttestOptions): { readonly command?: string } {
  if (options.command !== undefined) return { command: options.command };
  if (options.evidence.length > 0) {
    const since = options.since === undefined ? '' : ` --since ${options.since}`;
    return { command: `crossfade gates ${record.id} --evidence FILE${since}` };
  }
  if (options.gate !== undefined) throw new UsageError('what was run to see it? --command TEXT');
  return {};
}

/** A version that names no commit would be unknown to every gate, and one of no reader would prove nothing. */
function deployedOf({ root, analysis }: Session, record: RecordFile, given: readonly string[]) {
  const readers = analysis.recordReaders(record);
  return given.map((it) => {
    const match = /^([^=]+)=(.+)$/.exec(it);
    if (!match) throw new UsageError(`\`${it}\` is not \`READER=REF\``);
    const [, reader = '', ref = ''] = match;
    if (readers.length > 0 && !readers.includes(reader))
      throw new UsageError(
        withCandidates(`\`${reader}\` is no reader of ${record.file.path} (\`readers\`)`, readers),
      );
    return { reader, ref: fromGit(() => lastingRef(root, ref)) };
  });
}

function evidenceOf(
  session: Session,
  record: RecordFile,
  options: AttestOptions,
  terminal: Terminal,
): { readonly gate: GateId; readonly result: string } | undefined {
  if (options.evidence.length > 0) {
    const { verdict } = readEvidence(session, record, options, terminal);
    return { gate: 'G10', result: `${verdict.verdict}: ${verdict.reason}` };
  }
  if (options.gate === undefined) return undefined;
  const gate = gateNamed(options.gate);
  if (gate === undefined) throw new UsageError(`\`${options.gate}\` is not a gate, \`G1\` to \`G14\``);
  if (!options.result)
    throw new UsageError(`what came out? --result TEXT; \`no: …\` and \`unknown: …\` count as that`);
  // A gate is judged for each environment.
  const { environment } = options;
  return {
    gate,
    result:
      environment === undefined
        ? options.result
        : `${options.result} (in ${spelledAs(session, record, environment)})`,
  };
}
