import type { Data } from './data.ts';
import { NONE } from './data.ts';
import type { Value } from './document.ts';

/** What the loader of the format makes of a value: the last of equal keys wins, at the place of the first. */
export function dataOf(value: Value): Data {
  switch (value.kind) {
    case 'scalar':
      return value.data;
    case 'sequence':
      return { kind: 'list', items: value.items.map(dataOf) };
    case 'mapping': {
      const entries = new Map<string, readonly [Data, Data]>();
      for (const { key, value: held } of value.entries) {
        const id = keyIdentity(key.data);
        const first = entries.get(id)?.[0] ?? key.data;
        entries.set(id, [first, held === undefined ? NONE : dataOf(held)]);
      }
      return { kind: 'dict', entries: [...entries.values()] };
    }
  }
}

/** Equal for keys that are one key of a Python dict, where `1`, `1.0` and `True` are equal. */
export function keyIdentity(data: Data): string {
  switch (data.kind) {
    case 'bool':
      return data.value ? 'number:1' : 'number:0';
    case 'int':
      return `number:${data.value}`;
    case 'float':
      return Number.isInteger(data.value) ? `number:${BigInt(data.value)}` : `number:${data.value}`;
    case 'none':
      return 'none';
    case 'str':
    case 'bytes':
      return `${data.kind}:${data.value}`;
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return `${data.kind}:${data.text}`;
    case 'list':
    case 'tuple':
    case 'set':
      return `${data.kind}(${data.items.map(keyIdentity).join(',')})`;
    case 'dict':
      return `dict(${data.entries.map(([key, value]) => `${keyIdentity(key)}=${keyIdentity(value)}`).join(',')})`;
  }
}
