import type { Data } from '../data.ts';

const SHAPE =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

/** Reads a date or a date with a time as PyYAML 6.0.3 does, into the text pydantic's JSON mode prints. */
export function readTimestamp(
  text: string,
): { readonly data: Data } | { readonly upstream: string; readonly message: string } {
  const match = SHAPE.exec(text);
  if (match === null) return { upstream: 'AttributeError', message: 'this is not a date' };
  const [, year = '', month = '', day = '', hour, minute = '', second = ''] = match;
  const date = `${year}-${two(month)}-${two(day)}`;
  if (!isDate(Number(year), Number(month), Number(day))) return refused('there is no such day');
  if (hour === undefined) return { data: { kind: 'date', text: date } };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return refused('there is no such time');
  }
  const offset = zone(match[8], match[9], Number(match[10] ?? 0), Number(match[11] ?? 0));
  if (offset === undefined) return refused('the offset from UTC is a day or more');
  const micros = (match[7] ?? '').slice(0, 6).padEnd(6, '0');
  const fraction = Number(micros) === 0 ? '' : `.${micros}`;
  return {
    data: { kind: 'datetime', text: `${date}T${two(hour)}:${minute}:${second}${fraction}${offset}` },
  };
}

function refused(message: string): { readonly upstream: string; readonly message: string } {
  return { upstream: 'ValueError', message };
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && day > 0 && day <= days;
}

function zone(
  all: string | undefined,
  sign: string | undefined,
  hours: number,
  minutes: number,
): string | undefined {
  if (all === undefined) return '';
  const total = hours * 60 + minutes;
  if (sign === undefined || total === 0) return 'Z';
  if (total >= 24 * 60) return undefined;
  return `${sign}${two(String(Math.floor(total / 60)))}:${two(String(total % 60))}`;
}
