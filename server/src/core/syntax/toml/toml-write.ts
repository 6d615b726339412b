import type { Data } from '../data.ts';
import type { Scalar } from '../document.ts';
import { pythonFloatText } from '../python-text.ts';

/** How a value is written in TOML, a string in `own` quotes where those can hold it; undefined for nothing and bytes. */
export function writeToml(data: Data, own: Scalar['quote'] = 'double'): string | undefined {
  switch (data.kind) {
    case 'str':
      return writeTomlString(data.value, own);
    case 'bool':
    case 'int':
      return String(data.value);
    case 'float':
      return pythonFloatText(data.value);
    case 'date':
    case 'time':
    case 'datetime':
      return data.text;
    case 'timedelta':
    case 'text':
      return writeTomlString(data.text, own);
    case 'list':
    case 'tuple':
    case 'set':
      return writeArray(data.items);
    case 'dict':
      return writeInline(data.entries);
    case 'none':
    case 'bytes':
      return undefined;
  }
}

function writeArray(items: readonly Data[]): string | undefined {
  const written = items.map((item) => writeToml(item));
  return written.includes(undefined) ? undefined : `[${written.join(', ')}]`;
}

function writeInline(entries: readonly (readonly [Data, Data])[]): string | undefined {
  const pairs: string[] = [];
  for (const [key, value] of entries) {
    const written = writeToml(value);
    const name = key.kind === 'str' ? writeTomlKey(key.value, '') : undefined;
    if (written === undefined || name === undefined) return undefined;
    pairs.push(`${name} = ${written}`);
  }
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** A key, in the quotes of `former` (the key as it was written) where that has some, else plain where that is possible. */
export function writeTomlKey(name: string, former: string): string | undefined {
  if (former.startsWith("'")) return writeTomlString(name, 'single');
  if (former.startsWith('"') || !/^[A-Za-z0-9_-]+$/.test(name)) return writeTomlString(name, 'double');
  return name;
}

function writeTomlString(text: string, own: Scalar['quote']): string | undefined {
  if (/\p{Cs}/u.test(text)) return undefined;
  if (own === 'single' && !/['\p{Cc}]/u.test(text)) return `'${text}'`;
  return `"${text.replace(/["\\\p{Cc}]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const short = SHORT.get(character);
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);
