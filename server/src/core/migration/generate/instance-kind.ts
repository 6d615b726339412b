import { type Binding, lookup, moduleScope } from '../../python/scope.ts';
import type { Expression, FunctionStatement } from '../../python/tree.ts';
import { walkStatements } from '../../python/tree.ts';
import { lineageOf } from '../../schema/class-lineage.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { absoluteName, type Meaning, resolveSymbol } from '../../schema/resolve-symbol.ts';
import { annotationKind } from './annotation-kind.ts';
import { attributeKind } from './attribute-kind.ts';
import type { ClassPlace, Method } from './instances.ts';
import { objectClass } from './object-class.ts';

/** Whether an expression is an instance of the class; `nothing` is `None`, or a name that only leads back to itself,
 * of which no attribute is read. */
export type InstanceKind = 'yes' | 'no' | 'perhaps' | 'nothing';

/** One question, with what was looked at on the way. */
export interface Search {
  readonly project: PythonProject;
  readonly settings: ClassPlace;
  readonly seen: Set<object>;
}

/** A question about the instances of one settings class, with nothing looked at yet. */
export function newSearch(project: PythonProject, settings: ClassPlace): Search {
  return { project, settings, seen: new Set() };
}

/** All ways in which something may come about, taken together. */
export function together(kinds: readonly InstanceKind[]): InstanceKind {
  const told = new Set(kinds.filter((it) => it !== 'nothing'));
  if (told.size === 0) return 'nothing';
  const [only] = told;
  return told.size === 1 && only !== undefined ? only : 'perhaps';
}

const MAX_SEEN = 200;

/** What an expression is, by everything in the workspace that gives it a value. */
export function instanceKind(
  search: Search,
  file: PythonFile,
  expression: Expression,
  method: Method | undefined,
): InstanceKind {
  const next = (it: Expression) => instanceKind(search, file, it, method);
  switch (expression.kind) {
    case 'name':
      return nameKind(search, file, expression, method);
    case 'attribute':
      return memberKind(search, file, expression, method);
    case 'call':
      return callKind(search, file, expression, method);
    case 'boolean':
      return together([next(expression.left), next(expression.right)]);
    case 'conditional':
      return together([next(expression.then), next(expression.otherwise)]);
    case 'none':
      return 'nothing';
    case 'other':
      return wrappedKind(file, expression, next);
    case 'subscript':
    case 'ellipsis':
      return 'perhaps';
    default:
      return 'no';
  }
}

