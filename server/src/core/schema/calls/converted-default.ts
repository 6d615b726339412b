import { floatOf, integerOf } from '../../python/fold-text.ts';
import { bool, type Data, sameData, str } from '../../syntax/data.ts';
import type { FieldType } from '../field-type.ts';
import { pathData } from '../path-data.ts';
import { piecesOf, switchValue } from '../switch-value.ts';

const NOT_FOLLOWED: ReadonlySet<string> = new Set([
  'undecided',
  'json',
  'judged',
  'pairs',
  'constrained',
  'enum',
  'instance',
  'toml-value',
  'address',
  'lines',
]);

/** What the conversion around a read makes of its default; undefined where it raises, or where that is not known. */
export function convertedDefault(data: Data, type: FieldType): Data | undefined {
  if (NOT_FOLLOWED.has(type.kind)) return undefined;
  if (type.kind === 'one-of') return among(convertedDefault(data, type.inner), type.members);
  if (type.kind === 'switch') return switched(data, type);
  if (type.kind === 'bool') return truth(data);
  if (type.kind === 'separated') return pieces(data, type);
  if (type.kind === 'path') return data.kind === 'str' ? pathData(data.value) : undefined;
  if (type.kind === 'int') {
    if (data.kind === 'float')
      return Number.isFinite(data.value) ? int(BigInt(Math.trunc(data.value))) : undefined;
    const value = data.kind === 'str' ? integerOf(data.value) : data.kind === 'int' ? data.value : undefined;
    return value === undefined ? undefined : int(value);
  }
  if (type.kind === 'float') {
    const value = data.kind === 'str' ? floatOf(data.value) : undefined;
    if (value !== undefined) return { kind: 'float', value };
    return data.kind === 'int' || data.kind === 'float'
      ? { kind: 'float', value: Number(data.value) }
      : undefined;
  }
  // `env.bytes` of django-environ encodes a text, which is read like a variable, and gives all else as it is.
  return type.kind === 'bytes' && data.kind === 'str' ? undefined : data;
}

/** What is wrong with a default that the conversion around a read is sure to refuse. */
export function refusedDefault(data: Data, type: FieldType): string | undefined {
  if (type.kind === 'lines') return data.kind === 'str' ? undefined : 'is no text';
  if (type.kind === 'one-of')
    return convertedDefault(data, type.inner) ? 'is none of the choices' : refusedDefault(data, type.inner);
  if (data.kind !== 'str') return undefined;
  if (type.kind === 'switch')
    return switchValue(type, data.value) === 'refused'
      ? 'is not one of the words for true and false'
      : undefined;
  if (type.kind === 'int') return integerOf(data.value) === undefined ? 'is not an integer' : undefined;
  if (type.kind === 'float') return floatOf(data.value) === undefined ? 'is not a number' : undefined;
  return undefined;
}

function among(data: Data | undefined, members: readonly Data[]): Data | undefined {
  return data && members.some((it) => sameData(it, data)) ? data : undefined;
}

/** A default that is no text is what a helper gives as it is. */
function switched(data: Data, type: FieldType & { readonly kind: 'switch' }): Data | undefined {
  if (data.kind === 'bool') return data;
  if (data.kind === 'none') return type.otherwise === 'refused' ? undefined : bool(type.otherwise);
  const value = data.kind === 'str' ? switchValue(type, data.value) : 'refused';
  return value === 'refused' ? undefined : bool(value);
}

/** A list is what a helper gives as it is. */
function pieces(data: Data, type: FieldType & { readonly kind: 'separated' }): Data | undefined {
  if (data.kind === 'str') {
    const items = piecesOf(type, data.value)?.map((it) => convertedDefault(str(it), type.item));
    return items === undefined || items.includes(undefined)
      ? undefined
      : { kind: type.into, items: items as Data[] };
  }
  // `Csv` of python-decouple has nothing for `None`, and cannot cut a list.
  if (type.words === 'shlex') return data.kind === 'none' ? { kind: type.into, items: [] } : undefined;
  return data.kind === 'list' || data.kind === 'tuple' || data.kind === 'set' ? data : undefined;
}

function truth(data: Data): Data | undefined {
  switch (data.kind) {
    case 'bool':
      return data;
    case 'none':
      return bool(false);
    case 'str':
      return bool(data.value !== '');
    case 'int':
      return bool(data.value !== 0n);
    default:
      return undefined;
  }
}

function int(value: bigint): Data {
  return { kind: 'int', value };
}
