import type { Data } from '../syntax/data.ts';
import { pythonFloatText } from '../syntax/python-text.ts';

/** Whether Python can use the value as a key. */
export function hashable(data: Data): boolean {
  if (data.kind === 'tuple') return data.items.every(hashable);
  return data.kind !== 'list' && data.kind !== 'set' && data.kind !== 'dict';
}

/** What `str(value)` gives, or undefined where that is not imitated. */
export function pythonText(data: Data): string | undefined {
  switch (data.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return data.value ? 'True' : 'False';
    case 'int':
      return String(data.value);
    case 'float':
      return pythonFloatText(data.value);
    case 'str':
      return data.value;
    default:
      return undefined;
  }
}

/** Python's `int(text)` for base 10: spaces around, a sign, underscores between ASCII digits. */
export function integerOf(text: string): bigint | undefined {
  const plain = text.trim();
  if (!/^[+-]?\d+(?:_\d+)*$/.test(plain) || plain.length > 4300) return undefined;
  const digits = plain.replace(/[_+-]/g, '');
  return plain.startsWith('-') ? -BigInt(digits) : BigInt(digits);
}

/** Python's `float(text)`. */
export function floatOf(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(plain);
  if (special) {
    if (special[2] === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const digits = '\\d+(?:_\\d+)*';
  const number = new RegExp(`^[+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[+-]?${digits})?$`);
  return number.test(plain) ? Number(plain.replace(/_/g, '')) : undefined;
}
