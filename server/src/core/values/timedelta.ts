import type { Constraints } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { between } from './bounds.ts';
import { secondOfDay } from './calendar.ts';
import { parseClock } from './date-time-text.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope, STRICT } from './outcome.ts';

const I64 = 2n ** 63n;
const U32 = 4_294_967_295;
const MAX_DAYS = 999_999_999;
const UNIT_DAYS: Readonly<Record<string, number>> = { Y: 365, M: 30, W: 7, D: 1 };
const UNIT_SECONDS: Readonly<Record<string, number>> = { H: 3600, M: 60, S: 1 };
const PART = /^(\d+)([.,]\d*)?([A-Z])/;
const DAYS = /^(\d+) ?[dD](?:[aA][yY][sS]?)?,? ?/;
const HINT = 'is not a duration: write `PT60S`, `00:01:00` or `1 day`';

/** Parts of a duration before they are normalised, none negative. */
interface Parts {
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
}

/** pydantic's timedelta with its constraints (pydantic-core 2.46, speedate 0.17). */
export function validateTimedelta(input: Data, scope: Scope, constraints: Constraints): Outcome {
  if (input.kind === 'timedelta') {
    return judge(parseTimedelta(input.text), EXACT, constraints);
  }
  const text = input.kind === 'str' ? input.value : undefined;
  if (scope.strict && !(scope.json && text !== undefined)) {
    return reject('time_delta_type', 'is not a duration');
  }
  if (text !== undefined) {
    return judge(parseTimedelta(text), scope.json ? STRICT : LAX, constraints);
  }
  switch (input.kind) {
    case 'int':
      if (
        (input.value >= I64 || input.value < -I64) &&
        (scope.json || !Number.isFinite(Number(input.value)))
      ) {
        return reject('time_delta_type', 'is not a duration');
      }
      return judge(fromInteger(input.value), LAX, constraints);
    case 'float':
      return judge(fromFloat(input.value), LAX, constraints);
    case 'bool':
      return scope.json
        ? reject('time_delta_type', 'is not a duration')
        : judge(fromInteger(input.value ? 1n : 0n), LAX, constraints);
    default:
      return reject('time_delta_type', 'is not a duration');
  }
}

function judge(microseconds: bigint | undefined, exactness: 0 | 1 | 2, constraints: Constraints): Outcome {
  if (microseconds === undefined) {
    return reject('time_delta_parsing', HINT);
  }
  const failure = between(constraints, (bound) => {
    const limit = bound.kind === 'timedelta' ? parseTimedelta(bound.text) : undefined;
    if (limit === undefined) {
      return undefined;
    }
    return { order: microseconds < limit ? -1 : microseconds > limit ? 1 : 0 };
  });
  return failure ?? accept({ kind: 'timedelta', text: formatTimedelta(microseconds) }, exactness);
}

/** Days are counted in 32 bits and wrap beyond, as in pydantic's core. */
function fromInteger(value: bigint): bigint | undefined {
  if (value >= I64 || value < -I64) {
    return undefined;
  }
  const size = value < 0n ? -value : value;
  const days = Number(BigInt.asUintN(32, size / 86_400n));
  return total({ days, seconds: Number(size % 86_400n), microseconds: 0 }, value < 0n);
}

function fromFloat(value: number): bigint | undefined {
  if (!Number.isFinite(value)) {
    return undefined;
  }
  const size = Math.abs(value);
  const days = Math.min(Math.trunc(size / 86_400), U32);
  const microseconds = Math.round((size % 1) * 1_000_000);
  return total({ days, seconds: Math.trunc(size) % 86_400, microseconds }, value < 0);
}

function total(parts: Parts, negative: boolean): bigint | undefined {
  const seconds = parts.seconds + Math.floor(parts.microseconds / 1_000_000);
  const days = parts.days + Math.floor(seconds / 86_400);
  if (parts.days > U32 || seconds > U32 || days > MAX_DAYS) {
    return undefined;
  }
  const size =
    (BigInt(days) * 86_400n + BigInt(seconds % 86_400)) * 1_000_000n + BigInt(parts.microseconds % 1_000_000);
  return negative ? -size : size;
}

