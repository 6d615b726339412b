import { str } from '../syntax/data.ts';
import type { Entry } from '../syntax/document.ts';
import type { IniLine } from './ini-lists.ts';
import type { SuppliedVariable } from './supply.ts';

/** A variable of a line `NAME=value` inside another value; name and value with their places. */
export function assigned(
  path: string,
  name: IniLine,
  written: IniLine,
  value: SuppliedVariable['value'],
): SuppliedVariable {
  const entry: Entry = {
    key: { name: name.text, span: name.span, data: str(name.text) },
    value: {
      kind: 'scalar',
      span: written.span,
      content: written.span,
      quote: 'none',
      data: str(written.text),
    },
    span: { start: name.span.start, end: Math.max(name.span.end, written.span.end) },
  };
  return { name: name.text, value, path, entry, shape: 'assignment', secret: false };
}
