import { BUILTIN_NAMES } from '../python/builtin-names.ts';
import { absoluteModule, type Binding, lookup, moduleScope, type ScopedName } from '../python/scope.ts';
import type { ClassStatement, Expression, FunctionStatement, Statement } from '../python/tree.ts';
import { canonicalName, starExports } from './library-names.ts';
import type { PythonFile, PythonProject } from './reader.ts';

/** What an expression of names and attributes stands for, followed through imports, re-exports and aliases. */
export type Meaning =
  | { readonly kind: 'class'; readonly file: PythonFile; readonly statement: ClassStatement }
  | { readonly kind: 'function'; readonly file: PythonFile; readonly statement: FunctionStatement }
  /** A constant or a type alias. */
  | {
      readonly kind: 'value';
      readonly file: PythonFile;
      readonly value: Expression;
      readonly statement: Statement;
    }
  /** `Level.LOW`: a name of a class's body. */
  | {
      readonly kind: 'member';
      readonly owner: Meaning & { readonly kind: 'class' };
      readonly name: string;
      readonly value: Expression;
    }
  | { readonly kind: 'module'; readonly file: PythonFile; readonly name: string }
  /** Outside the workspace, by its canonical dotted name: `pydantic.Field`, `builtins.int`. */
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const MAX_STEPS = 24;

/** Resolves a name or attribute, looked up at the expression's place in the file. */
export function resolveSymbol(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  steps = 0,
): Meaning {
  if (steps > MAX_STEPS) return unknown('a name that leads back to itself');
  switch (expression.kind) {
    case 'name': {
      const found = lookup(file.module, expression.name, expression.span.start);
      return symbolOf(project, file, expression.name, found, steps);
    }
    case 'attribute':
      return attributeOf(
        project,
        resolveSymbol(project, file, expression.object, steps + 1),
        expression.name,
        steps,
      );
    default:
      return unknown('an expression that is computed');
  }
}

/** What a module's name stands for when another module imports it. */
export function exportedSymbol(project: PythonProject, file: PythonFile, name: string, steps = 0): Meaning {
  if (steps > MAX_STEPS) return unknown('an import that leads back to itself');
  return symbolOf(project, file, name, moduleScope(file.module).names.get(name), steps);
}

function unknown(reason: string): Meaning {
  return { kind: 'unknown', reason };
}

function external(name: string): Meaning {
  return { kind: 'external', name: canonicalName(name) };
}

function symbolOf(
  project: PythonProject,
  file: PythonFile,
  name: string,
  found: ScopedName | undefined,
  steps: number,
): Meaning {
  if (found === undefined) return starSymbol(project, file, name, steps);
  if (!found.ambiguous) {
    const binding = found.bindings[0];
    return binding ? boundSymbol(project, file, binding, steps) : unknown(`\`${name}\` is not bound`);
  }
  const written = found.bindings.filter((it) => !isOverload(it));
  const [only] = written;
  if (only && written.length === 1) return boundSymbol(project, file, only, steps);
  // `try: from a import X` / `except ImportError: from b import X`: the library that is known here, else the first.
  const imports = found.bindings.filter((it) => it.kind === 'import');
  if (imports.length === found.bindings.length) {
    const symbols = imports.map((it) => boundSymbol(project, file, it, steps));
    const known = symbols.find((it) => it.kind === 'external' && it.name.startsWith('pydantic_settings.'));
    return known ?? symbols[0] ?? unknown(`\`${name}\` is not bound`);
  }
  return unknown(`\`${name}\` is bound more than once`);
}

/** A signature for type checkers: the definition that follows is the one that counts. */
function isOverload(binding: Binding): boolean {
  if (binding.kind !== 'function') return false;
  return binding.statement.decorators.some(
    (it) => (it.kind === 'name' || it.kind === 'attribute') && it.name === 'overload',
  );
}

