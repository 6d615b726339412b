import type { Data } from '../syntax/data.ts';

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
      return floatText(data.value);
    case 'str':
      return data.value;
    default:
      return undefined;
  }
}

/** `repr` of a float: the shortest digits that read back the same, exponents from 1e16 and below 1e-4 on. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size === 0) return '0.0';
  if (size < 1e16 && size >= 1e-4) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.slice(1).padStart(2, '0')}`;
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
