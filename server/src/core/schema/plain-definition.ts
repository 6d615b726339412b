import { type Binding, lookup } from '../python/scope.ts';
import type { Expression } from '../python/tree.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { absoluteName } from './resolve-symbol.ts';

/** What stands at the left margin of a module from which a name is imported: a function, a class, or a value that is no other name. */
interface PlainDefinition {
  readonly kind: 'function' | 'class' | 'value';
  readonly file: PythonFile;
}

/**
 * What a name that is imported once and directly from where it is defined stands for, told from the text of that
 * module: nothing of it is parsed. Undefined for every other name.
 */
export function plainDefinition(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): PlainDefinition | undefined {
  if (expression.kind !== 'name') return undefined;
  const bindings = lookup(file.module, expression.name, expression.span.start)?.bindings ?? [];
  const [binding] = bindings;
  return bindings.length === 1 && binding ? importedDefinition(project, file, binding) : undefined;
}

/** The same for what an import binds. */
export function importedDefinition(
  project: PythonProject,
  file: PythonFile,
  binding: Binding,
): PlainDefinition | undefined {
  if (binding.kind !== 'import' || binding.name === undefined) return undefined;
  const module = absoluteName(project, file, binding.module);
  const target = module === undefined ? undefined : project.resolve(module);
  const kind = target && definitions(target.file).get(binding.name);
  return target && kind ? { kind, file: target } : undefined;
}

const PLAIN =
  /^(?:(?:async[ \t]+)?(?<keyword>def|class)[ \t]+(?<name>\w+)|(?<value>\w+)[ \t]*(?::[^=\n]+)?=(?!=)(?![ \t]*[\w.]+[ \t]*(?:#.*)?$))/gm;

/** Names that are both, or bound in another way as well, are looked at in the tree. */
const definitions = memo((file: SourceFile): ReadonlyMap<string, PlainDefinition['kind']> => {
  const found = new Map<string, PlainDefinition['kind']>();
  const several = new Set<string>();
  for (const { groups } of file.text.matchAll(PLAIN)) {
    const name = groups?.name ?? groups?.value ?? '';
    if (found.has(name)) several.add(name);
    const kind = groups?.keyword === 'class' ? 'class' : 'function';
    found.set(name, groups?.value === undefined ? kind : 'value');
  }
  for (const name of several) found.delete(name);
  return found;
});
