import type { Constraints, FieldType } from '../schema/field-type.ts';
import { type Data, str } from '../syntax/data.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import { describeBound } from './bounds.ts';
import type { Coercion } from './coerce.ts';
import { describeType } from './describe-type.ts';
import { ecmaPattern } from './ecma-pattern.ts';
import { parseJson } from './json.ts';
import { pythonKey } from './python-equality.ts';

/** `fits`, `unknown` with the reason, or the keyword of JSON Schema that refuses a value, in words. */
type Verdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'refused'; readonly keyword: string; readonly message: string };

const FITS: Verdict = { kind: 'fits' };

/**
 * What JSON Schema 2020-12 says of the text of a variable: it is accepted where it is as a text, or where it is JSON and
 * its value is. An empty text for anything but texts is left open, since programs differ in whether it counts as set.
 * Error types are keywords of JSON Schema.
 */
export function coerceJsonSchema(type: FieldType, text: string, compile: PatternCompiler): Coercion {
  const parsed = parseJson(text);
  const inJson =
    parsed.kind === 'data' && parsed.data.kind !== 'str' && hasJsonForm(parsed.data)
      ? parsed.data
      : undefined;
  const candidates: readonly Data[] = inJson ? [str(text), inJson] : [str(text)];
  const verdicts = candidates.map((it) => verdict(type, it, compile));
  const at = verdicts.findIndex((it) => it.kind === 'fits');
  const data = candidates[at];
  if (data) return { kind: 'value', data };
  const unknown = verdicts.find((it) => it.kind === 'unknown');
  if (unknown?.kind === 'unknown')
    return unknown.reason === '' ? open('it is not evaluated') : open(unknown.reason);
  if (parsed.kind === 'too-deep') return open('JSON of this depth is not checked');
  if (text === '') return open('whether an empty text counts as set is not known');
  const refused = verdicts.filter((it) => it.kind === 'refused');
  const worst = refused.find((it) => it.keyword !== 'type') ?? refused[0];
  return {
    kind: 'errors',
    errors: [{ type: worst?.keyword ?? 'type', loc: [], message: worst?.message ?? 'does not fit' }],
  };
}

function open(reason: string): Coercion {
  return { kind: 'undecided', reason };
}

function hasJsonForm(data: Data): boolean {
  if (data.kind === 'float') return Number.isFinite(data.value);
  if ('items' in data) return data.items.every(hasJsonForm);
  return data.kind !== 'dict' || data.entries.every(([, value]) => hasJsonForm(value));
}

function verdict(type: FieldType, data: Data, compile: PatternCompiler): Verdict {
  switch (type.kind) {
    case 'any':
      return FITS;
    case 'str':
      return data.kind === 'str' ? FITS : wrongType(type);
    case 'int':
      return isWhole(data) ? FITS : wrongType(type);
    case 'float':
      return data.kind === 'int' || data.kind === 'float' ? FITS : wrongType(type);
    case 'bool':
      return data.kind === 'bool' ? FITS : wrongType(type);
    case 'none':
      return data.kind === 'none' ? FITS : wrongType(type);
    case 'literal':
      return type.members.some((it) => isEqual(it.data, data)) ? FITS : noMember(type);
    case 'list':
      return data.kind === 'list'
        ? all(data.items.map((it) => verdict(type.item, it, compile)))
        : wrongType(type);
    case 'dict':
      return data.kind === 'dict' ? FITS : wrongType(type);
    case 'optional':
      return data.kind === 'none' ? FITS : verdict(type.inner, data, compile);
    case 'union':
      return some(
        type.members.map((it) => verdict(it, data, compile)),
        type,
      );
    case 'constrained': {
      const inner = verdict(type.inner, data, compile);
      return inner.kind === 'fits' ? limited(type.constraints, data, compile) : inner;
    }
    case 'undecided':
      return { kind: 'unknown', reason: type.reason };
    default:
      return { kind: 'unknown', reason: 'the type is not evaluated' };
  }
}

