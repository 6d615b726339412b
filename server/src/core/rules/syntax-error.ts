import { isJudged } from '../binding/judged.ts';
import { firstLine } from '../text/span.ts';
import type { Rule } from './rule.ts';
import { isOurLimit, unreadFile } from './unread-file.ts';

/** Page: syntax-error.md */
export const syntaxError: Rule = {
  id: 'syntax-error',
  severity: 'error',
  summary: 'A file, or a line of it, cannot be read; what stands there never reaches the service.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!isJudged(snapshot, file.path)) return;
    if (file.problem !== undefined && !isOurLimit(file.problem))
      yield unreadFile(file.problem, file.problemLine);
    for (const problem of document?.problems ?? []) {
      if (problem.kind !== 'syntax') continue;
      const finding = { span: firstLine(file.text, problem.span), message: problem.message };
      yield problem.upstream ? { ...finding, upstream: { type: problem.upstream, loc: [] } } : finding;
    }
  },
};
