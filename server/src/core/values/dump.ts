import type { Data } from '../syntax/data.ts';
import { pythonFloatText } from '../syntax/python-text.ts';
import { decodeUtf8 } from './utf8.ts';

const LARGEST = 2n ** 53n;

/**
 * What `model_dump(mode="json")` of pydantic prints, as plain JSON; NaN and infinities become `{"$float": "nan"}`
 * and the like, integers beyond 2^53 texts.
 */
export function toJson(data: Data): unknown {
  switch (data.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'str':
      return data.value;
    case 'bytes':
      return decodeUtf8(data.value) ?? data.value;
    case 'int':
      return data.value > LARGEST || data.value < -LARGEST ? data.value.toString() : Number(data.value);
    case 'float':
      return Number.isFinite(data.value) ? data.value : { $float: pythonFloatText(data.value) };
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return data.text;
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.map(toJson);
    case 'dict':
      return Object.fromEntries(data.entries.map(([key, value]) => [keyText(key), toJson(value)]));
  }
}

/** A key as pydantic's JSON mode prints it. */
export function keyText(key: Data): string {
  switch (key.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return String(key.value);
    case 'int':
    case 'str':
      return key.value.toString();
    case 'bytes':
      return decodeUtf8(key.value) ?? key.value;
    case 'float':
      return pythonFloatText(key.value);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return key.text;
    case 'list':
    case 'tuple':
    case 'set':
      return key.items.map(keyText).join(',');
    case 'dict':
      return key.entries.map(([name]) => keyText(name)).join(',');
  }
}
