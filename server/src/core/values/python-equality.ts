import { type Data, dataKey } from '../syntax/data.ts';

/**
 * A text that is the same for values that Python's `==` and `hash` hold for the same (`1`, `1.0`, `True`), as in the
 * keys of a dict and the items of a set. Undefined for what Python cannot hash, and for NaN, which equals nothing.
 */
export function pythonKey(data: Data): string | undefined {
  switch (data.kind) {
    case 'bool':
      return data.value ? 'number:1' : 'number:0';
    case 'int':
      return `number:${data.value}`;
    case 'float':
      if (Number.isNaN(data.value)) {
        return undefined;
      }
      return Number.isInteger(data.value) ? `number:${BigInt(data.value)}` : `number:${data.value}`;
    case 'tuple': {
      const keys = data.items.map(pythonKey);
      return keys.includes(undefined) ? undefined : `tuple[${keys.join(',')}]`;
    }
    case 'list':
    case 'set':
    case 'dict':
      return undefined;
    default:
      return dataKey(data);
  }
}

/** Whether Python can hash the value. */
export function isHashable(data: Data): boolean {
  switch (data.kind) {
    case 'list':
    case 'set':
    case 'dict':
      return false;
    case 'tuple':
      return data.items.every(isHashable);
    default:
      return true;
  }
}
