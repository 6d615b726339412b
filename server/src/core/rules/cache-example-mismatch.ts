import { cacheMismatches, cacheRuleOf } from '../migration/checklist/cache-rule.ts';
import { isRecordPath, parseRecord } from '../migration/record.ts';
import { firstLine } from '../text/span.ts';
import type { Rule } from './rule.ts';

/** Page: cache-example-mismatch.md */
export const cacheExampleMismatch: Rule = {
  id: 'cache-example-mismatch',
  severity: 'error',
  summary: 'The pattern of a cache rule says the opposite of what the record says of a page.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.phase === 'abandoned' || !record.tags.includes('cache')) return;
    const rule = cacheRuleOf(record);
    const found = cacheMismatches(rule, snapshot.engines.pattern);
    for (const { example, cached } of found ?? []) {
      const { path, span } = example;
      yield {
        span: firstLine(file.text, span),
        message: cached
          ? `\`${path}\` should be cached, and \`${rule.pattern?.text}\` does not match it`
          : `\`${path}\` must not be cached, and \`${rule.pattern?.text}\` matches it`,
        related: rule.pattern
          ? [{ path: file.path, span: firstLine(file.text, rule.pattern.span), message: 'the pattern' }]
          : [],
      };
    }
    const { pattern } = rule;
    if (pattern && found === undefined) {
      yield {
        span: firstLine(file.text, pattern.span),
        message: `\`${pattern.text}\` is no regular expression that can be tried, so nothing is known of the pages`,
      };
    }
  },
};