function boundSymbol(project: PythonProject, file: PythonFile, binding: Binding, steps: number): Meaning {
  switch (binding.kind) {
    case 'class':
    case 'function':
      return { kind: binding.kind, file, statement: binding.statement } as Meaning;
    case 'constant':
    case 'type-alias': {
      const { value, statement } = binding;
      if (value.kind === 'name' || value.kind === 'attribute') {
        const target = resolveSymbol(project, file, value, steps + 1);
        // `Path(__file__).parent` is an attribute of a value, not of a name.
        if (value.kind === 'name' || target.kind !== 'unknown') return target;
      }
      return { kind: 'value', file, value, statement };
    }
    case 'import':
      return importedSymbol(project, file, binding, steps);
    case 'other':
      return unknown('a name that is bound at run time');
  }
}

function importedSymbol(
  project: PythonProject,
  file: PythonFile,
  binding: Binding & { readonly kind: 'import' },
  steps: number,
): Meaning {
  const module = absoluteName(project, file, binding.module);
  if (module === undefined) return unknown('an import from outside the package');
  if (binding.name === undefined) return moduleSymbol(project, module);
  return attributeOf(project, moduleSymbol(project, module), binding.name, steps);
}

/** The absolute name of a module as a file imports it; undefined when its dots lead out of the package. */
export function absoluteName(project: PythonProject, file: PythonFile, module: string): string | undefined {
  if (!module.startsWith('.')) return module;
  const { path } = file.file;
  const importer = project.moduleName(path);
  return absoluteModule(module, importer, path.endsWith('/__init__.py') || path === '__init__.py');
}

function moduleSymbol(project: PythonProject, module: string): Meaning {
  const file = project.resolve(module);
  return file ? { kind: 'module', file, name: module } : external(module);
}

function attributeOf(project: PythonProject, object: Meaning, name: string, steps: number): Meaning {
  switch (object.kind) {
    case 'external': {
      const inner = project.resolve(`${object.name}.${name}`);
      return inner
        ? { kind: 'module', file: inner, name: `${object.name}.${name}` }
        : external(`${object.name}.${name}`);
    }
    case 'module': {
      const own = exportedSymbol(project, object.file, name, steps + 1);
      const bound = moduleScope(object.file.module).names.has(name) || own.kind !== 'unknown';
      const inner = bound ? undefined : project.resolve(`${object.name}.${name}`);
      return inner ? { kind: 'module', file: inner, name: `${object.name}.${name}` } : own;
    }
    case 'class':
      return memberOf(object, name);
    case 'unknown':
      return object;
    case 'value':
    case 'member':
    case 'function':
      return unknown(`an attribute \`${name}\` of a value`);
  }
}

function memberOf(owner: Meaning & { readonly kind: 'class' }, name: string): Meaning {
  for (const statement of owner.statement.body) {
    if (statement.kind === 'class' && statement.name === name) {
      return { kind: 'class', file: owner.file, statement };
    }
    const value = assigned(statement, name);
    if (value) return { kind: 'member', owner, name, value };
  }
  return unknown(`\`${owner.statement.name}.${name}\` is not found`);
}

function assigned(statement: Statement, name: string): Expression | undefined {
  const isName = (it: Expression) => it.kind === 'name' && it.name === name;
  if (statement.kind === 'assign') return statement.targets.some(isName) ? statement.value : undefined;
  return statement.kind === 'annotated' && isName(statement.target) ? statement.value : undefined;
}

/** A name that nothing binds by itself: from a star import, else a builtin. The last star import wins. */
function starSymbol(project: PythonProject, file: PythonFile, name: string, steps: number): Meaning {
  let opaque: string | undefined;
  for (const star of [...moduleScope(file.module).stars].reverse()) {
    const module = absoluteName(project, file, star) ?? star;
    const inner = project.resolve(module);
    if (inner) {
      const found = inner === file ? unknown('') : exportedSymbol(project, inner, name, steps + 1);
      if (found.kind !== 'unknown' && !(found.kind === 'external' && found.name === `builtins.${name}`))
        return found;
      continue;
    }
    const exported = starExports(module, name);
    if (exported === true) return external(`${module}.${name}`);
    if (exported === undefined) opaque ??= module;
  }
  if (BUILTIN_NAMES.has(name)) return external(`builtins.${name}`);
  if (name === '__file__' || name === '__name__') return external(`builtins.${name}`);
  if (opaque !== undefined) return unknown(`\`${name}\` may come from \`from ${opaque} import *\``);
  return unknown(`\`${name}\` is not found`);
}
