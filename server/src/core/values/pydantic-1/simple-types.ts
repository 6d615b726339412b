import type { FieldType, SimpleKind } from '../../schema/field-type.ts';
import { pathData } from '../../schema/path-data.ts';
import { bool, type Data, float, int, str } from '../../syntax/data.ts';
import { pythonFloatText } from '../../syntax/python-text.ts';
import type { Coercion } from '../coerce.ts';
import { formatDecimal, parseDecimal } from '../decimal-number.ts';
import { type IpKind, type IpScope, validateIp } from '../ip.ts';
import { notOneOf } from '../literal-enum.ts';
import { pythonKey } from '../python-equality.ts';
import { parsePythonFloat, parsePythonInt } from '../python-number.ts';
import { pythonUuid } from '../python-uuid.ts';
import { encodeUtf8 } from '../utf8.ts';
import { codePoints, stripPython } from '../whitespace.ts';
import { momentValue } from './moments.ts';
import { given, open, refused } from './outcome.ts';

const LAX_SCOPE: IpScope = { strict: false, json: false, weighed: false };

/** A value for a type without parts, as the validators of pydantic 1.10 (`validators.py`) convert it. */
export function simpleValue(kind: SimpleKind, input: Data): Coercion {
  switch (kind) {
    case 'str':
      return textValue(input);
    case 'bool':
      return boolValue(input);
    case 'int':
      return intValue(input);
    case 'float':
      return floatValue(input);
    case 'bytes':
      return bytesValue(input);
    case 'any':
      return given(input);
    case 'decimal':
      return decimalValue(input);
    case 'path':
      return pathValue(input);
    case 'uuid':
      return uuidValue(input);
    case 'ipv4-address':
    case 'ipv6-address':
    case 'ipv4-network':
    case 'ipv6-network':
    case 'ipv4-interface':
    case 'ipv6-interface':
      return ipValue(kind, input);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
      return momentValue(kind, input);
    default:
      return open(`what pydantic 1 makes of \`${kind}\` is not evaluated`);
  }
}

type Ip = `ipv${4 | 6}-${'address' | 'network' | 'interface'}`;

/** Both releases leave it to Python's `ipaddress`. */
function ipValue(kind: Ip, input: Data): Coercion {
  if (input.kind !== 'str') return open('an IP address that is no text is not evaluated');
  const version = kind.startsWith('ipv4') ? 4 : 6;
  const what = kind.slice(5) as IpKind['what'];
  const made = validateIp(input, { what, version }, LAX_SCOPE);
  if (made.kind === 'value') return given(made.data);
  if (made.kind === 'undecided') return made;
  return refused(`value_error.ipv${version}${what}`, made.errors[0]?.message ?? 'is not an IP address');
}

/** Numbers become texts; of a `bool` that is `True` or `False`. */
export function textValue(input: Data): Coercion {
  switch (input.kind) {
    case 'str':
      return given(input);
    case 'int':
      return given(str(String(input.value)));
    case 'bool':
      return given(str(input.value ? 'True' : 'False'));
    case 'float':
      return given(str(pythonFloatText(input.value)));
    case 'bytes':
    case 'text':
      return open('a text that is made of another value is not evaluated');
    default:
      return refused('type_error.str', 'is not a text');
  }
}

const ON: ReadonlySet<string> = new Set(['1', 'on', 't', 'true', 'y', 'yes']);
const OFF: ReadonlySet<string> = new Set(['0', 'off', 'f', 'false', 'n', 'no']);

function boolValue(input: Data): Coercion {
  if (input.kind === 'bool') return given(input);
  if (input.kind === 'bytes') return open('bytes as a boolean are not evaluated');
  const word = input.kind === 'str' ? input.value.toLowerCase() : undefined;
  const number = pythonKey(input);
  if (word === undefined ? number === 'number:1' : ON.has(word)) return given(bool(true));
  if (word === undefined ? number === 'number:0' : OFF.has(word)) return given(bool(false));
  return refused('type_error.bool', 'is not a boolean: use `true` or `false`');
}

const NOT_AN_INTEGER = refused('type_error.integer', 'is not an integer');
/** Longer texts are refused before Python looks at them. */
const MOST_DIGITS = 4_300;

