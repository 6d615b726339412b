import type { FileProblem } from '../text/source-file.ts';
import type { Finding } from './finding.ts';

const WORDS: Readonly<Record<FileProblem, string>> = {
  'not-utf8': 'This file is not UTF-8, so its readers cannot decode it; save it as UTF-8',
  utf16: 'This file is UTF-16, which its readers do not decode; save it as UTF-8',
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

/** The finding about a file whose text could not be had. `line`: zero-based, where its bytes are wrong. */
export function unreadFile(problem: FileProblem, line?: number): Finding {
  const message =
    line === undefined
      ? WORDS[problem]
      : `Line ${line + 1} holds a byte that is not UTF-8, so the readers of this file cannot decode it; save it as UTF-8`;
  return { span: { start: 0, end: 0 }, message };
}
