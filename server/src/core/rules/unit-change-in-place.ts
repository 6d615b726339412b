import { isRecordPath, parseRecord, type RecordFile, spanOf } from '../migration/record.ts';
import type { Fix } from './finding.ts';
import { recordPlace } from './migration-findings.ts';
import type { Rule } from './rule.ts';

/** Page: unit-change-in-place.md */
export const unitChangeInPlace: Rule = {
  id: 'unit-change-in-place',
  severity: 'error',
  summary: 'A key changes its unit and keeps its name, so that nobody can tell old values from new ones.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.phase === 'done' || record.phase === 'abandoned' || !changesUnit(record)) return;
    const kept = record.from.find((key) => record.to.includes(key));
    if (kept === undefined) return;
    yield {
      span: recordPlace(record, 'to').span,
      message: `\`${kept}\` changes its unit and keeps its name: a value does not say which unit it is in, so no order of steps is safe`,
      key: kept,
      fixes: newName(record, kept),
    };
  },
};

const CONVERSION =
  /^(?:(?:micro|milli)?seconds|minutes|hours|days|weeks|(?:kilo|mega|giga|kibi|mebi|gibi)?bytes)-to-(\w+)$/;

function changesUnit({ kind, convert }: RecordFile): boolean {
  return kind === 'unit' || CONVERSION.test(convert);
}

const SUFFIXES: Readonly<Record<string, string>> = {
  milliseconds: 'MS',
  microseconds: 'US',
  seconds: 'SECONDS',
  minutes: 'MINUTES',
  hours: 'HOURS',
  days: 'DAYS',
  bytes: 'BYTES',
};

/** The unit in the name of a new key. */
function newName(record: RecordFile, key: string): readonly Fix[] {
  const unit = CONVERSION.exec(record.convert)?.[1];
  const suffix = unit === undefined ? undefined : SUFFIXES[unit];
  const index = record.to.indexOf(key);
  const span =
    record.spans.get(`to.${index}`) ?? (record.to.length === 1 ? record.valueSpans.get('to') : undefined);
  if (suffix === undefined || span === undefined || spanOf(record, ['to']).start === span.start) return [];
  const bare = key.replace(/_(?:S|SEC|SECS|SECONDS|MS|US|MIN|MINUTES|HOURS|DAYS|BYTES|[KMG]I?B)$/i, '');
  const isLower = key === key.toLowerCase() && key !== key.toUpperCase();
  const name = `${bare}_${isLower ? suffix.toLowerCase() : suffix}`;
  if (name === key) return [];
  const { path, text } = record.file;
  const newText = text.slice(span.start, span.end).replace(key, name);
  const title = `Move to a new key \`${name}\``;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [{ path, span, newText }] }];
}
