import type { MissingItem } from '../migration/checklist/missing-evidence.ts';
import type { RecordFile } from '../migration/record.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { recordPlace } from './migration-findings.ts';

/**
 * What a checklist lacks, where it has to be written: at its line, else at the tags that ask for it. It holds the last
 * step back, so it is a reminder before that.
 */
export function missingItemFinding(record: RecordFile, missing: MissingItem, message: string): Finding {
  const at = missing.item?.span ?? recordPlace(record, 'tags').span;
  const isDue = record.phase === 'contract' || record.phase === 'done';
  return {
    span: firstLine(record.file.text, at),
    ...(isDue ? {} : { severity: 'info' as const }),
    message,
    ...(record.from[0] === undefined ? {} : { key: record.from[0] }),
  };
}
