/** Words that name a unit and nothing else, in the plural, with the short form that stands in brackets or behind `in`. */
const WORDS: ReadonlyMap<string, { readonly long: readonly string[]; readonly short: readonly string[] }> =
  new Map([
    ['microseconds', { long: ['microseconds', 'microsecs', 'usecs'], short: ['us', 'µs'] }],
    ['milliseconds', { long: ['milliseconds', 'millisecs', 'millis', 'msecs', 'msec'], short: ['ms'] }],
    ['seconds', { long: ['seconds', 'secs', 'sec'], short: ['s'] }],
    ['minutes', { long: ['minutes', 'mins'], short: ['min', 'm'] }],
    ['hours', { long: ['hours', 'hrs'], short: ['h', 'hr'] }],
    ['days', { long: ['days'], short: ['d'] }],
    ['weeks', { long: ['weeks'], short: ['w'] }],
    ['bytes', { long: ['bytes'], short: ['B'] }],
    ['kilobytes', { long: ['kilobytes', 'kbytes'], short: ['kB', 'KB'] }],
    ['megabytes', { long: ['megabytes', 'mbytes'], short: ['MB'] }],
    ['gigabytes', { long: ['gigabytes', 'gbytes'], short: ['GB'] }],
    ['kibibytes', { long: ['kibibytes'], short: ['KiB'] }],
    ['mebibytes', { long: ['mebibytes'], short: ['MiB'] }],
    ['gibibytes', { long: ['gibibytes'], short: ['GiB'] }],
    ['percent', { long: ['percent'], short: ['%'] }],
    ['ratio', { long: ['ratio'], short: [] }],
  ]);

/**
 * What people wrote about a value, once the value is measured in another unit.
 * @param convert name of the change: `seconds-to-milliseconds`
 * @returns the new text; `unsure` where it names the old unit and says more than that, such as a number; undefined where
 * it does not name the old unit
 */
export function inNewUnit(text: string, convert: string): string | 'unsure' | undefined {
  const [source = '', target = ''] = convert.split('-to-');
  const [old, next] = [WORDS.get(source), WORDS.get(target)];
  if (old === undefined || next === undefined) return undefined;
  const long = new RegExp(`(?<![\\p{L}\\d_])(?:${old.long.join('|')})(?![\\p{L}\\d_])`, 'giu');
  const short = new RegExp(`(?<=[([]|\\bin )${anyOf(old.short)}(?=[)\\]]|\\s*$|[,;.](?:\\s|$))`, 'gu');
  const isNamed = [long, short].some((it) => text.search(it) >= 0);
  if (!isNamed && !numberWith(old.short).test(text)) return undefined;
  const isOther = next.long.some((it) => new RegExp(`(?<![\\p{L}_])${it}(?![\\p{L}_])`, 'iu').test(text));
  if (!isNamed || isOther || /\d/.test(text) || target === 'ratio' || source === 'ratio') return 'unsure';
  const [word = target, letters = target] = [next.long[0], next.short[0]];
  return text.replace(long, (it) => likeCase(it, word)).replace(short, letters);
}

/** `20 s`, `20s`: a value beside its unit. */
function numberWith(short: readonly string[]): RegExp {
  return new RegExp(`\\d\\s?${anyOf(short)}(?![\\p{L}\\d_])`, 'u');
}

/** A pattern of one of the words, which nothing matches where there are none. */
function anyOf(words: readonly string[]): string {
  return words.length === 0 ? '(?!)' : `(?:${words.join('|')})`;
}

function likeCase(written: string, word: string): string {
  if (written === written.toUpperCase()) return word.toUpperCase();
  const [first = ''] = written;
  return first === first.toUpperCase() ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
}
