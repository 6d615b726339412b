import type { Data } from '../../server/src/core/syntax/data.ts';
import { pythonFloatText } from '../../server/src/core/syntax/python-text.ts';

/** Values as JSON, the same form that `field_types.py` reads and writes: integers and floats as texts. */
export type JsonData = { readonly kind: string } & Readonly<Record<string, unknown>>;

export function encodeData(data: Data): JsonData {
  switch (data.kind) {
    case 'int':
      return { kind: 'int', value: data.value.toString() };
    case 'float':
      return { kind: 'float', value: pythonFloatText(data.value) };
    case 'list':
    case 'tuple':
    case 'set':
      return { kind: data.kind, items: data.items.map(encodeData) };
    case 'dict':
      return {
        kind: 'dict',
        entries: data.entries.map(([key, value]) => [encodeData(key), encodeData(value)]),
      };
    default:
      return data;
  }
}

/** Replaces every encoded value inside a structure, such as a field type, by the value. */
export function reviveData(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reviveData);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const { kind, value: held } = value as { kind?: unknown; value?: unknown };
  if (kind === 'int' && typeof held === 'string') {
    return { kind: 'int', value: BigInt(held) };
  }
  if (kind === 'float' && typeof held === 'string') {
    return { kind: 'float', value: floatOf(held) };
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, reviveData(item)]));
}

function floatOf(text: string): number {
  const named = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY };
  return named[text as keyof typeof named] ?? Number(text);
}

/** Writes every value inside a structure in its JSON form. */
export function encodeAll(value: unknown): unknown {
  if (typeof value === 'bigint') {
    throw new TypeError('an integer outside of a value');
  }
  if (Array.isArray(value)) {
    return value.map(encodeAll);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { kind, value: held } = value as { kind?: unknown; value?: unknown };
  if (kind === 'int' && typeof held === 'bigint') {
    return { kind, value: held.toString() };
  }
  if (kind === 'float' && typeof held === 'number') {
    return { kind, value: pythonFloatText(held) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, encodeAll(item)]));
}

/** A text that is the same for equal values; the order of a set does not count. */
export function canonical(data: JsonData): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(sorted);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value).map(([name, item]): [string, unknown] => [name, sorted(item)]);
    const object = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    if (object.kind === 'set' && Array.isArray(object.items)) {
      object.items = object.items.map((item) => JSON.stringify(item)).sort();
    }
    return object;
  };
  return JSON.stringify(sorted(data));
}
