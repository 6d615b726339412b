import type { Snapshot } from '../../snapshot.ts';
import type { Mapping } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
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
  const tool = mappingIn(root, 'tool');
  return lengthOf(mappingIn(tool, 'ruff')) ?? lengthOf(mappingIn(tool, 'black'));
}

function mappingIn(mapping: Mapping | undefined, key: string): Mapping | undefined {
  const value = mapping?.entries.findLast((it) => it.key.name === key)?.value;
  return value?.kind === 'mapping' ? value : undefined;
}

function lengthOf(mapping: Mapping | undefined): number | undefined {
  const value = mapping?.entries.findLast((it) => it.key.name === 'line-length')?.value;
  return value?.kind === 'scalar' && value.data.kind === 'int' ? Number(value.data.value) : undefined;
}
