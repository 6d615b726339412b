/**
 * The day that a line of a log carries, `2026-09-23`; undefined where it carries none. Understood: ISO 8601 and
 * Python's `2026-09-23 10:00:00,123` anywhere in the line, `23/Sep/2026:10:00:00` of web servers, `Sep 23 10:00:00` of
 * syslog (RFC 3164 has no year, so the year is the one that makes it no later than today), and the seconds or
 * milliseconds since 1970 of `"ts"`, `"time"` and `"timestamp"` in lines of JSON.
 * @param today ISO date
 */
export function logDay(line: string, today: string): string | undefined {
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}/.exec(line);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const web = /(?<!\d)(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):\d{2}:\d{2}/.exec(line);
  if (web) return day(Number(web[3]), month(web[2]), Number(web[1]));
  const syslog = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) \d{2}:\d{2}:\d{2} /.exec(line);
  if (syslog) return withYear(month(syslog[1]), Number(syslog[2]), today);
  const epoch = /"(?:ts|time|timestamp|@timestamp)"\s*:\s*"?(\d{10})(\d{3})?(?:\.\d+)?"?\s*[,}]/.exec(line);
  return epoch ? new Date(Number(epoch[1]) * 1000).toISOString().slice(0, 10) : undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function month(name: string | undefined): number {
  return MONTHS.indexOf(name ?? '') + 1;
}

function withYear(monthOfYear: number, dayOfMonth: number, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  const found = day(year, monthOfYear, dayOfMonth);
  return found !== undefined && found > today ? day(year - 1, monthOfYear, dayOfMonth) : found;
}

/** Undefined for a day that no calendar has. */
function day(year: number, monthOfYear: number, dayOfMonth: number): string | undefined {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const text = `${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(dayOfMonth, 2)}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}
