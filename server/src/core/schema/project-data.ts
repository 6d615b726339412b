import type { Data } from '../syntax/data.ts';
import type { Mapping, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import type { SourceFile } from '../text/source-file.ts';

/** The value below a path of keys in a TOML file such as `pyproject.toml`. The last of repeated keys counts. */
export function tomlValue(file: SourceFile | undefined, path: readonly string[]): Value | undefined {
  const document = file && documentOf(file);
  if (!document) return undefined;
  return valueBelow(document.root, path);
}

function valueBelow(root: Mapping, path: readonly string[]): Value | undefined {
  let at: Value | undefined = root;
  for (const key of path) {
    if (at?.kind !== 'mapping') return undefined;
    at = at.entries.findLast((entry) => entry.key.name === key)?.value;
  }
  return at;
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
