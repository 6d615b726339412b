import type { Constraints } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { between, type Standing } from './bounds.ts';
import {
  type CalendarDate,
  type CalendarDateTime,
  type ClockTime,
  dayNumber,
  formatDate,
  formatDateTime,
  formatTime,
  secondOfDay,
} from './calendar.ts';
import {
  clockOf,
  fromFloat,
  fromInteger,
  parseDatePrefix,
  parseDateTime,
  parseTime,
  parseTimestamp,
} from './date-time-text.ts';
import { accept, EXACT, type Exactness, LAX, type Outcome, reject, type Scope, STRICT } from './outcome.ts';

const I64 = 2n ** 63n;
const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0, offset: undefined };

/** A date or datetime that a number gives; `range`: a number, but no date; undefined: no number. */
type Moment = { readonly kind: 'moment'; readonly value: CalendarDateTime } | { readonly kind: 'range' };

function momentOfNumber(input: Data, scope: Scope): Moment | undefined {
  let value: CalendarDateTime | undefined;
  if (input.kind === 'int') {
    const small = input.value < I64 && input.value >= -I64;
    if (!small && (scope.json || !Number.isFinite(Number(input.value)))) {
      return undefined;
    }
    value = small ? fromInteger(input.value, 0n) : undefined;
  } else if (input.kind === 'float') {
    value = Number.isNaN(input.value) ? undefined : fromFloat(input.value);
  } else {
    return undefined;
  }
  return value === undefined ? { kind: 'range' } : { kind: 'moment', value };
}

/** pydantic's datetime with its constraints; `zone` for `AwareDatetime` and `NaiveDatetime` (pydantic-core 2.46). */
export function validateDateTime(
  input: Data,
  scope: Scope,
  constraints: Constraints,
  zone?: 'aware' | 'naive',
): Outcome {
  const found = dateTimeOf(input, scope);
  if (found.kind !== 'found') {
    return found.outcome;
  }
  const { value, exactness } = found;
  const failure = between(constraints, (bound) => {
    const limit = dateTimeBound(bound);
    return limit === undefined ? undefined : compareDateTimes(value, limit);
  });
  if (failure !== undefined) {
    return failure;
  }
  if (zone === 'aware' && value.time.offset === undefined) {
    return reject('timezone_aware', 'must have a time zone');
  }
  if (zone === 'naive' && value.time.offset !== undefined) {
    return reject('timezone_naive', 'must not have a time zone');
  }
  return value.date.year === 0
    ? reject('datetime_parsing', 'is not a date and time')
    : accept({ kind: 'datetime', text: formatDateTime(value) }, exactness);
}

type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value; readonly exactness: Exactness }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

function found<Value>(value: Value, exactness: Exactness): Found<Value> {
  return { kind: 'found', value, exactness };
}

function failed<Value>(type: string, message: string): Found<Value> {
  return { kind: 'failed', outcome: reject(type, message) };
}

function dateTimeOf(input: Data, scope: Scope): Found<CalendarDateTime> {
  if (input.kind === 'datetime') {
    const value = parseDateTime(input.text);
    return value === undefined ? failed('datetime_type', 'is not a date and time') : found(value, EXACT);
  }
  if (scope.strict && !(scope.json && input.kind === 'str')) {
    return failed('datetime_type', 'is not a date and time');
  }
  if (input.kind === 'date') {
    const date = parseDatePrefix(input.text);
    return date === undefined
      ? failed('datetime_type', 'is not a date and time')
      : found({ date, time: MIDNIGHT }, LAX);
  }
  if (input.kind === 'str') {
    return dateTimeOfText(input.value, scope);
  }
  const moment = momentOfNumber(input, scope);
  if (moment === undefined) {
    return failed('datetime_type', 'is not a date and time');
  }
  return moment.kind === 'moment'
    ? found(moment.value, LAX)
    : failed('datetime_parsing', 'is out of the range of dates');
}

function dateTimeOfText(text: string, scope: Scope): Found<CalendarDateTime> {
  const value = parseDateTime(text) ?? parseTimestamp(text);
  if (value !== undefined) {
    return found(value, scope.json ? STRICT : LAX);
  }
  const date = text.length === 10 ? parseDatePrefix(text) : undefined;
  if (scope.strict) {
    return failed('datetime_parsing', 'is not a date and time');
  }
  if (date === undefined) {
    return failed('datetime_from_date_parsing', 'is not a date and time');
  }
  return found({ date, time: MIDNIGHT }, LAX);
}

/** pydantic's date with its constraints: also a datetime at midnight, or a number of seconds that is one. */
export function validateDate(input: Data, scope: Scope, constraints: Constraints): Outcome {
  const result = dateOf(input, scope);
  if (result.kind !== 'found') {
    return result.outcome;
  }
  const { value, exactness } = result;
  const failure = between(constraints, (bound) => {
    const limit = dateBound(bound);
    return limit === undefined ? undefined : { order: dayNumber(value) - dayNumber(limit) };
  });
  if (failure !== undefined) {
    return failure;
  }
  return value.year === 0
    ? reject('date_parsing', 'is not a date')
    : accept({ kind: 'date', text: formatDate(value) }, exactness);
}

