import { isTestPath } from '../schema/test-path.ts';
import {
  type MissingItem,
  missingChecks,
  missingEvidence,
  NOT_FILLED_IN,
} from './checklist/missing-evidence.ts';
import { type ByHandStep, untickedSteps } from './edit/edit-by-hand.ts';
import { recordedVerdict } from './evidence/judge-evidence.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import type { GateId, GateVerdict } from './gates.ts';
import { verifiesWithOne } from './gates-signing.ts';
import { isGenerated } from './generate/end-of-migration.ts';
import { PHASES, type Phase, type Question } from './kinds/kinds.ts';
import { placeOfAnswer } from './open-questions.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { RecordFile } from './record.ts';

/** The gates that look at code, at the record and at its neighbours. */

/** G2: the code of the phase declares and reads NEW (and, until contraction of a dual read, OLD as well). */
export function gateCodeReadsNew(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  if (facts.toKeys.length === 0) return [whole('G2', 'n/a', 'nothing takes the place of the key')];
  const to = facts.to ?? '';
  const dual = (phase === 'expand' || phase === 'migrate') && record.plan === 'code-first';
  const readers = facts.readers.filter((reader) => reader.old !== undefined || reader.new !== undefined);
  const missing = (reader: ReaderFacts) => facts.toKeys.find((key) => !reader.fields.has(key));
  const without = readers.find((reader) => missing(reader) !== undefined);
  if (readers.length === 0) return [whole('G2', 'no', `no code reads \`${to}\``)];
  if (without !== undefined) {
    return [
      whole(
        'G2',
        'no',
        `\`${without.name}\` does not declare \`${missing(without) ?? to}\``,
        without.schema.place,
      ),
    ];
  }
  const single = readers.find((reader) => reader.old === undefined);
  if (dual && single !== undefined) {
    const reason = `\`${single.name}\` no longer reads \`${facts.from}\``;
    return [whole('G2', 'no', reason, single.schema.place)];
  }
  const signing = facts.kind === 'rotate-signing' ? verifiesWithOne(facts) : undefined;
  if (signing !== undefined) {
    const reason = `no code is seen that verifies with the keys in \`${facts.toKeys[1] ?? to}\` of \`${signing.name}\``;
    return [whole('G2', 'unknown', reason, signing.schema.place)];
  }
  return [whole('G2', 'yes', `\`${to}\` is declared and read`)];
}

/** G5: the readers of today accept NEW where it will stand. */
export function gateReadersTolerant(facts: MigrationFacts): readonly GateVerdict[] {
  const readers = facts.readers.filter((reader) => reader.new === undefined);
  if (readers.length === 0) return [whole('G5', 'n/a', `every reader declares \`${facts.to ?? ''}\``)];
  const layers = new Set(
    facts.environments.flatMap((it) => it.layers.filter((layer) => layer.old).map((layer) => layer.kind)),
  );
  const anywhere = layers.size === 0;
  for (const reader of readers) {
    if (reader.strict === undefined) {
      const reason = `whether \`${reader.name}\` accepts unknown keys is not known`;
      return [whole('G5', 'unknown', reason, reader.schema.place)];
    }
    if (reader.strict.some((layer) => anywhere || layers.has(layer))) {
      const reason = `\`${reader.name}\` rejects unknown keys (\`extra\` is \`forbid\`); adding \`${facts.to ?? ''}\` stops it at its next start`;
      return [whole('G5', 'no', reason, reader.schema.place)];
    }
  }
  return [whole('G5', 'yes', `every reader ignores \`${facts.to ?? ''}\``)];
}

