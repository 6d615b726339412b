import type { ShimCount } from './count-shim-lines.ts';

/** Whether a log proves that OLD is unused at run time. */
export interface EvidenceVerdict {
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** One sentence without a full stop: numbers, names and days. */
  readonly reason: string;
}

/**
 * The verdict of gate G10 on a log. Generated code writes its line once per process, when a process starts: a log
 * proves disuse only over a time in which processes start.
 * @param days how many days a log has to span
 */
export function judgeEvidence(count: ShimCount, days: number): EvidenceVerdict {
  const seen = count.keys.filter((it) => it.lines > 0);
  if (seen.length > 0) {
    const counts = seen.map(({ key, lines, days: byDay }) => `${key} ${lines}× (last ${lastDay(byDay)})`);
    return { verdict: 'no', reason: `used: ${counts.join(', ')}` };
  }
  const names = count.keys.map((it) => it.key).join(', ');
  if (count.read === 0) return { verdict: 'unknown', reason: 'the log is empty' };
  if (count.period === undefined)
    return { verdict: 'unknown', reason: `no line of the log carries a date; ${count.read} lines were read` };
  const { first, last } = count.period;
  const span = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  const read = `0 lines for ${names} among ${count.read} from ${first} to ${last}`;
  return span < days
    ? { verdict: 'unknown', reason: `${read}; ${days} days are needed, these are ${span}` }
    : { verdict: 'yes', reason: read };
}

function lastDay(days: ReadonlyMap<string, number>): string {
  return [...days.keys()].filter((it) => it !== 'undated').at(-1) ?? 'without a date';
}

/** The verdict that the result of recorded evidence begins with; evidence in other words counts as a yes. */
export function recordedVerdict(result: string | undefined): EvidenceVerdict['verdict'] {
  const word = /^(yes|no|unknown)\b/i.exec(result ?? '')?.[1]?.toLowerCase();
  return word === 'no' || word === 'unknown' ? word : 'yes';
}
