import type { FieldType } from '../schema/field-type.ts';
import { type Data, int } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
import { formatDecimal, parseDecimal } from './decimal-number.ts';
import { notOneOf } from './literal-enum.ts';
import { type Duration, environsDuration, secondsDuration } from './python-duration.ts';
import { type IsoText, isoDate, isoDateTime, isoTime } from './python-iso.ts';
import { parsePythonInt } from './python-number.ts';
import { pythonUuid } from './python-uuid.ts';
import { formatTimedelta } from './timedelta.ts';

/**
 * What environs 15.2 with marshmallow 4.4 makes of a text: as Python, but numbers that are not finite and JSON `null`
 * are refused.
 */
export function coerceEnvirons(type: FieldType, text: string): Coercion {
  switch (type.kind) {
    case 'float': {
      const made = coerceBuiltin(type, text);
      const fits = made.kind !== 'value' || (made.data.kind === 'float' && Number.isFinite(made.data.value));
      return fits ? made : refused('is not a finite number');
    }
    case 'json': {
      const made = coerceBuiltin(type, text);
      return made.kind === 'value' && made.data.kind === 'none' ? refused('is `null`') : made;
    }
    // A default of `None` allows it.
    case 'optional':
      return coerceBuiltin(type.inner, text);
    case 'date':
      return temporal('date', isoDate(text), 'is not a date');
    case 'datetime':
      return temporal('datetime', isoDateTime(text), 'is not a date and time');
    case 'time':
      return temporal('time', isoTime(text), 'is not a time');
    case 'timedelta':
      return duration(environsDuration(text));
    case 'decimal':
      return decimal(text);
    case 'uuid':
      return uuid(text);
    case 'log-level':
      return logLevel(text);
    case 'enum':
      return member(type, text);
    case 'separated':
      return coerceBuiltin(type, text, coerceItem);
    default:
      return coerceBuiltin(type, text, coerceEnvirons);
  }
}

/** Items of a list are of marshmallow alone, where a duration is a number of seconds. */
function coerceItem(type: FieldType, text: string): Coercion {
  return type.kind === 'timedelta' ? duration(secondsDuration(text)) : coerceEnvirons(type, text);
}

function refused(message: string): Coercion {
  return { kind: 'errors', errors: [{ type: 'ValidationError', loc: [], message }] };
}

function value(data: Data): Coercion {
  return { kind: 'value', data };
}

function temporal(kind: 'date' | 'datetime' | 'time', made: IsoText, message: string): Coercion {
  if (made === 'refused') return refused(message);
  if (made === 'not-followed')
    return { kind: 'undecided', reason: 'this spelling of a date or time is not checked' };
  return value({ kind, text: made.text });
}

function duration(made: Duration): Coercion {
  switch (made) {
    case 'refused':
      return refused('is not a duration');
    case 'overflow': {
      const message = 'is too long for a duration';
      return {
        kind: 'errors',
        errors: [{ type: 'OverflowError', loc: [], message, raised: 'OverflowError' }],
      };
    }
    default:
      return value({ kind: 'timedelta', text: formatTimedelta(made.microseconds) });
  }
}

function decimal(text: string): Coercion {
  const number = parseDecimal(text);
  if (number?.kind === 'finite') return value({ kind: 'text', type: 'Decimal', text: formatDecimal(number) });
  return refused(number === undefined ? 'is not a decimal number' : 'is not a finite number');
}

function uuid(text: string): Coercion {
  const made = pythonUuid(text);
  if (made === 'not-followed') return { kind: 'undecided', reason: 'this spelling of a UUID is not checked' };
  return made === undefined ? refused('is not a UUID') : value({ kind: 'text', type: 'UUID', text: made });
}

const LEVELS: ReadonlyMap<string, number> = new Map([
  ['CRITICAL', 50],
  ['FATAL', 50],
  ['ERROR', 40],
  ['WARNING', 30],
  ['WARN', 30],
  ['INFO', 20],
  ['DEBUG', 10],
  ['NOTSET', 0],
]);

function logLevel(text: string): Coercion {
  const number = parsePythonInt(text) ?? LEVELS.get(text.toUpperCase());
  return number === undefined ? refused('is not a level of `logging`') : value(int(number));
}

function member(type: FieldType & { readonly kind: 'enum' }, text: string): Coercion {
  const found = type.members.find((it) =>
    type.byName ? it.name === text : it.value.kind === 'str' && it.value.value === text,
  );
  if (found) return value(found.value);
  const shown = type.members.map((it): Data => (type.byName ? { kind: 'str', value: it.name } : it.value));
  return refused(notOneOf(shown));
}
