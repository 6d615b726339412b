import type { Expression } from '../../python/tree.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { canonicalName } from '../library-names.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { type Meaning, resolveSymbol } from '../resolve-symbol.ts';

/** What an expression stands for, where `pydantic.v1.X` and `pydantic.X` are the same class. */
export function resolvePydantic1(project: PythonProject, file: PythonFile, expression: Expression): Meaning {
  const meaning = resolveSymbol(project, file, expression);
  return meaning.kind === 'external' ? { ...meaning, name: pydantic1Name(meaning.name) } : meaning;
}

/** The dotted name of pydantic 1 itself for a name of the copy that pydantic 2 carries. */
export function pydantic1Name(name: string): string {
  return canonicalName(name.replace(/^pydantic\.v1\./, 'pydantic.'));
}

/** The release of pydantic 1 that is locked; undefined where none is, or a later one. */
export function lockedPydantic1(project: PythonProject): string | undefined {
  const version = project.version('pydantic');
  return version !== undefined && /^1\./.test(version) ? version : undefined;
}

/**
 * True for a settings class that pydantic 1 makes: one that derives from the `BaseSettings` of pydantic itself, or any
 * where pydantic 1 is locked, with which pydantic-settings cannot be installed.
 */
export function isPydantic1(project: PythonProject, info: ClassInfo): boolean {
  if (lockedPydantic1(project) !== undefined) return true;
  return lineageOf(project, info).ancestors.some(
    (it) => it.kind === 'external' && pydantic1Name(it.name) === 'pydantic.BaseSettings',
  );
}
