import { isRecordPath, parseRecord, type RecordFile, recordsOf, spanOf } from '../migration/record.ts';
import { recordFaults } from '../migration/record-faults.ts';
import { nearest } from '../text/nearest.ts';
import { firstLine, type Span } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { recordFields } from './record-fields.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: record-invalid.md */
export const recordInvalid: Rule = {
  id: 'record-invalid',
  severity: 'error',
  summary: 'A migration record cannot be understood, so nothing is proved for it.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, file } = context;
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    for (const problem of record.problems) {
      yield { span: visible(file.text, problem.span), message: problem.message };
    }
    if (record.problems.length > 0) return;
    for (const problem of snapshot.engines.record(record.data)) {
      if (problem.missing && recordFields.has(String(problem.path[0]))) continue;
      yield {
        span: visible(file.text, valueOrKey(record, problem.path)),
        message: problem.message,
        ...spelling(context, problem.path),
      };
    }
    yield* collisions(context);
    for (const { path, message, other } of recordFaults(snapshot, record)) {
      yield {
        span: visible(file.text, valueOrKey(record, path)),
        message,
        ...(other ? { related: [place(other)] } : {}),
      };
    }
  },
};

function place(record: RecordFile) {
  const span = visible(record.file.text, spanOf(record, ['id']));
  return { path: record.file.path, span, message: 'the other record' };
}

/** The value that is wrong; the key where the value is missing or stands below. */
function valueOrKey(record: RecordFile, path: readonly (string | number)[]): Span {
  const value = recordFields.has(String(path[0])) ? record.valueSpans.get(path.join('.')) : undefined;
  return value ?? spanOf(record, path);
}

/** A misspelt field name gets the nearest one that exists. */
function spelling({ file }: RuleContext, path: readonly (string | number)[]): Pick<Finding, 'fixes'> {
  const [name] = path;
  if (path.length !== 1 || typeof name !== 'string' || recordFields.has(name)) return {};
  const [near] = nearest(name, [...recordFields]);
  const span = parseRecord(file).spans.get(name);
  if (near === undefined || span === undefined || parseRecord(file).spans.has(near)) return {};
  return {
    fixes: [
      {
        title: `Change to \`${near}\``,
        safety: 'unsafe',
        kind: 'quickfix',
        edits: [{ path: file.path, span, newText: near }],
      },
    ],
  };
}

/** Two migrations of one key at the same time have no order. */
function* collisions({ snapshot, file }: RuleContext): Generator<Finding> {
  const record = parseRecord(file);
  if (!isOpen(record.phase)) return;
  for (const other of recordsOf(snapshot)) {
    if (other.file === file || !isOpen(other.phase)) continue;
    const key = record.from.find((name) => other.from.includes(name));
    if (key === undefined) continue;
    yield {
      span: visible(file.text, spanOf(record, ['from'])),
      message: `\`${key}\` is already being migrated by \`${other.id}\`; two migrations of one key have no order`,
      related: [
        {
          path: other.file.path,
          span: visible(other.file.text, spanOf(other, ['from'])),
          message: 'the other migration',
        },
      ],
    };
  }
}

function isOpen(phase: string): boolean {
  return phase !== 'done' && phase !== 'abandoned';
}

function visible(text: string, span: Span): Span {
  const line = firstLine(text, span);
  return line.end > line.start ? line : { start: 0, end: 0 };
}
