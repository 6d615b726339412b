import type { Verdict } from './report.ts';

/** One `no` is a no; what is not known never passes. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('no') ? 'no' : verdicts.includes('unknown') ? 'unknown' : 'yes';
}