/** G6: no code reads OLD. The dual read of a migration is not a reader until contraction. */
export function gateNoReaderOfOld(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  const reads = facts.readers.flatMap((reader) => reader.readsOld);
  const ending = phase === 'contract' || phase === 'done';
  const claimed = record.phase === phase;
  const declaring = facts.readers.find(({ old, new: next }) => {
    if (old === undefined) return false;
    if (ending && claimed) return true;
    // What the migration itself declares stays until then.
    return facts.toKeys.length > 0 ? next === undefined : !isGenerated(facts.project, old, record.id);
  });
  const failing: GateVerdict[] = reads.map((read) =>
    whole(
      'G6',
      read.certain ? 'no' : 'unknown',
      `\`${facts.from}\` is ${read.certain ? '' : 'perhaps '}read here`,
      read,
    ),
  );
  if (declaring?.old !== undefined) {
    failing.push(
      whole('G6', 'no', `\`${declaring.name}\` still declares \`${facts.from}\``, declaring.old.place),
    );
  }
  // Texts for people, and templates, are the last to change.
  const asked = facts.mentions.filter((it) => it.name === 'old' && (!it.prose || phase === 'done'));
  for (const mention of asked) {
    const { path, line, reader } = mention;
    const reason = reader
      ? `\`${reader.name}\` of another service reads \`${facts.from}\` from \`${reader.from}\` as well`
      : `\`${facts.from}\` is named here`;
    failing.push({ ...whole('G6', 'no', reason), path, line });
  }
  for (const dynamic of facts.dynamicReaders) {
    failing.push(whole('G6', 'unknown', dynamic.reason, dynamic));
  }
  return failing.length > 0 ? failing : [whole('G6', 'yes', `nothing reads \`${facts.from}\``)];
}

/**
 * G10: OLD is unused at run time. Asked for only where code alone cannot tell: readers that no code of the workspace
 * shows, reads of keys that are not literal, stores that are not seen. The last evidence counts.
 */
export function gateRuntimeEvidence(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const evidence = record.evidence.findLast((it) => it.gate === 'G10' && it.by !== undefined);
  if (evidence !== undefined) {
    const verdict = recordedVerdict(evidence.result);
    const said = evidence.result === undefined ? '' : `: ${evidence.result}`;
    const index = record.evidence.lastIndexOf(evidence);
    const reason = `evidence of ${evidence.by} on ${evidence.on ?? 'no date'}${said}`;
    return [whole('G10', verdict, reason, placeIn(record, `evidence.${index}`))];
  }
  const seen = new Set(facts.readers.map((it) => it.name));
  const foreign = record.readers.filter((it) => !seen.has(it)).map((it) => `\`${it}\``);
  const opaque = facts.environments.filter((it) => it.opaque.length > 0).map((it) => `\`${it.name}\``);
  const why = [
    ...(foreign.length === 0 ? [] : [`${foreign.join(', ')} is no code of this workspace`]),
    ...(facts.dynamicReaders.length === 0 ? [] : ['code reads keys that are not literal']),
    ...(opaque.length === 0 ? [] : [`what ${opaque.join(', ')} holds is not seen`]),
  ];
  if (why.length === 0) return [whole('G10', 'n/a', 'every reader and every environment is seen')];
  const unused =
    facts.kind === 'rotate-credential' ? `the old credential of \`${facts.from}\`` : `\`${facts.from}\``;
  const reason = `no evidence that ${unused} is unused at run time: ${why.join('; ')}`;
  return [whole('G10', 'unknown', reason)];
}

function placeIn(record: RecordFile, path: string) {
  const span = record.spans.get(path);
  return { path: record.file.path, ...(span === undefined ? {} : { span }) };
}

/** G11: somebody chose which key wins, where two layers may disagree. */
export function gatePrecedence(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const several = facts.environments.some(
    (it) => mayHoldUnseen(it) || new Set(it.layers.filter((l) => l.old ?? l.new).map((l) => l.kind)).size > 1,
  );
  const span = record.valueSpans.get('precedence');
  if (span !== undefined) {
    return [
      whole('G11', 'yes', `\`precedence\` is \`${record.precedence}\``, { path: record.file.path, span }),
    ];
  }
  return several
    ? [whole('G11', 'no', 'layers may disagree and `precedence` is not chosen', { path: record.file.path })]
    : [whole('G11', 'n/a', 'one layer holds the keys')];
}

/**
 * G12: owner, expected result, command and rollback note; of a draft the answer to every question; at `done` the
 * final notes.
 */
