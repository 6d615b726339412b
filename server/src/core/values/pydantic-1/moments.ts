import type { Data } from '../../syntax/data.ts';
import {
  type CalendarDate,
  type CalendarDateTime,
  type ClockTime,
  dateOfDay,
  daysInMonth,
  formatDate,
  formatDateTime,
  formatTime,
} from '../calendar.ts';
import type { Coercion } from '../coerce.ts';
import { parsePythonFloat } from '../python-number.ts';
import { formatTimedelta } from '../timedelta.ts';
import { given, open, refused } from './outcome.ts';

/** What `datetime_parse.py` of pydantic 1.10 reads: a date, a date and time, a time, a duration. */
export type MomentKind = 'date' | 'datetime' | 'time' | 'timedelta';

const NAMES: Readonly<Record<MomentKind, { readonly code: string; readonly what: string }>> = {
  date: { code: 'date', what: 'is not a date' },
  datetime: { code: 'datetime', what: 'is not a date and time' },
  time: { code: 'time', what: 'is not a time' },
  timedelta: { code: 'duration', what: 'is not a duration' },
};

/** A value as pydantic 1.10 makes a moment or a duration of it; numbers count seconds, large ones milliseconds. */
export function momentValue(kind: MomentKind, input: Data): Coercion {
  if (input.kind === kind) return given(input);
  if (input.kind === 'date' || input.kind === 'datetime' || input.kind === 'bytes')
    return open('a moment that is made of another value is not evaluated');
  const number = numberOf(input);
  if (input.kind !== 'str' && number === undefined)
    return refused('type_error', `${NAMES[kind].what.replace('is not', 'cannot be')}`);
  if (input.kind === 'str' && /[^\n -~]/.test(input.value)) return open('such characters are not evaluated');
  if (kind === 'timedelta') return duration(input, number);
  const read = input.kind === 'str' ? parsePythonFloat(input.value) : number;
  if (read !== undefined) return kind === 'time' ? timeOfNumber(read) : momentOfNumber(kind, read);
  return input.kind === 'str' ? momentOfText(kind, input.value) : refusal(kind);
}

function refusal(kind: MomentKind): Coercion {
  return refused(`value_error.${NAMES[kind].code}`, NAMES[kind].what);
}

function numberOf(input: Data): number | undefined {
  switch (input.kind) {
    case 'int':
      return Number(input.value);
    case 'float':
      return input.value;
    case 'bool':
      return input.value ? 1 : 0;
    default:
      return undefined;
  }
}

const MOST = 3e20;
const MILLISECONDS = 2e10;
const NOT_A_NUMBER = refused('value_error', 'is no moment');
const DAY = 86_400;

/** `from_unix_seconds` */
function momentOfNumber(kind: 'date' | 'datetime', number: number): Coercion {
  if (Number.isNaN(number)) return NOT_A_NUMBER;
  if (Math.abs(number) > MOST) {
    const year = number > 0 ? 9999 : 1;
    const [month, day] = number > 0 ? [12, 31] : [1, 1];
    const clock = number > 0 ? [23, 59, 59, 999_999] : [0, 0, 0, 0];
    return shown(kind, { date: { year, month, day }, time: clockTime(clock, undefined) });
  }
  let seconds = number;
  while (Math.abs(seconds) > MILLISECONDS) seconds /= 1000;
  const whole = Math.trunc(seconds);
  const micro = halfEven((seconds - whole) * 1e6);
  const total = BigInt(whole) * 1_000_000n + BigInt(micro);
  const perDay = BigInt(DAY) * 1_000_000n;
  const inDay = ((total % perDay) + perDay) % perDay;
  const days = Number((total - inDay) / perDay);
  return shown(kind, { date: dateOfDay(days), time: clockOfMicroseconds(Number(inDay), 0) });
}

/** Python rounds halves to even numbers. */
function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function shown(kind: 'date' | 'datetime', moment: CalendarDateTime): Coercion {
  return given(
    kind === 'date' ? { kind, text: formatDate(moment.date) } : { kind, text: formatDateTime(moment) },
  );
}

function clockOfMicroseconds(inDay: number, offset: number | undefined): ClockTime {
  const second = Math.floor(inDay / 1e6);
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60, inDay % 1e6];
  return clockTime(parts, offset);
}

function clockTime(parts: readonly number[], offset: number | undefined): ClockTime {
  const [hour = 0, minute = 0, second = 0, microsecond = 0] = parts;
  return { hour, minute, second, microsecond, offset };
}

