import type { CheckResult } from '../check-result.ts';
import type { Session } from '../session.ts';
import { checkConcise, checkJsonLines } from './check-concise.ts';
import { checkGithub } from './check-github.ts';
import { checkGitlab } from './check-gitlab.ts';
import { checkJson } from './check-json.ts';
import { checkJunit } from './check-junit.ts';
import { checkSarif } from './check-sarif.ts';
import { checkText } from './check-text.ts';

/** The forms in which `check` reports. */
export const CHECK_FORMATS = [
  'text',
  'concise',
  'json',
  'jsonl',
  'sarif',
  'github',
  'gitlab',
  'junit',
] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The report in one of them. */
export function checkReport(format: CheckFormat, result: CheckResult, session: Session): string {
  const { analysis } = session;
  switch (format) {
    case 'text':
      return checkText(result, analysis, session.paint);
    case 'concise':
      return checkConcise(result, analysis);
    case 'json':
      return checkJson(result, analysis);
    case 'jsonl':
      return checkJsonLines(result, analysis);
    case 'sarif':
      return checkSarif(result, analysis);
    case 'github':
      return checkGithub(result, analysis);
    case 'gitlab':
      return checkGitlab(result, analysis);
    case 'junit':
      return checkJunit(result, analysis);
  }
}