/** Microseconds of a duration: ISO 8601, `[H]HH:MM[:SS[.ffffff]]`, or days with an optional time of day. */
function parseTimedelta(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const body = negative || text.startsWith('+') ? text.slice(1) : text;
  const parts = body.startsWith('P')
    ? isoParts(body.slice(1))
    : /d/i.test(text) || text.length < 5
      ? dayParts(body)
      : clockParts(body);
  return parts === undefined ? undefined : total(parts, negative);
}

function isoParts(text: string): Parts | undefined {
  let rest = text;
  let [days, seconds, microseconds] = [0, 0, 0];
  let [inTime, ended] = [false, false];
  while (rest !== '') {
    if (rest.startsWith('T')) {
      if (inTime) {
        return undefined;
      }
      inTime = true;
      rest = rest.slice(1);
      continue;
    }
    const match = PART.exec(rest);
    const unit = (inTime ? UNIT_SECONDS : UNIT_DAYS)[match?.[3] ?? ''];
    if (match === null || unit === undefined || ended || Number(match[1]) * unit > U32) {
      return undefined;
    }
    const extra = fractionOf(match[2]) * unit;
    ended = match[2] !== undefined;
    if (inTime) {
      seconds += Number(match[1]) * unit + Math.trunc(extra);
      microseconds += Math.round((extra % 1) * 1_000_000);
    } else {
      const extraSeconds = (extra % 1) * 86_400;
      days += Number(match[1]) * unit + Math.trunc(extra);
      seconds += Math.trunc(extraSeconds);
      microseconds += Math.round((extraSeconds % 1) * 1_000_000);
    }
    rest = rest.slice(match[0].length);
  }
  return text.length < 2 || days > U32 || seconds > U32 ? undefined : { days, seconds, microseconds };
}

/** The fraction after a point or comma, added up digit by digit as speedate does. */
function fractionOf(text: string | undefined): number {
  let [numerator, denominator] = [0, 1];
  for (const digit of (text ?? '').slice(1)) {
    numerator = numerator * 10 + Number(digit);
    denominator *= 10;
  }
  const fraction = numerator / denominator;
  return Number.isNaN(fraction) ? 0 : fraction;
}

function dayParts(text: string): Parts | undefined {
  const match = DAYS.exec(text);
  const days = Number(match?.[1]);
  if (match === null || days > U32) {
    return undefined;
  }
  const rest = text.slice(match[0].length);
  if (rest === '') {
    return { days, seconds: 0, microseconds: 0 };
  }
  const clock = clockParts(rest);
  return clock === undefined || clock.days > 0 ? undefined : { ...clock, days };
}

/** Hours may have up to ten digits; whatever follows the twelfth character after them is dropped. */
function clockParts(text: string): Parts | undefined {
  const colon = text.indexOf(':');
  const hours = text.slice(0, colon);
  if (text.length < 5 || colon < 0 || !/^\d{0,10}$/.test(hours) || Number(hours) > 2_400_000_000) {
    return undefined;
  }
  const minutes = `00:${text.slice(colon + 1, colon + 13)}`;
  const clock = parseClock(minutes);
  if (clock === undefined || clock.length !== minutes.length) {
    return undefined;
  }
  return {
    days: Math.floor(Number(hours) / 24),
    seconds: secondOfDay(clock.time) + (Number(hours) % 24) * 3600,
    microseconds: clock.time.microsecond,
  };
}

/** ISO 8601 as pydantic's JSON mode prints it: years of 365 days, no months or weeks. */
export function formatTimedelta(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const [allDays, rest] = [Number(size / 86_400_000_000n), Number(size % 86_400_000_000n)];
  const years = Math.floor(allDays / 365);
  const second = Math.floor(rest / 1_000_000);
  const fraction = rest % 1_000_000;
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(second / 3600), 'H'],
    [Math.floor((second % 3600) / 60), 'M'],
  ];
  const date = `${years > 0 ? `${years}Y` : ''}${allDays % 365 > 0 ? `${allDays % 365}D` : ''}`;
  const decimals = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  const seconds = second % 60 > 0 || fraction > 0 ? `${second % 60}${decimals}S` : '';
  const time = parts.map(([value, unit]) => (value > 0 ? `${value}${unit}` : '')).join('') + seconds;
  if (date === '' && time === '') {
    return 'PT0S';
  }
  return `${microseconds < 0n ? '-' : ''}P${date}${time === '' ? '' : `T${time}`}`;
}
