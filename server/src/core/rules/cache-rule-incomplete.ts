import { missingEvidence } from '../migration/checklist/missing-evidence.ts';
import { isRecordPath, parseRecord } from '../migration/record.ts';
import { missingItemFinding } from './missing-items.ts';
import type { Rule } from './rule.ts';

/** Page: cache-rule-incomplete.md */
export const cacheRuleIncomplete: Rule = {
  id: 'cache-rule-incomplete',
  severity: 'warning',
  summary:
    'A migration of a cache setting does not say which rule it is, what goes past it, and which pages it means.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.phase === 'draft' || record.phase === 'abandoned') return;
    for (const missing of missingEvidence(record)) {
      if (missing.block !== 'cache') continue;
      const message = `\`${missing.name}\` of the block \`cache\` ${missing.reason}: ${WHY[missing.name] ?? 'it is needed'}`;
      yield missingItemFinding(record, missing, message);
    }
  },
};

const WHY: Readonly<Record<string, string>> = {
  rule: 'nobody finds the rule that changes',
  pattern: 'the examples cannot be tried',
  bypass: 'whose pages must not come from the cache is open',
  cached: 'nobody can tell whether the cache still works',
  'not cached': 'nobody can tell whether it shows one person the page of another',
};
