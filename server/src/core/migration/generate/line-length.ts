import type { Snapshot } from '../../snapshot.ts';
import type { Value } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { memberAt } from '../../syntax/value-members.ts';
import { LINE_LENGTH } from './python-text.ts';

/**
 * The columns that the formatter of a service keeps to: `line-length` of the nearest `ruff.toml`, `.ruff.toml` or
 * `pyproject.toml` (`[tool.ruff]`, else `[tool.black]`), from the service's folder upwards.
 */
export function lineLengthOf(snapshot: Snapshot, service: string): number {
  for (let folder = service; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
    const found = ['.ruff.toml', 'ruff.toml', 'pyproject.toml']
      .map((name) => lengthIn(snapshot, folder === '' ? name : `${folder}/${name}`))
      .find((it) => it !== undefined);
    if (found !== undefined) return found;
    if (folder === '') return LINE_LENGTH;
  }
}

function lengthIn(snapshot: Snapshot, path: string): number | undefined {
  const file = snapshot.files.get(path);
  const root = file && documentOf(file)?.root;
  if (!root) return undefined;
  if (!path.endsWith('pyproject.toml')) return lengthOf(root);
  return lengthOf(memberAt(root, 'tool', 'ruff')) ?? lengthOf(memberAt(root, 'tool', 'black'));
}

function lengthOf(table: Value | undefined): number | undefined {
  const value = memberAt(table, 'line-length');
  return value?.kind === 'scalar' && value.data.kind === 'int' ? Number(value.data.value) : undefined;
}
