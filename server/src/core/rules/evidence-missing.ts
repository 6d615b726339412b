import { missingEvidence } from '../migration/checklist/missing-evidence.ts';
import { isRecordPath, parseRecord } from '../migration/record.ts';
import { missingItemFinding } from './missing-items.ts';
import type { Rule } from './rule.ts';

/** Page: evidence-missing.md */
export const evidenceMissing: Rule = {
  id: 'evidence-missing',
  severity: 'warning',
  summary: 'A migration of a database or security setting lacks what shows that it was tried.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.phase === 'draft' || record.phase === 'abandoned') return;
    for (const missing of missingEvidence(record)) {
      if (missing.block === 'cache') continue;
      const message = `\`${missing.name}\` of the block \`${missing.block}\` ${missing.reason}: nobody knows yet whether the change holds`;
      yield missingItemFinding(record, missing, message);
    }
  },
};