export function gateRecordComplete(
  record: RecordFile,
  phase: Phase,
  questions: readonly Question[],
  against: readonly string[],
): readonly GateVerdict[] {
  const missing: string[] = [];
  if (!filled(record.owner)) missing.push('`owner`');
  if (!filled(record.expect.result)) missing.push('`expect.result`');
  if (!filled(record.expect.command)) missing.push('`expect.command`');
  if (!filled(record.sections.get('rollback')?.text)) missing.push('the section `Rollback`');
  if (questions.length === 0 && record.answers.get('value_from_now_on') === 'no')
    missing.push('environments that hold what code assumes from now on (`value_from_now_on` is `no`)');
  if (phase === 'done') {
    const notes = record.sections.get('final notes')?.text ?? '';
    const open = notes.split(/\r\n|\r|\n/).filter((line) => /^\s*[-*]\s[^:]*:\s*$/.test(line));
    if (notes === '' || open.length > 0) missing.push('the final notes');
  }
  if (phase === 'contract' || phase === 'done') missing.push(...inWords(missingEvidence(record)));
  if (phase === 'done') missing.push(...inWords(missingChecks(record)));
  missing.push(...stepsInWords(stepsAskedFor(record, phase)));
  const open = questions.map((it) => `\`${placeOfAnswer(it)}\` (${it.text})`);
  const reasons = [
    ...against,
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(', ')}`]),
    ...(open.length === 0 ? [] : [`not answered in the record: ${open.join(', ')}`]),
  ];
  return reasons.length === 0
    ? [whole('G12', 'yes', 'the record is complete')]
    : [whole('G12', 'no', reasons.join('; '), { path: record.file.path })];
}

/**
 * What people were told to do themselves, and what nobody has said to be done: all of it when the record ends. What the
 * other side of a connection does shows nowhere, so each of its steps is asked for by the phase after it.
 */
export function stepsAskedFor(record: RecordFile, phase: Phase): readonly ByHandStep[] {
  const open = untickedSteps(record);
  if (phase === 'done') return open;
  if (record.kind !== 'rotate-credential') return [];
  return open.filter((it) => PHASES.indexOf(it.phase) < PHASES.indexOf(phase));
}

function stepsInWords(open: readonly ByHandStep[]): readonly string[] {
  if (open.length === 0) return [];
  const steps = open.map((it) => `${it.phase}: ${it.text}`).join('; ');
  return [`the tick of ${open.length === 1 ? 'a step' : `${open.length} steps`} by hand (${steps})`];
}

/** `indexes`, `query plan` of the block `database`, which nobody filled in; then what is wrong with the others. */
function inWords(items: readonly MissingItem[]): readonly string[] {
  const blocks = [...new Set(items.map((it) => it.block))];
  return blocks.flatMap((block) => {
    const where = block === 'release' ? 'of the checklist' : `of the block \`${block}\``;
    const own = items.filter((it) => it.block === block);
    const empty = own.filter((it) => it.reason === NOT_FILLED_IN).map(({ name }) => `\`${name}\``);
    return [
      ...(empty.length === 0 ? [] : [`${empty.join(', ')} ${where}`]),
      ...own
        .filter((it) => it.reason !== NOT_FILLED_IN)
        .map(({ name, reason }) => `\`${name}\` ${where}, which ${reason}`),
    ];
  });
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '' && !/\bTODO\b/.test(text);
}

/** G13: a test of the phases names the migration. */
export function gatePhaseTest(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const found = facts.project.mentioning([record.id]).find(({ file }) => isTestPath(file.path));
  return found === undefined
    ? [whole('G13', 'unknown', `no test that names \`${record.id}\` is seen`)]
    : [whole('G13', 'yes', 'a test names the migration', { path: found.file.path })];
}

/** G14: no new name is one that left with an earlier migration. */
export function gateNameNotReused(facts: MigrationFacts, record: RecordFile): readonly GateVerdict[] {
  const added = facts.toKeys.filter((it) => !facts.fromKeys.includes(it));
  if (added.length === 0) return [whole('G14', 'n/a', 'no name is added')];
  const before = facts.records.flatMap((it) =>
    it.id === record.id
      ? []
      : tombstones(it)
          .filter((name) => added.includes(name))
          .map((name) => ({ name, record: it })),
  );
  const names = added.map((it) => `\`${it}\``).join(', ');
  return before.length === 0
    ? [whole('G14', 'yes', `${names}: no migration took that name away`)]
    : before.map((it) =>
        whole('G14', 'no', `\`${it.name}\` left with \`${it.record.id}\``, { path: it.record.file.path }),
      );
}

/** The names that may not come back: they left with a record that is done. */
export function tombstones(record: RecordFile): readonly string[] {
  return record.phase === 'done' ? record.from.filter((name) => !record.to.includes(name)) : [];
}

function whole(
  id: GateId,
  verdict: GateVerdict['verdict'],
  reason: string,
  place?: { readonly path: string; readonly span?: { readonly start: number } },
): GateVerdict {
  return {
    id,
    environment: null,
    verdict,
    reason,
    ...(place ? { path: place.path } : {}),
    ...(place?.span ? { offset: place.span.start } : {}),
  };
}
