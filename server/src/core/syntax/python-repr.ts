import type { Data } from './data.ts';
import { pythonFloatText } from './python-text.ts';

/** Python's `repr` of plain values; undefined for others, and for texts with characters that it may escape. */
export function pythonRepr(data: Data): string | undefined {
  switch (data.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return data.value ? 'True' : 'False';
    case 'int':
      return data.value.toString();
    case 'float':
      return pythonFloatText(data.value);
    case 'str':
      return /^[ -~\p{L}\p{N}]*$/u.test(data.value) ? quoted(data.value) : undefined;
    case 'list': {
      const items = data.items.map(pythonRepr);
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'dict': {
      const entries = data.entries.map((it) => it.map(pythonRepr));
      return entries.some((it) => it.includes(undefined))
        ? undefined
        : `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
    }
    default:
      return undefined;
  }
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
