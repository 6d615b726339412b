import { markedBlocks } from '../migration/generate/end-of-migration.ts';
import { markerComments } from '../migration/generate/marker-edits.ts';
import { removeGenerated } from '../migration/generate/remove-generated.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import { pythonFile } from '../schema/python-file.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine, type Span } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { aboutRecord } from './migration-findings.ts';
import type { Rule } from './rule.ts';

/** Page: leftover.md */
export const leftover: Rule = {
  id: 'leftover',
  severity: 'warning',
  summary: 'What a finished migration has written for the time of the change is still there.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    if (!file.text.includes(MARK)) return;
    const done = recordsOf(snapshot).filter((it) => it.phase === 'done');
    if (done.length === 0) return;
    if (document) yield* inDocument(file, document, done);
    else if (file.path.endsWith('.py') && !isTestPath(file.path)) yield* inCode(snapshot, file, done);
  },
};

const MARK = 'settings-migration:';

/** Generated code, and what only it imports. Tests stay as a guard. */
function* inCode(snapshot: Snapshot, file: SourceFile, done: readonly RecordFile[]): Generator<Finding> {
  const python = pythonFile(snapshot.engines.python, file);
  if (python.stale) return;
  for (const record of done) {
    const blocks = markedBlocks(python, record.id);
    for (const block of blocks) {
      const start = file.text.indexOf(MARK, block.start);
      yield finding(record, markSpan(file.text, start), codeFix(snapshot, record, file));
    }
  }
}

function codeFix(snapshot: Snapshot, record: RecordFile, file: SourceFile): readonly Fix[] {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return [];
  const edits = removeGenerated(gathered.facts, record.id).filter((it) => it.path === file.path);
  if (edits.length === 0) return [];
  return [{ title: `Take out what \`${record.id}\` has written`, safety: 'unsafe', kind: 'quickfix', edits }];
}

/** The comments above keys of settings files. */
function* inDocument(
  { path, text }: SourceFile,
  document: Document,
  done: readonly RecordFile[],
): Generator<Finding> {
  for (const { id, span, removal } of markerComments(document)) {
    const record = done.find((it) => it.id === id);
    if (!record) continue;
    const title = `Remove the comment of \`${record.id}\``;
    const fixes: readonly Fix[] = removal
      ? [{ title, safety: 'safe', kind: 'quickfix', edits: [{ path, ...removal }] }]
      : [];
    yield finding(record, firstLine(text, span), fixes);
  }
}

function finding(record: RecordFile, span: Span, fixes: readonly Fix[]): Finding {
  return {
    span,
    message: `\`${record.id}\` is done, and what it wrote for the time of the change is still here`,
    tags: ['unnecessary'],
    ...(record.from[0] === undefined ? {} : { key: record.from[0] }),
    related: [aboutRecord(record)],
    fixes,
  };
}

const MARKER = /settings-migration:\s*([\w-]+)/;

function markSpan(text: string, start: number): Span {
  const end = start + (MARKER.exec(text.slice(start, start + 200))?.[0].length ?? MARK.length);
  return { start, end };
}
