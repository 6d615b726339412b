import { logDay } from './log-date.ts';

/** What a log says of one key. */
export interface KeyCount {
  readonly key: string;
  readonly lines: number;
  /** By day, in order; lines without a date count under `undated`. */
  readonly days: ReadonlyMap<string, number>;
}

/** What a log holds of the lines that generated code writes when an old key is used. */
export interface ShimCount {
  /** Lines of the log, empty ones left out. */
  readonly read: number;
  /** First and last day of the log; absent where no line carries a date. */
  readonly period?: { readonly first: string; readonly last: string };
  readonly keys: readonly KeyCount[];
}

/**
 * Counts, per key and day, the lines in which generated code says that an old key is used: `DB_POOL is deprecated, set
 * DB_POOL_SIZE`, `DB_HOST, DB_PORT are deprecated, set DB_URL`, `DB_POOL no longer has any effect`, `DB_POOL and
 * DB_POOL_SIZE differ`, or that a value is of the old kind: `MODE has its old spelling`. Any format that has one line for
 * a message is read: plain text, JSON, what container runtimes put before a line.
 * @param since only lines of this day or later count, and lines without a date (they may be of that time)
 */
export function countShimLines(
  text: string,
  keys: readonly string[],
  { today, since }: { readonly today: string; readonly since?: string },
): ShimCount {
  const patterns = keys.map((key) => ({ key, pattern: shimPattern(key), days: new Map<string, number>() }));
  let read = 0;
  let first: string | undefined;
  let last: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue;
    const day = logDay(line, today);
    if (since !== undefined && day !== undefined && day < since) continue;
    read++;
    if (day !== undefined) {
      first = first === undefined || day < first ? day : first;
      last = last === undefined || day > last ? day : last;
    }
    for (const it of patterns) {
      if (it.pattern.test(line)) it.days.set(day ?? 'undated', (it.days.get(day ?? 'undated') ?? 0) + 1);
    }
  }
  return {
    read,
    ...(first === undefined || last === undefined ? {} : { period: { first, last } }),
    keys: patterns.map(({ key, days }) => ({
      key,
      lines: [...days.values()].reduce((a, b) => a + b, 0),
      days: new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
  };
}

/** The key alone or in a list of keys: each of them is used. */
function shimPattern(key: string): RegExp {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const list = '[\\w.]+(?:, [\\w.]+)*';
  const says = [
    '(?:, [\\w.]+)* (?:is|are) deprecated\\b',
    ' no longer has any effect\\b',
    `(?:, [\\w.]+)* and ${list} differ\\b`,
    ' has its old spelling\\b',
    ' does not satisfy the constraint to come\\b',
  ].join('|');
  const instead = `(?<= are not complete; (?:[\\w.]+, )*)${name}(?:, [\\w.]+)* (?:is|are) used\\b`;
  return new RegExp(`(?<![\\w.])(?:${name}(?:${says})|${instead})`);
}