function timeOfNumber(number: number): Coercion {
  if (Number.isNaN(number)) return NOT_A_NUMBER;
  if (number >= DAY) return refusal('time');
  // Python raises an OverflowError, which pydantic lets through.
  if (number < 0) return open('a negative number as a time is not evaluated');
  const whole = Math.trunc(number);
  const micro = whole * 1e6 + halfEven((number - whole) * 1e6);
  return given({ kind: 'time', text: formatTime(clockOfMicroseconds(micro % (DAY * 1e6), undefined)) });
}

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const CLOCK = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d{0,6})?)?(Z|[+-]\d{2}(?::?\d{2})?)?`;
const DATE_TEXT = new RegExp(`^${DATE}\\n?$`);
const TIME_TEXT = new RegExp(`^${CLOCK}\\n?$`);
const DATETIME_TEXT = new RegExp(`^${DATE}[T ]${CLOCK}\\n?$`);

function momentOfText(kind: 'date' | 'datetime' | 'time', text: string): Coercion {
  const pattern = kind === 'date' ? DATE_TEXT : kind === 'time' ? TIME_TEXT : DATETIME_TEXT;
  const parts = pattern.exec(text)?.slice(1);
  if (parts === undefined) return refusal(kind);
  const date = kind === 'time' ? undefined : dateOf(parts.splice(0, 3).map(Number));
  if (kind !== 'time' && date === undefined) return refusal(kind);
  if (kind === 'date') return date ? given({ kind, text: formatDate(date) }) : refusal(kind);
  const time = timeOf(parts);
  if (time === undefined) return refusal(kind);
  if (date === undefined) return given({ kind: 'time', text: formatTime(time) });
  return given({ kind: 'datetime', text: formatDateTime({ date, time }) });
}

function dateOf([year = 0, month = 0, day = 0]: readonly number[]): CalendarDate | undefined {
  const isDate = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isDate ? { year, month, day } : undefined;
}

function timeOf([hour, minute, second = '0', fraction = '', zone]: readonly (string | undefined)[]):
  | ClockTime
  | undefined {
  const parts = [Number(hour), Number(minute), Number(second), Number(fraction.padEnd(6, '0'))];
  const offset = zone === undefined ? undefined : offsetOf(zone);
  const fits = (parts[0] ?? 0) < 24 && (parts[1] ?? 0) < 60 && (parts[2] ?? 0) < 60;
  return fits && offset !== null ? clockTime(parts, offset) : undefined;
}

/** Seconds east of UTC; null for a day or more, which Python refuses. */
function offsetOf(zone: string): number | null {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  if (minutes >= 24 * 60) return null;
  return (zone.startsWith('-') ? -minutes : minutes) * 60;
}

const STANDARD =
  /^(?:(-?\d+) (?:days?, )?)?(?:(?:(-?\d+):)(?=\d+:\d+))?(?:(-?\d+):)?(-?\d+)(?:\.(\d{1,6})\d{0,6})?\n?$/;
const ISO =
  /^([-+]?)P(?:(\d+(?:.\d+)?)D)?(?:T(?:(\d+(?:.\d+)?)H)?(?:(\d+(?:.\d+)?)M)?(?:(\d+(?:.\d+)?)S)?)?\n?$/;
/** Python's `timedelta` goes no further. */
const MOST_DAYS = 999_999_999n;

/** `parse_duration`: a number counts seconds, written with six digits. */
function duration(input: Data, number: number | undefined): Coercion {
  if (number !== undefined && (Math.abs(number) >= 1e21 || Number.isInteger(number * 2e6 + 0.5)))
    return open('a duration of this size is not evaluated');
  const text = input.kind === 'str' ? input.value : (number ?? 0).toFixed(6).replace('Infinity', 'inf');
  const standard = STANDARD.exec(text);
  if (standard) {
    const [days, hours, minutes, seconds = '0', fraction] = standard.slice(1);
    const micro = fraction && `${seconds.startsWith('-') ? '-' : ''}${fraction.padEnd(6, '0')}`;
    return durationOf([days, hours, minutes, seconds, micro], 1n);
  }
  const iso = ISO.exec(text);
  if (!iso) return refusal('timedelta');
  const [sign, ...parts] = iso.slice(1);
  if (parts.some((it) => it !== undefined && !/^\d+$/.test(it)))
    return open('fractions in a duration are not evaluated');
  return durationOf(parts, sign === '-' ? -1n : 1n);
}

const UNITS = [86_400_000_000n, 3_600_000_000n, 60_000_000n, 1_000_000n, 1n];

function durationOf(parts: readonly (string | undefined)[], sign: bigint): Coercion {
  if (parts.some((it) => (it?.length ?? 0) > 15)) return open('a duration of this size is not evaluated');
  const total = parts.reduce((sum, it, index) => sum + BigInt(it ?? 0) * (UNITS[index] ?? 0n), 0n) * sign;
  if (total > MOST_DAYS * 86_400_000_000n || total < -MOST_DAYS * 86_400_000_000n)
    return open('a duration of this size is not evaluated');
  return given({ kind: 'timedelta', text: formatTimedelta(total) });
}
