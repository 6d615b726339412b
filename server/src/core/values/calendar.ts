/** A day of the proleptic Gregorian calendar; the year may be 0, which Python refuses later. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Seconds east of UTC; undefined for a time without a zone. */
  readonly offset: number | undefined;
}

export interface CalendarDateTime {
  readonly date: CalendarDate;
  readonly time: ClockTime;
}

/** Days since 1970-01-01. */
export function dayNumber(date: CalendarDate): number {
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const month = (date.month + 9) % 12;
  const dayOfYear = Math.floor((153 * month + 2) / 5) + date.day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The day that is so many days after 1970-01-01. */
export function dateOfDay(days: number): CalendarDate {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const index = Math.floor((5 * dayOfYear + 2) / 153);
  const month = index < 10 ? index + 3 : index - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * index + 2) / 5) + 1 };
}

/** Days of a month, 1 to 12, in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Seconds since midnight, without the fraction. */
export function secondOfDay(time: ClockTime): number {
  return time.hour * 3600 + time.minute * 60 + time.second;
}

/** `2026-09-23`, as pydantic's JSON mode prints a date. */
export function formatDate(date: CalendarDate): string {
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

/** `03:04:05`, `03:04:05.500000Z`, `03:04:05+01:00`, as pydantic's JSON mode prints a time. */
export function formatTime(time: ClockTime): string {
  const clock = `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}`;
  const fraction = time.microsecond === 0 ? '' : `.${pad(time.microsecond, 6)}`;
  return clock + fraction + formatOffset(time.offset);
}

function formatOffset(offset: number | undefined): string {
  if (offset === undefined) {
    return '';
  }
  if (offset === 0) {
    return 'Z';
  }
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

/** `2026-09-23T03:04:05`, as pydantic's JSON mode prints a datetime. */
export function formatDateTime(value: CalendarDateTime): string {
  return `${formatDate(value.date)}T${formatTime(value.time)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
