import { resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { textOf, textsOf, tomlValue } from './project-data.ts';

/**
 * The folders that a service's modules are imported from: its own, `src/`, pytest's `pythonpath`, and the package
 * folders that its build back end names (setuptools, hatch, poetry, uv). Longest first.
 */
export function moduleRoots(service: string, files: ReadonlyMap<string, SourceFile>): readonly string[] {
  const at = (path: string) => resolvePath(service, path);
  const file = (name: string) => files.get(at(name) ?? '');
  const named = [
    ...pyprojectFolders(file('pyproject.toml')),
    ...iniFolders(file('pytest.ini')),
    ...iniFolders(file('tox.ini')),
    ...iniFolders(file('setup.cfg')),
  ];
  const roots = new Set<string>();
  for (const folder of ['.', 'src', ...named]) {
    const root = at(folder);
    if (root !== undefined) roots.add(root);
  }
  return [...roots].sort((a, b) => b.length - a.length);
}

function pyprojectFolders(pyproject: SourceFile | undefined): readonly string[] {
  if (!pyproject) return [];
  const at = (...path: string[]) => tomlValue(pyproject, ['tool', ...path]);
  const folders = [
    ...textsOf(at('pytest', 'ini_options', 'pythonpath')),
    ...textsOf(at('pytest', 'pythonpath')),
    ...textsOf(at('setuptools', 'packages', 'find', 'where')),
    ...textsOf(at('uv', 'build-backend', 'module-root')),
    ...textsOf(at('hatch', 'build', 'targets', 'wheel', 'sources')),
    ...textsOf(at('hatch', 'build', 'targets', 'wheel', 'packages')).map(parentOf),
  ];
  const packageDir = at('setuptools', 'package-dir');
  if (packageDir?.kind === 'mapping') {
    for (const entry of packageDir.entries) {
      const folder = textOf(entry.value);
      if (folder !== undefined) folders.push(entry.key.name === '' ? folder : parentOf(folder));
    }
  }
  const packages = at('poetry', 'packages');
  if (packages?.kind === 'sequence') {
    for (const item of packages.items) {
      const from = item.kind === 'mapping' ? item.entries.find((it) => it.key.name === 'from') : undefined;
      const folder = textOf(from?.value);
      if (folder !== undefined) folders.push(folder);
    }
  }
  return folders;
}

function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  return slash < 0 ? '.' : trimmed.slice(0, slash);
}

/** `pythonpath = a b` of an INI file, with continuation lines. */
function iniFolders(file: SourceFile | undefined): readonly string[] {
  const match = /^pythonpath[ \t]*[=:](.*(?:\r?\n[ \t]+.*)*)/m.exec(file?.text ?? '');
  return (match?.[1] ?? '').split(/\s+/).filter((it) => it !== '');
}