/** `await value` and `name := value` are what their value is. */
function wrappedKind(
  file: PythonFile,
  expression: Expression & { readonly kind: 'other' },
  next: (it: Expression) => InstanceKind,
): InstanceKind {
  const text = file.file.text.slice(expression.span.start, expression.span.end);
  const [first, second] = expression.children;
  if (first && !second && /^\(*\s*await\s/.test(text)) return next(first);
  if (first?.kind === 'name' && second && /^\(*\s*\w+\s*:=/.test(text)) return next(second);
  return 'perhaps';
}

function nameKind(
  search: Search,
  file: PythonFile,
  name: Expression & { readonly kind: 'name' },
  method: Method | undefined,
): InstanceKind {
  const found = lookup(file.module, name.name, name.span.start);
  if (found === undefined) return meaningKind(search, resolveSymbol(search.project, file, name));
  return together(found.bindings.map((it) => bindingKind(search, file, name.name, it, method)));
}

function bindingKind(
  search: Search,
  file: PythonFile,
  name: string,
  binding: Binding,
  method: Method | undefined,
): InstanceKind {
  if (search.seen.has(binding)) return 'nothing';
  if (search.seen.size > MAX_SEEN) return 'perhaps';
  search.seen.add(binding);
  switch (binding.kind) {
    case 'constant': {
      const value = instanceKind(search, file, binding.value, method);
      if (value === 'yes' || !binding.annotation) return value;
      return annotationKind(search, file, binding.annotation);
    }
    case 'import':
      return importKind(search, file, binding);
    case 'class':
    case 'function':
    case 'type-alias':
      return 'no';
    case 'other':
      return binding.statement.kind === 'function'
        ? parameterKind(search, file, name, binding.statement, method)
        : 'perhaps';
  }
}

function importKind(
  search: Search,
  file: PythonFile,
  binding: Binding & { readonly kind: 'import' },
): InstanceKind {
  const module = absoluteName(search.project, file, binding.module);
  if (module === undefined) return 'perhaps';
  const target = search.project.resolve(module);
  if (binding.name === undefined || target === undefined) return 'no';
  return exportedKind(search, target, binding.name);
}

/** What a module's name is to those that import it. */
function exportedKind(search: Search, file: PythonFile, name: string): InstanceKind {
  const found = moduleScope(file.module).names.get(name);
  if (found) return together(found.bindings.map((it) => bindingKind(search, file, name, it, undefined)));
  return search.project.resolve(`${search.project.moduleName(file.file.path)}.${name}`) ? 'no' : 'perhaps';
}

function meaningKind(search: Search, meaning: Meaning): InstanceKind {
  switch (meaning.kind) {
    case 'value':
      return instanceKind(search, meaning.file, meaning.value, undefined);
    // A module, a class or something of a library is no instance of this class.
    case 'module':
    case 'class':
    case 'function':
    case 'external':
      return 'no';
    case 'member':
    case 'unknown':
      return 'perhaps';
  }
}

/** `self` of the class, a parameter that is annotated, or one that FastAPI fills: `= Depends(get_settings)`. */
function parameterKind(
  search: Search,
  file: PythonFile,
  name: string,
  statement: FunctionStatement,
  method: Method | undefined,
): InstanceKind {
  const parameter = statement.parameters.find((it) => it.name === name);
  if (parameter === undefined || parameter.stars > 0) return 'perhaps';
  if (parameter.annotation) return annotationKind(search, file, parameter.annotation);
  if (method?.statement === statement && statement.parameters[0] === parameter) {
    return isStatic(statement) ? 'no' : ownerKind(search, file, method);
  }
  const { default: given } = parameter;
  if (given?.kind === 'call') {
    const { callee } = given;
    const called = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
    const source = given.args[0]?.value;
    if ((called === 'Depends' || called === 'Security') && source) {
      return resultKind(search, file, source, method);
    }
  }
  return 'perhaps';
}

function isStatic(statement: FunctionStatement): boolean {
  return statement.decorators.some(
    (it) => it.kind === 'name' && (it.name === 'classmethod' || it.name === 'staticmethod'),
  );
}

/** `self` in a mixin of the class may be an instance as well. */
function ownerKind(search: Search, file: PythonFile, { owner }: Method): InstanceKind {
  const { settings, project } = search;
  const isOwn = (it: { readonly nameSpan: { readonly start: number } }, path: string) =>
    path === settings.file.file.path && it.nameSpan.start === settings.statement.nameSpan.start;
  const above = lineageOf(project, { file, statement: owner }).ancestors;
  if (above.some((it) => it.kind === 'class' && isOwn(it.info.statement, it.info.file.file.path)))
    return 'yes';
  const below = lineageOf(project, settings).ancestors;
  const mixin = below.some((it) => it.kind === 'class' && it.info.statement === owner);
  return mixin ? 'perhaps' : 'no';
}

function memberKind(
  search: Search,
  file: PythonFile,
  expression: Expression & { readonly kind: 'attribute' },
  method: Method | undefined,
): InstanceKind {
  const { object, name } = expression;
  const owner = objectClass(search.project, file, object, method);
  if (owner) return attributeKind(search, owner, name);
  const meaning = resolveSymbol(search.project, file, object);
  if (meaning.kind === 'module') return exportedKind(search, meaning.file, name);
  if (meaning.kind === 'external') return 'no';
  if (meaning.kind === 'class') {
    return attributeKind(search, { file: meaning.file, statement: meaning.statement }, name);
  }
  return 'perhaps';
}

const MAKERS: ReadonlySet<string> = new Set(['model_validate', 'model_construct', 'parse_obj', 'construct']);
const COPIES: ReadonlySet<string> = new Set(['model_copy', 'copy']);

function callKind(
  search: Search,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  method: Method | undefined,
): InstanceKind {
  const { callee, args } = call;
  if (callee.kind === 'attribute') {
    if (MAKERS.has(callee.name) && classKind(search, file, callee.object) === 'yes') return 'yes';
    if (COPIES.has(callee.name)) {
      const copied = instanceKind(search, file, callee.object, method);
      if (copied === 'yes') return 'yes';
    }
  }
  const meaning = resolveSymbol(search.project, file, callee);
  if (meaning.kind === 'external' && meaning.name === 'typing.cast' && args[0]) {
    return annotationKind(search, file, args[0].value);
  }
  return resultKind(search, file, callee, method);
}

/** What calling something gives: an instance of the class called, or what a function returns. */
function resultKind(
  search: Search,
  file: PythonFile,
  callee: Expression,
  method: Method | undefined,
): InstanceKind {
  const known = classKind(search, file, callee);
  if (known !== 'perhaps') return known;
  const meaning = resolveSymbol(search.project, file, callee);
  if (meaning.kind === 'function') return returnedKind(search, meaning.file, meaning.statement, undefined);
  if (callee.kind !== 'attribute') return 'perhaps';
  const owner = objectClass(search.project, file, callee.object, method);
  const own = owner?.statement.body.find((it) => it.kind === 'function' && it.name === callee.name);
  if (!owner || own?.kind !== 'function') return 'perhaps';
  return returnedKind(search, owner.file, own, { owner: owner.statement, statement: own });
}

/** What a function of the workspace returns; `method` where it is one. */
export function returnedKind(
  search: Search,
  file: PythonFile,
  statement: FunctionStatement,
  method: Method | undefined,
): InstanceKind {
  if (search.seen.has(statement)) return 'nothing';
  search.seen.add(statement);
  if (statement.returns) {
    const known = annotationKind(search, file, statement.returns);
    if (known !== 'perhaps') return known;
  }
  const kinds = [...walkStatements(statement.body)].flatMap((it) =>
    it.kind === 'return'
      ? [it.value ? instanceKind(search, file, it.value, method) : ('nothing' as const)]
      : [],
  );
  const known = together(kinds);
  // Nothing is returned: the function gives its value in another way (`yield`), or none at all.
  return known === 'nothing' ? 'perhaps' : known;
}

/** Whether an expression is the class itself or a subclass of it; `perhaps` where it is no class that is known. */
export function classKind(search: Search, file: PythonFile, expression: Expression): InstanceKind {
  if (expression.kind !== 'name' && expression.kind !== 'attribute') return 'perhaps';
  const meaning = resolveSymbol(search.project, file, expression);
  if (meaning.kind !== 'class') return 'perhaps';
  const { path } = search.settings.file.file;
  const { start } = search.settings.statement.nameSpan;
  const info = { file: meaning.file, statement: meaning.statement };
  const ancestors = lineageOf(search.project, info).ancestors;
  const derived = ancestors.some(
    (it) =>
      it.kind === 'class' && it.info.file.file.path === path && it.info.statement.nameSpan.start === start,
  );
  return derived ? 'yes' : 'no';
}
