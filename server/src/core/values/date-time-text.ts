import {
  type CalendarDate,
  type CalendarDateTime,
  type ClockTime,
  dateOfDay,
  daysInMonth,
} from './calendar.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?/;
const ZONE = /^(?:[Zz]|([+\-\u2212])(\d{2}):?(\d{2}))$/;
const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const I64_LIMIT = 2n ** 63n;
/** Numbers beyond this are milliseconds, those up to it seconds. */
const WATERSHED = 20_000_000_000;
const FIRST_SECOND = -62_167_219_200n;
const LAST_SECOND = 253_402_300_799n;

/** `2024-01-02` at the start of a text (speedate 0.17, as all of this file). */
export function parseDatePrefix(text: string): CalendarDate | undefined {
  const match = DATE.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const valid = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return valid ? { year, month, day } : undefined;
}

/** `03:04`, `03:04:05.5` with an optional zone, and nothing after it. */
export function parseTime(text: string): ClockTime | undefined {
  const clock = parseClock(text);
  if (clock === undefined) {
    return undefined;
  }
  const rest = text.slice(clock.length);
  if (rest === '') {
    return clock.time;
  }
  const zone = ZONE.exec(rest);
  if (zone === null) {
    return undefined;
  }
  const minutes = Number(zone[3] ?? '0');
  const seconds = Number(zone[2] ?? '0') * 3600 + minutes * 60;
  if (minutes > 59 || seconds >= 86_400) {
    return undefined;
  }
  return { ...clock.time, offset: zone[1] === undefined || zone[1] === '+' ? seconds : 0 - seconds };
}

/** The clock at the start of a text, with the number of characters it takes. Digits after the sixth are dropped. */
export function parseClock(text: string): { readonly time: ClockTime; readonly length: number } | undefined {
  const match = CLOCK.exec(text);
  if (match === null) {
    return undefined;
  }
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '0')];
  if (hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const microsecond = Number((match[4] ?? '').slice(0, 6).padEnd(6, '0'));
  return { time: { hour, minute, second, microsecond, offset: undefined }, length: match[0].length };
}

/** A date, one of `T`, `t`, `_` or a blank, and a time. */
export function parseDateTime(text: string): CalendarDateTime | undefined {
  const date = parseDatePrefix(text);
  const time = date !== undefined && /^[Tt _]$/.test(text.charAt(10)) ? parseTime(text.slice(11)) : undefined;
  return date === undefined || time === undefined ? undefined : { date, time };
}

/** A text that is a number: seconds or milliseconds since 1970. */
export function parseTimestamp(text: string): CalendarDateTime | undefined {
  if (INTEGER.test(text)) {
    const value = BigInt(text.replace('+', ''));
    return value < I64_LIMIT && value > -I64_LIMIT ? fromInteger(value, 0n) : undefined;
  }
  if (!DECIMAL.test(text)) {
    return undefined;
  }
  const { seconds, microseconds } = splitSeconds(Number(text));
  return Number.isFinite(seconds) ? fromInteger(clampI64(seconds), BigInt(microseconds)) : undefined;
}

/** A native integer as a timestamp. */
export function fromInteger(value: bigint, microseconds: bigint): CalendarDateTime | undefined {
  if (value > WATERSHED || value < -WATERSHED) {
    const whole = value / 1000n;
    return fromSeconds(whole, (value - whole * 1000n) * 1000n + microseconds);
  }
  return fromSeconds(value, microseconds);
}

/** A native float as a timestamp; unlike a text's, its seconds are not weighed a second time. */
export function fromFloat(value: number): CalendarDateTime | undefined {
  const { seconds, microseconds } = splitSeconds(value);
  return Number.isFinite(seconds) ? fromSeconds(BigInt(seconds), BigInt(microseconds)) : undefined;
}

function splitSeconds(value: number): { readonly seconds: number; readonly microseconds: number } {
  const normalized = Math.abs(value) > WATERSHED ? value / 1000 : value;
  const seconds = Math.floor(normalized);
  return { seconds, microseconds: Math.round((normalized - seconds) * 1_000_000) || 0 };
}

function clampI64(value: number): bigint {
  const whole = BigInt(value);
  return whole >= I64_LIMIT ? I64_LIMIT - 1n : whole <= -I64_LIMIT ? 1n - I64_LIMIT : whole;
}

function fromSeconds(seconds: bigint, microseconds: bigint): CalendarDateTime | undefined {
  const total = seconds * 1_000_000n + microseconds;
  const second = floorDivide(total, 1_000_000n);
  if (second < FIRST_SECOND || second > LAST_SECOND) {
    return undefined;
  }
  const day = floorDivide(second, 86_400n);
  const rest = Number(second - day * 86_400n);
  return {
    date: dateOfDay(Number(day)),
    time: { ...clockOf(rest), microsecond: Number(total - second * 1_000_000n), offset: 0 },
  };
}

/** Hour, minute and second of a second of the day. */
export function clockOf(second: number): ClockTime {
  return {
    hour: Math.floor(second / 3600),
    minute: Math.floor((second % 3600) / 60),
    second: second % 60,
    microsecond: 0,
    offset: 0,
  };
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
