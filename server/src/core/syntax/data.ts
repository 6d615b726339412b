/**
 * A value as Python holds it: what a loader makes of a file's text, what a default in code evaluates to, what a
 * settings library makes of either.
 */
export type Data =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: string }
  /** ISO 8601 text as pydantic's JSON mode prints it. */
  | { readonly kind: 'date' | 'datetime' | 'time' | 'timedelta'; readonly text: string }
  /** Any other value, by the text pydantic's JSON mode prints for it (UUID, URL, path, decimal, address …). */
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Data[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Data, Data])[] };

export const NONE: Data = { kind: 'none' };

/** A `str` of Python. */
export function str(value: string): Data {
  return { kind: 'str', value };
}

/** An `int` of Python. */
export function int(value: bigint | number): Data {
  return { kind: 'int', value: BigInt(value) };
}

/** A `float` of Python. */
export function float(value: number): Data {
  return { kind: 'float', value };
}

/** A `bool` of Python. */
export function bool(value: boolean): Data {
  return { kind: 'bool', value };
}

/** Structural equality as `==` of the same types would say; `1` and `True` are different here. */
export function sameData(a: Data, b: Data): boolean {
  return dataKey(a) === dataKey(b);
}

/** A text that is equal for equal values and different for different ones. */
export function dataKey(data: Data): string {
  switch (data.kind) {
    case 'none':
      return 'none';
    case 'bool':
    case 'int':
      return `${data.kind}:${data.value}`;
    case 'float':
      return `float:${Object.is(data.value, -0) ? '-0' : data.value}`;
    case 'str':
    case 'bytes':
      return `${data.kind}:${JSON.stringify(data.value)}`;
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
      return `${data.kind}:${data.text}`;
    case 'text':
      return `${data.type}:${JSON.stringify(data.text)}`;
    case 'list':
    case 'tuple':
    case 'set':
      return `${data.kind}[${data.items.map(dataKey).join(',')}]`;
    case 'dict':
      return `dict{${data.entries.map(([key, value]) => `${dataKey(key)}=${dataKey(value)}`).join(',')}}`;
  }
}

/** What a dict has under a key: a name, or a whole number. Of several entries the last counts, as in Python. */
export function entryOf(data: Data, key: string | number): Data | undefined {
  if (data.kind !== 'dict') return undefined;
  const matches = (it: Data) =>
    typeof key === 'string'
      ? it.kind === 'str' && it.value === key
      : it.kind === 'int' && it.value === BigInt(key);
  return data.entries.findLast(([it]) => matches(it))?.[1];
}
