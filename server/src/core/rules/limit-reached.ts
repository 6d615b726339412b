import { isJudged } from '../binding/judged.ts';
import { firstLine } from '../text/span.ts';
import type { Rule } from './rule.ts';
import { isOurLimit, unreadFile } from './unread-file.ts';

/** Page: limit-reached.md */
export const limitReached: Rule = {
  id: 'limit-reached',
  severity: 'info',
  summary: 'Something is not looked at because it is over a limit, so nothing is claimed about it.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!isJudged(snapshot, file.path)) return;
    if (file.problem !== undefined && isOurLimit(file.problem)) yield unreadFile(file.problem);
    for (const problem of document?.problems ?? []) {
      if (problem.kind === 'limit')
        yield { span: firstLine(file.text, problem.span), message: problem.message };
    }
  },
};