/** A number with a point loses what stands behind it. */
function intValue(input: Data): Coercion {
  switch (input.kind) {
    case 'int':
      return given(input);
    case 'bool':
      return given(int(input.value ? 1 : 0));
    case 'float':
      return Number.isFinite(input.value) ? given(int(BigInt(Math.trunc(input.value)))) : NOT_AN_INTEGER;
    case 'str': {
      const value = codePoints(input.value) > MOST_DIGITS ? undefined : parsePythonInt(input.value);
      return value === undefined ? NOT_AN_INTEGER : given(int(value));
    }
    case 'bytes':
    case 'text':
      return open('an integer that is made of another value is not evaluated');
    default:
      return NOT_AN_INTEGER;
  }
}

const NOT_A_NUMBER = refused('type_error.float', 'is not a number');

function floatValue(input: Data): Coercion {
  switch (input.kind) {
    case 'float':
      return given(input);
    case 'bool':
      return given(float(input.value ? 1 : 0));
    case 'int': {
      const value = Number(input.value);
      return Number.isFinite(value) ? given(float(value)) : open('an integer that is too large for a float');
    }
    case 'str': {
      const value = parsePythonFloat(input.value);
      return value === undefined ? NOT_A_NUMBER : given(float(value));
    }
    case 'bytes':
    case 'text':
      return open('a number that is made of another value is not evaluated');
    default:
      return NOT_A_NUMBER;
  }
}

/** Data holds bytes as one character each. */
export function bytesValue(input: Data): Coercion {
  if (input.kind === 'bytes') return given(input);
  const text = textValue(input);
  if (text.kind === 'errors') return refused('type_error.bytes', 'is not a text');
  if (text.kind === 'undecided' || text.data.kind !== 'str') return text;
  return given({ kind: 'bytes', value: encodeUtf8(text.data.value) });
}

function decimalValue(input: Data): Coercion {
  if (input.kind === 'text' && input.type === 'Decimal') return given(input);
  if (input.kind !== 'str' && input.kind !== 'int')
    return open('a decimal number that is made of another value is not evaluated');
  const number = parseDecimal(input.kind === 'int' ? String(input.value) : stripPython(input.value));
  if (number === undefined) return refused('type_error.decimal', 'is not a decimal number');
  if (number.kind !== 'finite')
    return refused('value_error.decimal.not_finite', 'is not a finite decimal number');
  return given({ kind: 'text', type: 'Decimal', text: formatDecimal(number) });
}

function pathValue(input: Data): Coercion {
  if (input.kind === 'text' && input.type === 'Path') return given(input);
  return input.kind === 'str' ? given(pathData(input.value)) : refused('type_error.path', 'is not a path');
}

function uuidValue(input: Data): Coercion {
  if (input.kind === 'text' && input.type === 'UUID') return given(input);
  if (input.kind === 'bytes') return open('a UUID that is made of bytes is not evaluated');
  const text = input.kind === 'str' ? pythonUuid(input.value) : undefined;
  if (text === 'not-followed') return open('this spelling of a UUID is not evaluated');
  return text === undefined
    ? refused('type_error.uuid', 'is not a UUID')
    : given({ kind: 'text', type: 'UUID', text });
}

/** One of the values themselves, or what Python finds equal to one; never a conversion. */
export function literalValue(type: FieldType & { readonly kind: 'literal' }, input: Data): Coercion {
  const values = type.members.map((it) => it.data);
  const key = pythonKey(input);
  const found = key === undefined ? undefined : values.findLast((it) => pythonKey(it) === key);
  return found ? given(found) : refused('value_error.const', notOneOf(values));
}

/** A member by its value. Only `IntEnum` converts first, which is of base `int` here. */
export function enumValue(type: FieldType & { readonly kind: 'enum' }, input: Data): Coercion {
  const values = type.members.map((it) => it.value);
  const made = type.base === 'int' ? intValue(input) : given(input);
  if (made.kind !== 'value') return made;
  const key = pythonKey(made.data);
  const found = key === undefined ? undefined : values.find((it) => pythonKey(it) === key);
  return found ? given(found) : refused('type_error.enum', notOneOf(values));
}
