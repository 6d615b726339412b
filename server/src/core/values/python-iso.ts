import type { CalendarDate, ClockTime } from './calendar.ts';
import { daysInMonth, formatDate, formatDateTime, formatTime } from './calendar.ts';

/** What `fromisoformat` gives: a text of our own, a refusal, or a spelling that is not followed. */
export type IsoText = { readonly text: string } | 'refused' | 'not-followed';

type Part<Value> = { readonly value: Value } | 'refused' | 'not-followed';

const DATE = /^(\d{4})(-?)(\d{2})\2(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2}|\d{8})(?:[^0-9](\d{2}.*))?$/s;
const CLOCK = /^(\d{2})(?:(:?)(\d{2})(?:\2(\d{2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}:\d{2})?$/;
/** A letter in a time without a zone, or a second sign; before a zone releases of Python 3.11 let one letter pass. */
const NO_CLOCK = /^[^-+Z]*[^0-9:.,+Z-][^-+Z]*$|[-+Z].*[-+Z]/s;

/** `date.fromisoformat` of Python 3.11 and later; of its spellings those of a month and a day. */
export function isoDate(text: string): IsoText {
  const date = dateOf(text);
  return typeof date === 'string' ? date : { text: formatDate(date.value) };
}

/** `datetime.fromisoformat` of Python 3.11 and later: a date alone is midnight. */
export function isoDateTime(text: string): IsoText {
  const match = DATE_TIME.exec(text);
  if (match === null) return /^(?:\d{4}-?W|\d{4}-\d{2}-\d{2}|\d{8})/.test(text) ? 'not-followed' : 'refused';
  const date = dateOf(match[1] ?? '');
  const time = match[2] === undefined ? { value: MIDNIGHT } : clockOf(match[2]);
  if (typeof date === 'string') return date;
  return typeof time === 'string' ? time : { text: formatDateTime({ date: date.value, time: time.value }) };
}

/** `time.fromisoformat` of Python 3.11 and later; other spellings of its parts than of two digits are not followed. */
export function isoTime(text: string): IsoText {
  const time = clockOf(text.replace(/^T/, ''));
  return typeof time === 'string' ? time : { text: formatTime(time.value) };
}

const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0, offset: undefined };

function dateOf(text: string): Part<CalendarDate> {
  const match = DATE.exec(text);
  // Weeks, and what releases of Python 3.11 let pass behind eight digits.
  if (match === null) return /^\d{4}-?W\d|^\d{8}..$/s.test(text) ? 'not-followed' : 'refused';
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const exists = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? { value: { year, month, day } } : 'refused';
}

function clockOf(text: string): Part<ClockTime> {
  const match = CLOCK.exec(text);
  if (match === null) return /^\d{2}/.test(text) && !NO_CLOCK.test(text) ? 'not-followed' : 'refused';
  const [hour, minute, second] = [Number(match[1]), Number(match[3] ?? '0'), Number(match[4] ?? '0')];
  // 24:00 is a time since Python 3.14.
  if (hour === 24) return 'not-followed';
  if (hour > 24 || minute > 59 || second > 59) return 'refused';
  const offset = offsetOf(match[6]);
  if (offset === 'not-followed') return offset;
  const microsecond = Number((match[5] ?? '').slice(0, 6).padEnd(6, '0'));
  return { value: { hour, minute, second, microsecond, offset } };
}

function offsetOf(zone: string | undefined): number | undefined | 'not-followed' {
  if (zone === undefined) return undefined;
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 23 || minutes > 59) return 'not-followed';
  const seconds = hours * 3600 + minutes * 60;
  return zone.startsWith('-') ? 0 - seconds : seconds;
}