function dateOf(input: Data, scope: Scope): Found<CalendarDate> {
  if (input.kind === 'date') {
    const value = parseDatePrefix(input.text);
    return value === undefined ? failed('date_type', 'is not a date') : found(value, EXACT);
  }
  const text = input.kind === 'str' ? input.value : undefined;
  if (scope.strict && !(scope.json && text !== undefined)) {
    return failed('date_type', 'is not a date');
  }
  const plain = text?.length === 10 ? parseDatePrefix(text) : undefined;
  if (plain !== undefined) {
    return found(plain, scope.json ? STRICT : LAX);
  }
  const moment = momentForDate(input, text, scope);
  if (scope.strict && !(moment?.kind === 'moment' && isMidnightStamp(text ?? '', moment.value))) {
    return failed('date_parsing', 'is not a date');
  }
  if (moment === undefined) {
    return failed('date_type', 'is not a date');
  }
  if (moment.kind === 'range') {
    return failed('date_from_datetime_parsing', 'is not a date');
  }
  const { date, time } = moment.value;
  return secondOfDay(time) === 0 && time.microsecond === 0
    ? found(date, LAX)
    : failed('date_from_datetime_inexact', 'is not a date: it has a time of day');
}

/** In strict mode only whole numbers of seconds stand for a date besides the date itself. */
function isMidnightStamp(text: string, value: CalendarDateTime): boolean {
  return /^[+-]?\d+$/.test(text) && secondOfDay(value.time) === 0 && value.time.microsecond === 0;
}

function momentForDate(input: Data, text: string | undefined, scope: Scope): Moment | undefined {
  if (text !== undefined) {
    const value = parseDateTime(text) ?? parseTimestamp(text);
    return value === undefined ? { kind: 'range' } : { kind: 'moment', value };
  }
  if (input.kind === 'datetime') {
    const value = parseDateTime(input.text);
    return value === undefined ? undefined : { kind: 'moment', value };
  }
  return momentOfNumber(input, scope);
}

/** pydantic's time with its constraints: a text, or a number of seconds since midnight (UTC). */
export function validateTime(input: Data, scope: Scope, constraints: Constraints): Outcome {
  const result = timeOf(input, scope);
  if (result.kind !== 'found') {
    return result.outcome;
  }
  const { value, exactness } = result;
  const failure = between(constraints, (bound) => {
    const limit = bound.kind === 'time' ? parseTime(bound.text) : undefined;
    return limit === undefined ? undefined : compareTimes(value, limit);
  });
  return failure ?? accept({ kind: 'time', text: formatTime(value) }, exactness);
}

function timeOf(input: Data, scope: Scope): Found<ClockTime> {
  if (input.kind === 'time') {
    const value = parseTime(input.text);
    return value === undefined ? failed('time_type', 'is not a time') : found(value, EXACT);
  }
  const text = input.kind === 'str' ? input.value : undefined;
  if (scope.strict && !(scope.json && text !== undefined)) {
    return failed('time_type', 'is not a time');
  }
  if (text !== undefined) {
    const value = parseTime(text);
    return value === undefined
      ? failed('time_parsing', 'is not a time')
      : found(value, scope.json ? STRICT : LAX);
  }
  return input.kind === 'int' || input.kind === 'float'
    ? timeOfSeconds(Number(input.value), scope, input.kind)
    : failed('time_type', 'is not a time');
}

function timeOfSeconds(value: number, scope: Scope, kind: 'int' | 'float'): Found<ClockTime> {
  if (kind === 'int' && !Number.isFinite(value) && !scope.json) {
    return failed('time_type', 'is not a time');
  }
  const whole = Math.floor(value);
  const micros = Math.round((Math.abs(value) % 1) * 1_000_000) || 0;
  const second = whole + Math.floor(micros / 1_000_000);
  if (!(whole >= 0 && second < 86_400)) {
    return failed('time_parsing', 'is not a time: seconds of a day are from 0 to 86399');
  }
  return found({ ...clockOf(second), microsecond: micros % 1_000_000 }, LAX);
}

/** Zones count only when both have one. */
function compareTimes(a: ClockTime, b: ClockTime): Standing {
  const zoned = a.offset !== undefined && b.offset !== undefined;
  const seconds = (time: ClockTime) => secondOfDay(time) - (zoned ? (time.offset ?? 0) : 0);
  return { order: seconds(a) - seconds(b) || a.microsecond - b.microsecond };
}

function compareDateTimes(a: CalendarDateTime, b: CalendarDateTime): Standing {
  const zoned = a.time.offset !== undefined && b.time.offset !== undefined;
  const seconds = (value: CalendarDateTime) =>
    dayNumber(value.date) * 86_400 + secondOfDay(value.time) - (zoned ? (value.time.offset ?? 0) : 0);
  return { order: seconds(a) - seconds(b) || a.time.microsecond - b.time.microsecond };
}

function dateTimeBound(bound: Data): CalendarDateTime | undefined {
  return bound.kind === 'datetime' ? parseDateTime(bound.text) : undefined;
}

function dateBound(bound: Data): CalendarDate | undefined {
  return bound.kind === 'date' ? parseDatePrefix(bound.text) : undefined;
}
