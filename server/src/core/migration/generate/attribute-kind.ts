import { lookup } from '../../python/scope.ts';
import { type Expression, type Statement, walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { resolveSymbol } from '../../schema/resolve-symbol.ts';
import { annotationKind } from './annotation-kind.ts';
import { type InstanceKind, instanceKind, returnedKind, type Search, together } from './instance-kind.ts';
import type { ClassPlace, Method } from './instances.ts';

/** The class of the workspace that an object is of: `self` in a method, or a name annotated with it or made by it. */
export function classAround(
  search: Search,
  file: PythonFile,
  object: Expression,
  method: Method | undefined,
): ClassPlace | undefined {
  if (object.kind !== 'name') return undefined;
  const found = lookup(file.module, object.name, object.span.start);
  const binding = found?.bindings.length === 1 ? found.bindings[0] : undefined;
  if (binding?.kind === 'constant') {
    return binding.value.kind === 'call' ? classNamed(search, file, binding.value.callee) : undefined;
  }
  if (binding?.kind !== 'other' || binding.statement.kind !== 'function') return undefined;
  const [first] = binding.statement.parameters;
  if (method?.statement === binding.statement && first?.name === object.name) {
    return { file, statement: method.owner };
  }
  const parameter = binding.statement.parameters.find((it) => it.name === object.name);
  return parameter?.annotation && classNamed(search, file, parameter.annotation);
}

function classNamed(search: Search, file: PythonFile, expression: Expression): ClassPlace | undefined {
  const meaning = resolveSymbol(search.project, file, expression);
  return meaning.kind === 'class' ? { file: meaning.file, statement: meaning.statement } : undefined;
}

/** What an attribute of a class is, by everything in the class that gives it a value. */
export function attributeKind(search: Search, owner: ClassPlace, name: string): InstanceKind {
  const kinds = owner.statement.body.flatMap((statement): readonly InstanceKind[] => {
    if (statement.kind !== 'function')
      return assigned(search, owner.file, statement, isName(name), undefined);
    if (statement.name === name) {
      return isProperty(statement) ? [returnedKind(search, owner.file, statement)] : ['no'];
    }
    const self = statement.parameters[0]?.name;
    const method = { owner: owner.statement, statement };
    return [...walkStatements(statement.body)].flatMap((it) =>
      assigned(search, owner.file, it, isAttribute(self, name), method),
    );
  });
  return kinds.length === 0 ? 'perhaps' : together(kinds);
}

function assigned(
  search: Search,
  file: PythonFile,
  statement: Statement,
  wanted: (target: Expression) => boolean,
  method: Method | undefined,
): readonly InstanceKind[] {
  const value = (it: Expression): InstanceKind => {
    if (search.seen.has(it)) return 'nothing';
    search.seen.add(it);
    return instanceKind(search, file, it, method);
  };
  switch (statement.kind) {
    case 'assign':
      if (statement.targets.some(wanted)) return [value(statement.value)];
      return statement.targets.some((it) => it.kind === 'tuple' && it.items.some(wanted)) ? ['perhaps'] : [];
    case 'annotated':
      return wanted(statement.target) ? [annotationKind(search, file, statement.annotation)] : [];
    case 'augmented':
      return wanted(statement.target) ? ['perhaps'] : [];
    case 'block':
      // `with … as self.settings`, `for self.settings in …`.
      return statement.arms.some((arm) => arm.heads.some((it) => holds(it, wanted))) ? ['perhaps'] : [];
    default:
      return [];
  }
}

function holds(head: Expression, wanted: (target: Expression) => boolean): boolean {
  return head.kind === 'other' && head.children.slice(1).some(wanted);
}

function isName(name: string): (it: Expression) => boolean {
  return (it) => it.kind === 'name' && it.name === name;
}

function isAttribute(self: string | undefined, name: string): (it: Expression) => boolean {
  return (it) =>
    it.kind === 'attribute' && it.name === name && it.object.kind === 'name' && it.object.name === self;
}

function isProperty(statement: Statement & { readonly kind: 'function' }): boolean {
  return statement.decorators.some((it) => {
    const name = it.kind === 'name' || it.kind === 'attribute' ? it.name : '';
    return name === 'property' || name === 'cached_property';
  });
}
