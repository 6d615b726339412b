import type { Data } from '../syntax/data.ts';
import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memberAt } from '../syntax/value-members.ts';
import type { SourceFile } from '../text/source-file.ts';

/** The value below a path of keys in a TOML file such as `pyproject.toml`. The last of repeated keys counts. */
export function tomlValue(file: SourceFile | undefined, path: readonly string[]): Value | undefined {
  return file && memberAt(documentOf(file)?.root, ...path);
}

/** The text of a scalar that is a string. */
export function textOf(value: Value | undefined): string | undefined {
  const data: Data | undefined = value?.kind === 'scalar' ? value.data : undefined;
  return data?.kind === 'str' ? data.value : undefined;
}

/** The texts of a list of strings, or of one string. */
export function textsOf(value: Value | undefined): readonly string[] {
  const one = textOf(value);
  if (one !== undefined) return [one];
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => textOf(item) ?? []);
}
