import type { Data } from '../data.ts';
import { pythonFloatText } from '../python-text.ts';
import type { JsonReader } from './json-problem.ts';

/** How a value is written in JSON; undefined for bytes, and for what the reader has no number or key for. */
export function writeJson(data: Data, reader: JsonReader): string | undefined {
  switch (data.kind) {
    case 'none':
      return 'null';
    case 'bool':
    case 'int':
      return String(data.value);
    case 'float':
      return writeFloat(data.value, reader);
    case 'str':
      return writeJsonString(data.value);
    case 'date':
    case 'time':
    case 'datetime':
    case 'timedelta':
    case 'text':
      return writeJsonString(data.text);
    case 'list':
    case 'tuple':
    case 'set':
      return joined(
        data.items.map((item) => writeJson(item, reader)),
        '[',
        ']',
      );
    case 'dict':
      return joined(
        data.entries.map(([key, value]) => writePair(key, value, reader)),
        '{',
        '}',
      );
    case 'bytes':
      return undefined;
  }
}

function writePair(key: Data, value: Data, reader: JsonReader): string | undefined {
  const written = writeJson(value, reader);
  return key.kind === 'str' && written !== undefined
    ? `${writeJsonString(key.value)}: ${written}`
    : undefined;
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;
}

function writeFloat(value: number, reader: JsonReader): string | undefined {
  if (Number.isFinite(value)) return pythonFloatText(value);
  if (reader === 'editor') return undefined;
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
}

/** A text in quotes; control characters and halves of surrogate pairs become escapes. */
export function writeJsonString(text: string): string {
  return JSON.stringify(text);
}
