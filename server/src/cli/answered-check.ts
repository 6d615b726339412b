import {
  ASKED_ITEMS,
  type ChecklistBlock,
  TAGGED_BLOCKS,
} from '../core/migration/checklist/checklist-items.ts';
import { configuredRefs } from '../core/migration/deployed-versions.ts';
import type { AttestRequest } from '../core/migration/edit/attest-record.ts';
import type { RecordFile } from '../core/migration/record.ts';
import { commitOf } from '../host/git.ts';
import { firstTagWith, isDirty, recordCommits } from '../host/git-record.ts';
import { fromGit } from './earlier-session.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';
import { withCandidates } from './with-candidates.ts';

interface CheckOptions {
  readonly check: string;
  readonly result?: string;
  readonly environment?: string;
}

type Check = NonNullable<AttestRequest['check']>;

/** The item of a checklist that `--check` names, answered: by the person, and by what Crossfade finds out itself. */
export function answeredCheck(session: Session, record: RecordFile, options: CheckOptions): Check {
  const { block, name } = itemNamed(record, options.check);
  if (block !== 'release') return { block, name, ...said(options) };
  switch (name) {
    case 'lint':
    case 'unit tests':
      return { block, name, ...atThisCommit(session, record, options) };
    case 'integration check':
      return { block, name, ...(options.result ? said(options) : resolved(session, options, true)) };
    case 'staging configuration':
      return { block, name, ...(options.result ? said(options) : resolved(session, options, false)) };
    case 'release tag':
      return { block, name, ...(options.result ? said(options) : tagged(session, record)) };
    default:
      return { block, name, ...said(options) };
  }
}

function itemNamed(
  record: RecordFile,
  asked: string,
): { readonly block: ChecklistBlock; readonly name: string } {
  const name = asked.trim().toLowerCase();
  const blocks: readonly ChecklistBlock[] = [
    'release',
    ...TAGGED_BLOCKS.filter((it) => record.tags.includes(it)),
  ];
  const block = blocks.find((it) => ASKED_ITEMS[it].some((item) => item.name === name));
  if (block !== undefined) return { block, name };
  const names = blocks.flatMap((it) => ASKED_ITEMS[it].map((item) => item.name));
  throw new UsageError(withCandidates(`the checklist has no item \`${asked}\``, names));
}

type Answer = Pick<Check, 'value' | 'ticked'>;

function said({ check, result }: CheckOptions): Answer {
  if (!result) throw new UsageError(`what came out of \`${check}\`? --result TEXT`);
  return { value: result, ticked: !/^(?:no|unknown)\b/i.test(result) };
}

/** Only whoever ran it knows what came out. What was tested is the commit that is checked out, so nothing may be changed beside it. */
function atThisCommit({ root }: Session, record: RecordFile, options: CheckOptions): Answer {
  const { value, ticked } = said(options);
  const commit = fromGit(() => commitOf(root, 'HEAD')).slice(0, 12);
  if (isDirty(root, record.file.path))
    throw new UsageError(
      `files differ from commit ${commit}, so it is not what was tested: commit them first, nothing was written`,
    );
  return { value: `${value} (${commit})`, ticked };
}

/** Whether the service starts in an environment: with what was given of it, or with what its files hold. */
function resolved(session: Session, options: CheckOptions, given: boolean): Answer {
  const name = options.environment ?? 'staging';
  if (given && !session.snapshot.given.has(name))
    throw new UsageError(
      `the process environment of a running service is needed: \`… env -0 | crossfade attest … --environment ${name} --process-env -\`; or --result TEXT`,
    );
  const answer = session.analysis.resolve({ environment: name });
  if (!answer.ok && options.environment === undefined)
    throw new UsageError(noStaging(session, options.check));
  if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
  const verdicts = answer.resolutions.map((it) => it.ok);
  const failing = answer.resolutions.filter((it) => it.ok === false).map((it) => it.schema.id);
  const word = verdicts.includes(false)
    ? `no: ${failing.join(', ')} does not start`
    : verdicts.includes(null)
      ? 'unknown: code decides that is not evaluated'
      : 'starts';
  const source = given ? 'the process environment that was given' : 'what its files hold';
  return {
    value: `${word}: \`crossfade resolve --environment ${name}\` with ${source}, ${session.snapshot.today}`,
    ticked: word === 'starts',
  };
}

/** A service may be tried out elsewhere: which environment that is, or what came out, only a person says. */
function noStaging({ analysis }: Session, check: string): string {
  const names = analysis.environments().map((it) => it.name);
  const choice = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `there is no environment \`staging\`: for \`${check}\` say which one stands for it, --environment NAME${choice}, or what came out, --result TEXT`;
}

function tagged({ root, snapshot }: Session, record: RecordFile): Answer {
  const [last] = fromGit(() => recordCommits(root, record.file.path));
  if (last === undefined) throw new UsageError(`${record.file.path} is not committed, so no tag holds it`);
  // A tag that moves with every deploy names no release.
  const tag = firstTagWith(root, last.commit, new Set(configuredRefs(snapshot)));
  if (tag === undefined)
    throw new UsageError(
      `no tag holds commit ${last.commit.slice(0, 12)}: tag the release first, or fetch its tags`,
    );
  return { value: `${tag} (${last.commit.slice(0, 12)})`, ticked: true };
}
