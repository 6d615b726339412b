import type { Data } from '../syntax/data.ts';

/** Python's truth of a value; undefined where it is not known. */
export function truth(data: Data): boolean | undefined {
  switch (data.kind) {
    case 'none':
      return false;
    case 'bool':
      return data.value;
    case 'int':
      return data.value !== 0n;
    case 'float':
      return data.value !== 0;
    case 'str':
    case 'bytes':
      return data.value !== '';
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.length > 0;
    case 'dict':
      return data.entries.length > 0;
    case 'date':
    case 'datetime':
    case 'time':
      return true;
    case 'timedelta':
      return data.text !== 'PT0S';
    case 'text':
      return undefined;
  }
}

/** A number as Python compares it; `True` is 1. */
export function numeric(data: Data): bigint | number | undefined {
  if (data.kind === 'bool') return data.value ? 1n : 0n;
  return data.kind === 'int' || data.kind === 'float' ? data.value : undefined;
}

/** The result of one comparison, undefined where Python raises or where it is not known. */
export function compareData(operator: string, a: Data, b: Data): boolean | undefined {
  switch (operator) {
    case '==':
      return equal(a, b);
    case '!=':
      return negated(equal(a, b));
    case 'is':
    case 'is not': {
      if (a.kind !== 'none' && b.kind !== 'none') return undefined;
      return (a.kind === b.kind) === (operator === 'is');
    }
    case 'in':
      return contains(b, a);
    case 'not in':
      return negated(contains(b, a));
    default:
      return ordered(operator, a, b);
  }
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function ordered(operator: string, a: Data, b: Data): boolean | undefined {
  const left = a.kind === 'str' && b.kind === 'str' ? a.value : numeric(a);
  const right = a.kind === 'str' && b.kind === 'str' ? b.value : numeric(b);
  if (left === undefined || right === undefined) return undefined;
  // Code units and code points order differently only beyond the basic plane.
  if (typeof left === 'string' && typeof right === 'string' && /[\ud800-\udfff]/.test(left + right))
    return undefined;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}

function contains(container: Data, item: Data): boolean | undefined {
  if (container.kind === 'str') return item.kind === 'str' ? container.value.includes(item.value) : undefined;
  const members =
    container.kind === 'dict'
      ? container.entries.map((it) => it[0])
      : container.kind === 'list' || container.kind === 'tuple' || container.kind === 'set'
        ? container.items
        : undefined;
  if (members === undefined) return undefined;
  let unknown = false;
  for (const it of members) {
    const same = equal(it, item);
    if (same) return true;
    if (same === undefined) unknown = true;
  }
  return unknown ? undefined : false;
}

function equal(a: Data, b: Data): boolean | undefined {
  const left = numeric(a);
  const right = numeric(b);
  // biome-ignore lint/suspicious/noDoubleEquals: an int and a float compare by value.
  if (left !== undefined && right !== undefined) return left == right;
  if (a.kind !== b.kind) return a.kind === 'text' || b.kind === 'text' ? undefined : false;
  switch (a.kind) {
    case 'none':
      return true;
    case 'str':
    case 'bytes':
      return b.kind === a.kind && a.value === b.value;
    case 'list':
    case 'tuple':
      return b.kind === a.kind && equalItems(a.items, b.items);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
      return b.kind === a.kind && a.text === b.text;
    default:
      return undefined;
  }
}

function equalItems(a: readonly Data[], b: readonly Data[]): boolean | undefined {
  if (a.length !== b.length) return false;
  for (const [index, it] of a.entries()) {
    const same = equal(it, b[index] as Data);
    if (!same) return same;
  }
  return true;
}
