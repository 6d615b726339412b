import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import { BUILTIN_NAMES } from './builtin-names.ts';
import { collectBindings } from './collect-bindings.ts';
import type { ClassStatement, Expression, FunctionStatement, Module, Statement } from './tree.ts';

/** One place that gives a name its meaning. */
export type Binding =
  /** `import a.b` binds `a` to module `a`; `from m import n` has a name. Relative modules keep their dots. */
  | {
      readonly kind: 'import';
      readonly module: string;
      readonly name?: string;
      readonly statement: Statement;
    }
  /** `NAME = value` or `NAME: T = value`, with one plain name as target. */
  | {
      readonly kind: 'constant';
      readonly value: Expression;
      readonly annotation?: Expression;
      readonly statement: Statement;
    }
  | { readonly kind: 'class'; readonly statement: ClassStatement }
  | { readonly kind: 'function'; readonly statement: FunctionStatement }
  | { readonly kind: 'type-alias'; readonly value: Expression; readonly statement: Statement }
  /** A parameter, loop variable, part of an unpacking, augmented assignment, `global` in a function …. */
  | { readonly kind: 'other'; readonly statement: Statement };

/** All that binds one name in one scope, in order of the text. */
export interface ScopedName {
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** Bound more than once, and not each time to the same thing. */
  readonly ambiguous: boolean;
}

/** The names of a module, a class body or a function body. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function';
  /** Where names are looked up here first: from the first statement of the body to its end. */
  readonly span: Span;
  readonly names: ReadonlyMap<string, ScopedName>;
  readonly children: readonly Scope[];
  /** Modules of `from m import *`. */
  readonly stars: readonly string[];
}

/** The scopes of one module. Names bound in `if`, `try`, `with` and loops belong to the scope around them. */
export const moduleScope: (module: Module) => Scope = memo((module) => collectBindings(module));

/**
 * What a name means at an offset: the innermost function's, class's or module's binding, as Python looks it up
 * (a class's names are not seen by the functions in it). `undefined` for builtins and unknown names.
 */
export function lookup(module: Module, name: string, offset: number): ScopedName | undefined {
  let found: ScopedName | undefined;
  let scope: Scope | undefined = moduleScope(module);
  while (scope !== undefined) {
    const inner = childAt(scope, offset);
    // A class's names are visible only when the offset is directly in the class.
    if (scope.kind !== 'class' || inner === undefined) found = scope.names.get(name) ?? found;
    scope = inner;
  }
  return found;
}

function childAt(scope: Scope, offset: number): Scope | undefined {
  let low = 0;
  let high = scope.children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = scope.children[middle] as Scope;
    if (offset < child.span.start) high = middle - 1;
    else if (offset > child.span.end) low = middle + 1;
    else return child;
  }
  return undefined;
}

/**
 * The dotted name that an expression of names and attributes stands for, through imports and aliases:
 * `os.environ.get`, `pydantic_settings.BaseSettings`, `builtins.int`. Relative imports keep their dots
 * (`.base.Settings`; see `absoluteModule`). `typing_extensions.X` is given as `typing.X`, and `from` aliases of the
 * os module's names as `os.…`. `undefined` for local classes, functions and values, for ambiguous names and for
 * anything that is not a name.
 */
export function qualify(module: Module, expression: Expression): string | undefined {
  return qualifyWithin(module, expression, 0);
}

const MAX_ALIASES = 16;

function qualifyWithin(module: Module, expression: Expression, depth: number): string | undefined {
  if (depth > MAX_ALIASES) return undefined;
  const path: string[] = [];
  let base = expression;
  while (base.kind === 'attribute') {
    path.push(base.name);
    base = base.object;
  }
  if (base.kind !== 'name') return undefined;
  const root = qualifyName(module, base.name, base.span.start, depth);
  return root === undefined ? undefined : normalised([root, ...path.reverse()].join('.'));
}

function qualifyName(module: Module, name: string, offset: number, depth: number): string | undefined {
  const found = lookup(module, name, offset);
  if (found === undefined) return BUILTIN_NAMES.has(name) ? `builtins.${name}` : undefined;
  if (found.ambiguous) return undefined;
  const binding = found.bindings[0];
  if (binding?.kind === 'constant') return qualifyWithin(module, binding.value, depth + 1);
  return binding?.kind === 'import' ? importedName(binding) : undefined;
}

/** The dotted name an import binds: `os.environ` for `from os import environ`, `..base.X` for relative ones. */
export function importedName(binding: Binding & { readonly kind: 'import' }): string {
  if (binding.name === undefined) return binding.module;
  const separator = binding.module.endsWith('.') ? '' : '.';
  return `${binding.module}${separator}${binding.name}`;
}

function normalised(name: string): string {
  return name.startsWith('typing_extensions.') ? name.slice(0, 6) + name.slice(17) : name;
}

/**
 * Every dotted name that an expression may stand for: as `qualify`, but a name bound by several imports
 * (`try: from a import X` / `except ImportError: from b import X`) gives each of them.
 */
export function candidates(module: Module, expression: Expression): readonly string[] {
  const path: string[] = [];
  let base = expression;
  while (base.kind === 'attribute') {
    path.push(base.name);
    base = base.object;
  }
  if (base.kind !== 'name') return [];
  const found = lookup(module, base.name, base.span.start);
  if (found === undefined || !found.ambiguous) {
    const only = qualify(module, expression);
    return only === undefined ? [] : [only];
  }
  const rest = path.reverse();
  const names = found.bindings.flatMap((it) =>
    it.kind === 'import' ? [normalised([importedName(it), ...rest].join('.'))] : [],
  );
  return [...new Set(names)];
}

/**
 * The absolute module of an import: `..base` in `app.core.settings` is `app.base`. `undefined` when the dots lead
 * out of the package.
 * @param importer dotted name of the importing module
 * @param isPackage the importer is an `__init__.py`
 */
export function absoluteModule(module: string, importer: string, isPackage: boolean): string | undefined {
  const rest = module.replace(/^\.+/, '');
  const level = module.length - rest.length;
  if (level === 0) return module;
  const parts = importer.split('.');
  const drop = isPackage ? level - 1 : level;
  if (drop >= parts.length + (isPackage ? 0 : 1) || drop > parts.length) return undefined;
  const kept = parts.slice(0, parts.length - drop);
  return [...kept, ...(rest === '' ? [] : [rest])].join('.');
}

/**
 * The value of a constant: `NAME = value` assigned exactly once in the scope that the name is looked up in, and
 * nothing else binds it. For `fold`.
 */
export function constantOf(module: Module): (name: string, from: Expression) => Expression | undefined {
  return (name, from) => {
    const found = lookup(module, name, from.span.start);
    const binding = found?.bindings.length === 1 ? found.bindings[0] : undefined;
    return binding?.kind === 'constant' ? binding.value : undefined;
  };
}
