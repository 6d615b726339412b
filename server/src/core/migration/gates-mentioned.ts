import { ticked } from '../text/ticked.ts';
import type { MigrationFacts } from './facts.ts';
import type { GateId, GateVerdict } from './gates.ts';
import { keyGroups } from './generate/key-groups.ts';
import {
  filesThatMayHold,
  filesWithoutNew,
  furtherEnvironments,
  type MayHold,
  mayReach,
} from './mentioned-keys.ts';
import type { RecordFile } from './record.ts';

/**
 * Verdicts about environments, held back where a file that no supplier follows may set a key there: Helm values, a
 * template, a script. What passes without it is `unknown` until that file names the new keys, or somebody attests what
 * the environment holds.
 */
export function heldByMentions(
  id: GateId,
  verdicts: readonly GateVerdict[],
  facts: MigrationFacts,
  record: RecordFile,
): readonly GateVerdict[] {
  const question = questionOf(id, facts);
  if (question === undefined || question.files.length === 0) return verdicts;
  const judged = verdicts.map((verdict): GateVerdict => {
    const { environment } = verdict;
    if (environment === null || (verdict.verdict !== 'yes' && verdict.verdict !== 'n/a')) return verdict;
    const file = question.files.find((it) => mayReach(it, environment));
    if (file === undefined || isAttested(id, record, environment)) return verdict;
    return unknown(id, environment, file, question.reason);
  });
  const further = furtherEnvironments(question.files, facts).filter((name) => !isAttested(id, record, name));
  return [
    ...judged,
    ...further.flatMap((name) => {
      const file = question.files.find((it) => mayReach(it, name));
      return file === undefined ? [] : [unknown(id, name, file, question.reason)];
    }),
  ];
}

interface Question {
  readonly files: readonly MayHold[];
  /** What is not known of a file, and what to do; the path of the file goes before it. */
  readonly reason: string;
}

/** What the gate asks of files of which only names are seen; undefined where it asks nothing. */
function questionOf(id: GateId, facts: MigrationFacts): Question | undefined {
  const { kind, from } = facts;
  if (id === 'G1') {
    if (kind === 'rotate-signing') return undefined;
    const files = keyGroups(facts).flatMap((group) => filesWithoutNew(facts, group));
    const to = facts.toKeys.filter((key) => !facts.fromKeys.includes(key));
    const reason = `names ${ticked(facts.fromKeys)} and not ${ticked(to)}: add ${to.length > 1 ? 'them' : 'it'} there, or attest what the environment holds`;
    return { files, reason };
  }
  const named = () => filesThatMayHold(facts, facts.fromKeys);
  if (id === 'G3' && (kind === 'flag' || kind === 'layer')) {
    const same = kind === 'flag' ? 'the value that stays' : 'the same value';
    return {
      files: named(),
      reason: `names \`${from}\`: whether it sets ${same} is not seen; attest it with \`--equal\``,
    };
  }
  if (id === 'G4' && (kind === 'tighten' || kind === 'retype' || kind === 'enum')) {
    const want = kind === 'tighten' ? 'satisfies the new constraint' : 'is spelled the new way';
    return {
      files: named(),
      reason: `names \`${from}\`: whether its value ${want} is not seen; attest it with \`--process-env\``,
    };
  }
  return undefined;
}

/** Whether somebody has said what the gate asks about the environment as a whole. */
function isAttested(id: GateId, { env }: RecordFile, environment: string): boolean {
  const said = env.get(environment);
  if (id === 'G1') return said?.has !== undefined;
  return (id === 'G3' ? said?.equal : said?.valid) !== undefined;
}

function unknown(id: GateId, environment: string, { path, line }: MayHold, reason: string): GateVerdict {
  return { id, environment, verdict: 'unknown', reason: `\`${path}\` ${reason}`, path, line };
}
