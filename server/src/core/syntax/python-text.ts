import type { Data } from './data.ts';

/** `sys.get_int_max_str_digits()` of Python 3.11 to 3.14: longer decimal numbers are a `ValueError`. */
export const MAX_DIGITS = 4300;

/** What `str()` of Python prints for a value that can be a key; undefined for collections. */
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
    case 'bytes':
      return data.value;
    case 'datetime':
      return data.text.replace('T', ' ').replace(/Z$/, '+00:00');
    case 'date':
    case 'time':
    case 'timedelta':
    case 'text':
      return data.text;
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
      return undefined;
  }
}

/** `repr()` of a Python float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16. */
export function pythonFloatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
