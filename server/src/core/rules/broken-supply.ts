import { suppliedProblems } from '../binding/supplied-problems.ts';
import { firstLine } from '../text/span.ts';
import type { Rule } from './rule.ts';

/** Page: broken-supply.md */
export const brokenSupply: Rule = {
  id: 'broken-supply',
  severity: 'error',
  summary: 'A file that starts the service is refused, or names something that is not there.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const { span, message, severity } of suppliedProblems(snapshot).get(file.path) ?? []) {
      yield { span: firstLine(file.text, span), message, severity };
    }
  },
};