const WRONG: Partial<Record<FieldType['kind'], string>> = {
  str: 'is not a text',
  int: 'is not an integer',
  float: 'is not a number',
  bool: 'is not `true` or `false`',
  none: 'is not `null`',
  list: 'is not a JSON array',
  dict: 'is not a JSON object',
};

function wrongType(type: FieldType): Verdict {
  return refusal('type', WRONG[type.kind] ?? `is not ${describeType(type)}`);
}

function noMember(type: FieldType): Verdict {
  return refusal('enum', `is not ${describeType(type)}`);
}

function refusal(keyword: string, message: string): Verdict {
  return { kind: 'refused', keyword, message };
}

/** `1.0` is an integer in JSON Schema. */
function isWhole(data: Data): boolean {
  return data.kind === 'int' || (data.kind === 'float' && Number.isInteger(data.value));
}

function isEqual(a: Data, b: Data): boolean {
  if ((a.kind === 'bool') !== (b.kind === 'bool')) return false;
  const key = pythonKey(a);
  return key !== undefined && key === pythonKey(b);
}

function all(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((it) => it.kind === 'refused') ?? verdicts.find((it) => it.kind === 'unknown') ?? FITS;
}

function some(verdicts: readonly Verdict[], type: FieldType): Verdict {
  return (
    verdicts.find((it) => it.kind === 'fits') ??
    verdicts.find((it) => it.kind === 'unknown') ??
    refusal('anyOf', `is not ${describeType(type)}`)
  );
}

function limited(limits: Constraints, data: Data, compile: PatternCompiler): Verdict {
  if (data.kind === 'int' || data.kind === 'float') return inRange(limits, data);
  const isText = data.kind === 'str';
  if (!isText && data.kind !== 'list') return FITS;
  const size = isText ? [...data.value].length : data.items.length;
  const { minLength, maxLength, pattern } = limits;
  const [what, least, most] = isText
    ? ['characters', 'minLength', 'maxLength']
    : ['items', 'minItems', 'maxItems'];
  if (minLength !== undefined && size < minLength)
    return refusal(least as string, `has fewer than ${minLength} ${what}`);
  if (maxLength !== undefined && size > maxLength)
    return refusal(most as string, `has more than ${maxLength} ${what}`);
  if (!isText || pattern === undefined) return FITS;
  const matches = ecmaPattern(pattern, compile);
  if (!matches) return { kind: 'unknown', reason: 'the pattern is not evaluated' };
  return matches(data.value) ? FITS : refusal('pattern', `does not match the pattern \`${pattern}\``);
}

function inRange({ gt, ge, lt, le, multipleOf }: Constraints, data: Data): Verdict {
  const value = exact(data);
  const rules = [
    ['minimum', ge, (a: number | bigint, b: number | bigint) => a >= b, 'is less than'],
    ['exclusiveMinimum', gt, (a: number | bigint, b: number | bigint) => a > b, 'is not greater than'],
    ['maximum', le, (a: number | bigint, b: number | bigint) => a <= b, 'is greater than'],
    ['exclusiveMaximum', lt, (a: number | bigint, b: number | bigint) => a < b, 'is not less than'],
  ] as const;
  for (const [keyword, bound, holds, words] of rules) {
    if (bound && !holds(value, exact(bound))) return refusal(keyword, `${words} ${describeBound(bound)}`);
  }
  if (!multipleOf) return FITS;
  const step = exact(multipleOf);
  if (typeof value !== 'bigint' || typeof step !== 'bigint' || step <= 0n)
    return { kind: 'unknown', reason: 'multiples of fractions are not checked' };
  return value % step === 0n
    ? FITS
    : refusal('multipleOf', `is not a multiple of ${describeBound(multipleOf)}`);
}

/** JavaScript compares integers of any size with fractions exactly. */
function exact(data: Data): number | bigint {
  if (data.kind === 'int') return data.value;
  if (data.kind !== 'float') return Number.NaN;
  return Number.isInteger(data.value) ? BigInt(data.value) : data.value;
}
