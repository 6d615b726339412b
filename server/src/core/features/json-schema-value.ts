import { type Data, str } from '../syntax/data.ts';
import { keyText } from '../values/dump.ts';
import { decodeUtf8 } from '../values/utf8.ts';

/** A value as it stands in a JSON Schema of pydantic; undefined where JSON has no form for it. */
export function schemaValue(data: Data): Data | undefined {
  switch (data.kind) {
    case 'float':
      return Number.isFinite(data.value) ? data : undefined;
    case 'bytes': {
      const text = decodeUtf8(data.value);
      return text === undefined ? undefined : str(text);
    }
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return str(data.text);
    case 'list':
    case 'tuple':
    case 'set': {
      const items = data.items.map(schemaValue);
      return items.includes(undefined) ? undefined : { kind: 'list', items: items as Data[] };
    }
    case 'dict': {
      const entries = data.entries.map(([key, value]) => [str(keyText(key)), schemaValue(value)] as const);
      return entries.some(([, value]) => value === undefined)
        ? undefined
        : { kind: 'dict', entries: entries as [Data, Data][] };
    }
    default:
      return data;
  }
}
