import type { Value } from '../syntax/document.ts';
import { memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { SuppliedVariable } from './supply.ts';
import { isTagged } from './tagged.ts';
import { textOf, variablesIn, writtenText } from './written-text.ts';

/** What a hosting service or a pipeline works out itself: its own syntax for variables in a value. */
export interface Placeholders {
  readonly pattern: RegExp;
  /** Why the value is not known, in words. */
  readonly reason: string;
}

/** The variables of a mapping of names to texts; what holds a placeholder is unknown. */
export function mappedVariables(
  file: SourceFile,
  mapping: Value | undefined,
  placeholders: Placeholders,
): readonly SuppliedVariable[] {
  return variablesIn(file, mapping, (value) => valueWith(file, value, placeholders));
}

/** The variables of a list of mappings with a name and a value, under the keys that are given. */
export function listedVariables(
  file: SourceFile,
  list: Value | undefined,
  keys: { readonly name: string; readonly value: string },
  placeholders: Placeholders,
): readonly SuppliedVariable[] {
  return oneOrMany(list).flatMap((item): readonly SuppliedVariable[] => {
    const named = memberAt(item, keys.name);
    const name = textOf(file, named);
    if (named?.kind !== 'scalar' || name === undefined) return [];
    const value = memberEntry(item, keys.value)?.value;
    const key = { name, span: named.content, data: named.data };
    return [
      {
        name,
        value: valueWith(file, value, placeholders) ?? { kind: 'unknown', reason: placeholders.reason },
        path: file.path,
        entry: { key, span: item.span, ...(value ? { value } : {}) },
        shape: 'name-value',
        secret: false,
      },
    ];
  });
}

function valueWith(
  file: SourceFile,
  value: Value | undefined,
  { pattern, reason }: Placeholders,
): SuppliedVariable['value'] | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'scalar' || isTagged(file.text, value)) return { kind: 'unknown', reason };
  const written = writtenText(file, value);
  return written?.kind === 'text' && pattern.test(written.text) ? { kind: 'unknown', reason } : written;
}
