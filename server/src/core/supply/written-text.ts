import type { Value } from '../syntax/document.ts';
import { entriesOf } from '../syntax/value-members.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { SuppliedVariable } from './supply.ts';

/**
 * What a program makes of a scalar that it wants as text, read from what is written: what Python takes for a boolean or
 * a number (`yes`, `0o17`) is none to others. Numbers that programs print otherwise than they are written, as `1.10` and
 * `010`, are undecided.
 */
export function writtenText(
  file: SourceFile,
  value: Value | undefined,
): SuppliedVariable['value'] | undefined {
  if (value?.kind !== 'scalar') return undefined;
  if (value.quote !== 'none' || value.data.kind === 'str')
    return value.data.kind === 'str' ? { kind: 'text', text: value.data.value } : undefined;
  const raw = file.text.slice(value.content.start, value.content.end);
  if (/^(?:|~|null|Null|NULL)$/.test(raw)) return { kind: 'text', text: '' };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(raw)) return { kind: 'text', text: raw.toLowerCase() };
  const isNumber = value.data.kind === 'int' || value.data.kind === 'float';
  if (isNumber && String(Number(raw)) !== raw)
    return { kind: 'unknown', reason: 'the number is printed otherwise than it is written' };
  return { kind: 'text', text: raw };
}

/** The text of a scalar where it is certain. */
export function textOf(file: SourceFile, value: Value | undefined): string | undefined {
  const written = writtenText(file, value);
  return written?.kind === 'text' ? written.text : undefined;
}

/** The variables of a mapping of names to values, as `read` understands them; what it gives nothing for is left out. */
export function variablesIn(
  file: SourceFile,
  mapping: Value | undefined,
  read: (value: Value | undefined) => SuppliedVariable['value'] | undefined,
): readonly SuppliedVariable[] {
  return entriesOf(mapping).flatMap((entry) => {
    const value = read(entry.value);
    if (value === undefined) return [];
    return [{ name: entry.key.name, value, path: file.path, entry, shape: 'entry', secret: false }];
  });
}
