import type { FileProblem } from '../text/source-file.ts';
import type { Finding } from './finding.ts';

const WORDS: Readonly<Record<FileProblem, string>> = {
  'not-utf8': 'This file is not UTF-8, so no reader here can decode it; save it as UTF-8',
  'too-large': 'This file is larger than 16 MB and is not looked at',
  'not-a-file': 'This is not a regular file, so nothing can be read from it',
  'dangling-link': 'This link points to a file that does not exist, so nothing is read from it',
  'too-many-links': 'This link leads through more than 8 others and is not followed',
  'outside-root': 'This link leads out of the workspace and is not followed',
  unreadable: 'This file cannot be opened; check its permissions',
};

/** True for files that a reader may well read, and only we do not. */
export function isOurLimit(problem: FileProblem): boolean {
  return problem === 'too-large' || problem === 'outside-root' || problem === 'too-many-links';
}

/** The finding about a file whose text could not be had. */
export function unreadFile(problem: FileProblem): Finding {
  return { span: { start: 0, end: 0 }, message: WORDS[problem] };
}
