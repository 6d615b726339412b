import { kindNamed } from '../migration/kinds/kinds.ts';
import { isRecordPath, parseRecord, type RecordFile } from '../migration/record.ts';
import { firstLine, type Span } from '../text/span.ts';
import type { Fix } from './finding.ts';
import { recordFields } from './record-fields.ts';
import type { Rule } from './rule.ts';

/** Page: record-incomplete.md */
export const recordIncomplete: Rule = {
  id: 'record-incomplete',
  severity: 'warning',
  summary: 'A migration record lacks what people need when something goes wrong.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.problems.length > 0 || record.phase === 'abandoned') return;
    for (const problem of snapshot.engines.record(record.data)) {
      const name = String(problem.path[0]);
      if (problem.missing && recordFields.has(name)) {
        yield {
          span: phaseSpan(record),
          message: `The record has no \`${problem.path.join('.')}\`: ${WHY[name] ?? 'it is needed'}`,
        };
      }
    }
    yield* unanswered(record);
  },
};

const WHY: Readonly<Record<string, string>> = {
  schema: 'write `schema: 1`, so that later versions can read it',
  id: 'other files refer to the migration by it',
  kind: 'without it nothing can be proved',
  owner: 'nobody answers for it',
  plan: 'the order of the steps is open',
  phase: 'how far it is cannot be said',
  from: 'which key changes is open',
  to: 'which key takes its place is open',
  expect: 'whether it worked cannot be said',
};

/** Sections that somebody opens at night, and what was left to be filled in. */
function* unanswered(record: RecordFile) {
  if (!record.sections.get('rollback')?.text) {
    yield {
      span: phaseSpan(record),
      message: 'The record has no section `Rollback`: nobody knows how to go back',
      fixes: rollbackSection(record),
    };
  }
  if (record.owner !== undefined && /\bTODO\b/.test(record.owner)) {
    yield {
      span: record.valueSpans.get('owner') ?? phaseSpan(record),
      message: '`owner` is still to be filled in: nobody answers for it',
    };
  }
  if (record.phase !== 'done') return;
  const notes = record.sections.get('final notes');
  if (!notes || /^[ \t]*[-*][ \t][^:\n]*:[ \t]*$/m.test(notes.text)) {
    yield {
      span: notes ? firstLine(record.file.text, notes.heading) : phaseSpan(record),
      message:
        'The migration is done and its final notes are open: reason, files, command and metric are forgotten soonest',
    };
  }
}

/** The section with the notes that a new record of this kind and plan has, above the checklist or at the end. */
function rollbackSection(record: RecordFile): readonly Fix[] {
  const { file, kind, plan, from, to, sections } = record;
  if (kind === undefined || plan === undefined) return [];
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
  const notes = kindNamed(kind)
    .rollback({ from, to, plan })
    .map(({ phase, note }) => `- ${phase}: ${note}`);
  const empty = sections.get('rollback');
  const next = sections.get('checklist') ?? sections.get('final notes');
  const [at, lines] = empty
    ? [empty.heading.end, ['', '', ...notes]]
    : next
      ? [next.heading.start, ['## Rollback', '', ...notes, '', '']]
      : [file.text.trimEnd().length, ['', '', '## Rollback', '', ...notes]];
  return [
    {
      title: 'Add the rollback notes of this plan',
      safety: 'unsafe',
      kind: 'quickfix',
      edits: [{ path: file.path, span: { start: at, end: at }, newText: lines.join(eol) }],
    },
  ];
}

function phaseSpan(record: RecordFile): Span {
  const span = record.spans.get('phase') ?? record.spans.get('id') ?? record.frontMatterSpan;
  return firstLine(record.file.text, span);
}
