import type { Data } from '../syntax/data.ts';
import type { Entry, Mapping, Value } from '../syntax/document.ts';

/** Front matter as plain data: mappings are Maps, so that no key of a file meets a prototype. */
export type Plain = null | boolean | number | string | readonly Plain[] | ReadonlyMap<string, Plain>;

/** A document's top mapping as plain data. The last of equal keys wins; dates and other types are their text. */
export function frontMatterData(mapping: Mapping): Plain {
  return new Map(
    mapping.entries.map((entry) => [keyName(entry), entry.value === undefined ? null : plain(entry.value)]),
  );
}

/** A key as it is meant: an unquoted `on` is a boolean for YAML 1.1 and the name of a field in a record. */
export function keyName({ key }: Entry): string {
  if (key.data.kind !== 'bool') return key.name;
  return key.data.value ? 'on' : 'off';
}

function plain(value: Value): Plain {
  switch (value.kind) {
    case 'mapping':
      return frontMatterData(value);
    case 'sequence':
      return value.items.map(plain);
    case 'scalar':
      return scalar(value.data);
  }
}

function scalar(data: Data): Plain {
  switch (data.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'float':
    case 'str':
    case 'bytes':
      return data.value;
    case 'int':
      return Number(data.value);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return data.text;
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.map(scalar);
    case 'dict':
      return new Map(data.entries.map(([key, value]) => [String(scalar(key)), scalar(value)]));
  }
}
