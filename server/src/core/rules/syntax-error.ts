import { isJudged } from '../binding/judged.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** Page: syntax-error.md */
export const syntaxError: Rule = {
  id: 'syntax-error',
  severity: 'error',
  summary: 'A file, or a line of it, cannot be read; what stands there never reaches the service.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!isJudged(snapshot, file.path)) return;
    if (file.problem !== undefined) yield unreadable(file.problem);
    for (const problem of document?.problems ?? []) {
      if (problem.kind !== 'syntax') continue;
      const finding = { span: firstLine(file.text, problem.span), message: problem.message };
      yield problem.upstream ? { ...finding, upstream: { type: problem.upstream, loc: [] } } : finding;
    }
  },
};

const WORDS: Record<NonNullable<SourceFile['problem']>, string> = {
  'not-utf8': 'This file is not UTF-8, so no reader here can decode it; save it as UTF-8',
  'too-large': 'This file is larger than 16 MB and is not looked at',
  'not-a-file': 'This is not a regular file, so nothing can be read from it',
  'dangling-link': 'This link points to a file that does not exist, so nothing is read from it',
  'outside-root': 'This link leads out of the workspace and is not followed',
  unreadable: 'This file cannot be opened; check its permissions',
};

function unreadable(problem: NonNullable<SourceFile['problem']>): Finding {
  const ourLimit = problem === 'too-large' || problem === 'outside-root';
  return {
    span: { start: 0, end: 0 },
    message: WORDS[problem],
    ...(ourLimit ? { severity: 'info' as const } : {}),
  };
}
