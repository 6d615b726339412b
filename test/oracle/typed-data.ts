import type { Data } from '../../server/src/core/syntax/data.ts';
import { pythonFloatText } from '../../server/src/core/syntax/python-text.ts';

/** The form in which the Python side of an oracle test prints a value. */
export type Typed = readonly unknown[];

export function typed(data: Data): Typed {
  switch (data.kind) {
    case 'none':
      return ['none'];
    case 'bool':
      return ['bool', data.value ? 'True' : 'False'];
    case 'int':
      return ['int', data.value < 0n ? `-0x${(-data.value).toString(16)}` : `0x${data.value.toString(16)}`];
    case 'float':
      return ['float', pythonFloatText(data.value)];
    case 'str':
      return ['str', data.value];
    case 'bytes':
      return ['bytes', Buffer.from(data.value, 'latin1').toString('hex')];
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return [data.kind, data.text];
    case 'list':
    case 'tuple':
      return [data.kind, ...data.items.map(typed)];
    case 'set':
      return ['set', ...data.items.map(typed)];
    case 'dict':
      return ['dict', ...data.entries.map(([key, value]) => [typed(key), typed(value)])];
  }
}

/** A text that is equal for equal values; the order of a dict and of a set, and repeated items of a set, do not count. */
export function canonical(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const parts = value.map(canonical);
  const [kind, ...items] = parts;
  if (value[0] === 'set') return `[${[kind, ...new Set(items.sort())].join()}]`;
  return value[0] === 'dict' ? `[${[kind, ...items.sort()].join()}]` : `[${parts.join()}]`;
}
