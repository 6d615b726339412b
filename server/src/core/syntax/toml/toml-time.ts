import type { Data } from '../data.ts';

const DATE = /^(\d{4})-(\d\d-\d\d)$/;
const TIME = /^(\d\d:\d\d):(\d\d)(?:\.(\d+))?$/;
const ZONE = /(?:[zZ]|[+-]\d\d:\d\d)$/;

/**
 * A date, time or both as TOML writes it, made what Python's `tomllib` makes of it and printed as pydantic prints it:
 * at most six digits of a second, `Z` for UTC. Undefined where Python has no such value (the year 0, the second 60).
 */
export function tomlTime(written: string): Data | undefined {
  if (written.charAt(2) === ':') {
    const text = timeText(written);
    return text === undefined ? undefined : { kind: 'time', text };
  }
  const date = written.slice(0, 10);
  if (DATE.exec(date)?.[1] === '0000') return undefined;
  if (written.length === 10) return { kind: 'date', text: date };
  const zone = ZONE.exec(written)?.[0] ?? '';
  const time = timeText(written.slice(11, written.length - zone.length));
  if (time === undefined) return undefined;
  const utc = /^(?:[zZ]|[+-]00:00)$/.test(zone);
  return { kind: 'datetime', text: `${date}T${time}${utc ? 'Z' : zone}` };
}

function timeText(written: string): string | undefined {
  const [, minutes = '', seconds = '', fraction = ''] = TIME.exec(written) ?? [];
  if (minutes === '' || seconds === '60') return undefined;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  return `${minutes}:${seconds}${micros === '000000' ? '' : `.${micros}`}`;
}
