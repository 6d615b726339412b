import { type Binding, lookup, moduleScope } from '../../python/scope.ts';
import {
  type Expression,
  type FunctionStatement,
  type Statement,
  walkStatements,
} from '../../python/tree.ts';
import { lineageOf } from '../../schema/class-lineage.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { absoluteName, resolveSymbol } from '../../schema/resolve-symbol.ts';
import { annotationParts } from './annotation-parts.ts';
import type { ClassPlace, Method } from './instances.ts';

const MAX_DEPTH = 16;

/** Where an expression stands. */
interface Around {
  readonly project: PythonProject;
  readonly file: PythonFile;
  readonly method: Method | undefined;
  readonly depth: number;
}

/**
 * The class of the workspace that an object is an instance of, where all that gives it a value agrees: `self` in a
 * method, a name or a parameter with an annotation, what a function returns, a member of such an object
 * (`get_settings().database`). Undefined for anything else.
 */
export function objectClass(
  project: PythonProject,
  file: PythonFile,
  object: Expression,
  method: Method | undefined,
): ClassPlace | undefined {
  return valueClass({ project, file, method, depth: 0 }, object);
}

function valueClass(around: Around, value: Expression): ClassPlace | undefined {
  if (around.depth > MAX_DEPTH) return undefined;
  const here = { ...around, depth: around.depth + 1 };
  switch (value.kind) {
    case 'name':
      return nameClass(here, value);
    case 'attribute': {
      const owner = valueClass(here, value.object);
      return owner ? memberClass(here, owner, value.name) : exportedClass(here, value);
    }
    case 'call':
      return calledClass(here, value.callee);
    case 'boolean':
      return agreed([value.left, value.right].map((it) => () => valueClass(here, it)));
    case 'conditional':
      return agreed([value.then, value.otherwise].map((it) => () => valueClass(here, it)));
    default:
      return undefined;
  }
}

/** The one class that all of them say; undefined where one says none or another. */
function agreed(each: readonly (() => ClassPlace | undefined)[]): ClassPlace | undefined {
  let found: ClassPlace | undefined;
  for (const say of each) {
    const next = say();
    if (next === undefined || (found && next.statement !== found.statement)) return undefined;
    found = next;
  }
  return found;
}

function nameClass(here: Around, name: Expression & { readonly kind: 'name' }): ClassPlace | undefined {
  const found = lookup(here.file.module, name.name, name.span.start);
  return found && boundClass(here, name.name, found.bindings);
}

/** What gives a name no value of its own (`settings = None` at first) says nothing of its class. */
function boundClass(here: Around, name: string, bindings: readonly Binding[]): ClassPlace | undefined {
  const telling = bindings.filter(
    (it) => it.kind !== 'constant' || it.value.kind !== 'none' || it.annotation !== undefined,
  );
  return agreed(telling.map((it) => () => bindingClass(here, name, it)));
}

function bindingClass(here: Around, name: string, binding: Binding): ClassPlace | undefined {
  switch (binding.kind) {
    case 'constant':
      return binding.annotation ? annotatedClass(here, binding.annotation) : valueClass(here, binding.value);
    case 'import': {
      const module = absoluteName(here.project, here.file, binding.module);
      const target = module === undefined ? undefined : here.project.resolve(module);
      return target && binding.name !== undefined ? moduleMember(here, target, binding.name) : undefined;
    }
    case 'other':
      return binding.statement.kind === 'function'
        ? parameterClass(here, name, binding.statement)
        : undefined;
    default:
      return undefined;
  }
}

function moduleMember(here: Around, file: PythonFile, name: string): ClassPlace | undefined {
  if (here.depth > MAX_DEPTH) return undefined;
  const bindings = moduleScope(file.module).names.get(name)?.bindings ?? [];
  return boundClass({ ...here, file, method: undefined, depth: here.depth + 1 }, name, bindings);
}

/** `config.settings` of a module of the workspace. */
function exportedClass(
  here: Around,
  { object, name }: Expression & { readonly kind: 'attribute' },
): ClassPlace | undefined {
  const meaning = resolveSymbol(here.project, here.file, object);
  return meaning.kind === 'module' ? moduleMember(here, meaning.file, name) : undefined;
}

/** `self` of a method, a parameter that is annotated, or one that FastAPI fills: `= Depends(get_settings)`. */
function parameterClass(here: Around, name: string, statement: FunctionStatement): ClassPlace | undefined {
  const parameter = statement.parameters.find((it) => it.name === name);
  if (!parameter || parameter.stars > 0) return undefined;
  if (parameter.annotation) return annotatedClass(here, parameter.annotation);
  const { method } = here;
  if (method?.statement === statement && statement.parameters[0] === parameter) {
    return { file: here.file, statement: method.owner };
  }
  const given = parameter.default;
  const maker = given?.kind === 'call' && /^(?:Depends|Security)$/.test(nameOf(given.callee));
  const [source] = maker ? given.args : [];
  return source && calledClass(here, source.value);
}

function nameOf(expression: Expression): string {
  return expression.kind === 'name' || expression.kind === 'attribute' ? expression.name : '';
}

function calledClass(here: Around, callee: Expression): ClassPlace | undefined {
  const meaning = resolveSymbol(here.project, here.file, callee);
  if (meaning.kind === 'class') return { file: meaning.file, statement: meaning.statement };
  if (meaning.kind === 'function') return returnedClass(here, meaning.file, meaning.statement, undefined);
  const owner = callee.kind === 'attribute' ? valueClass(here, callee.object) : undefined;
  if (!owner || callee.kind !== 'attribute') return undefined;
  const own = owner.statement.body.find((it) => it.kind === 'function' && it.name === callee.name);
  return own?.kind === 'function' && !isProperty(own)
    ? returnedClass(here, owner.file, own, { owner: owner.statement, statement: own })
    : undefined;
}

function returnedClass(
  here: Around,
  file: PythonFile,
  statement: FunctionStatement,
  method: Method | undefined,
): ClassPlace | undefined {
  const inside = { ...here, file, method };
  if (statement.returns) return annotatedClass(inside, statement.returns);
  const values = [...walkStatements(statement.body)].flatMap((it) =>
    it.kind === 'return' && it.value ? [it.value] : [],
  );
  return agreed(values.map((it) => () => valueClass(inside, it)));
}

/** `Settings`, `"Settings"`, `Settings | None`, `Optional[Settings]`, `Annotated[Settings, …]`, or a name of these. */
function annotatedClass(around: Around, annotation: Expression): ClassPlace | undefined {
  if (around.depth > MAX_DEPTH) return undefined;
  const here = { ...around, depth: around.depth + 1 };
  if (annotation.kind === 'name' || annotation.kind === 'attribute') {
    const meaning = resolveSymbol(here.project, here.file, annotation);
    if (meaning.kind === 'class') return { file: meaning.file, statement: meaning.statement };
    return meaning.kind === 'value'
      ? annotatedClass({ ...here, file: meaning.file }, meaning.value)
      : undefined;
  }
  const parts = annotationParts(here.project.parser, annotation) ?? [];
  return agreed(parts.filter((it) => it.kind !== 'none').map((it) => () => annotatedClass(here, it)));
}

/** The class of a member, as the class itself or the first above it that gives it a value says. */
function memberClass(here: Around, owner: ClassPlace, name: string): ClassPlace | undefined {
  for (const { file, statement } of seenAncestors(here.project, owner)) {
    const says = saying({ ...here, file, method: undefined }, { file, statement }, name);
    if (says.length > 0) return agreed(says);
  }
  return undefined;
}

/** Bases of libraries that give a member of a name of the service's own no value. */
const NO_MEMBERS =
  /^(?:pydantic(?:\.v1)?\.BaseModel|pydantic(?:\.v1|_settings)?\.BaseSettings|builtins\.object|abc\.ABC|typing\.(?:Generic|Protocol))$/;

/**
 * The classes in which a member is looked up, in order, up to the first that is not seen: that one may give it a value
 * too.
 */
export function seenAncestors(project: PythonProject, owner: ClassPlace): readonly ClassPlace[] {
  const { ancestors, problems } = lineageOf(project, owner);
  if (problems.length > 0) return [owner];
  const unseen = ancestors.findIndex((it) => it.kind === 'external' && !NO_MEMBERS.test(it.name));
  const seen = unseen < 0 ? ancestors : ancestors.slice(0, unseen);
  return seen.flatMap((it) => (it.kind === 'class' ? [it.info] : []));
}

type Says = () => ClassPlace | undefined;

function saying(here: Around, { statement: owner }: ClassPlace, name: string): readonly Says[] {
  const isOwn = (it: Expression) => it.kind === 'name' && it.name === name;
  return owner.body.flatMap((statement): readonly Says[] => {
    if (statement.kind !== 'function') return given(here, statement, isOwn);
    const method = { owner, statement };
    if (statement.name === name) {
      return [() => (isProperty(statement) ? returnedClass(here, here.file, statement, method) : undefined)];
    }
    const isSelf = isSelfAttribute(statement.parameters[0]?.name, name);
    return [...walkStatements(statement.body)].flatMap((it) => given({ ...here, method }, it, isSelf));
  });
}

function given(here: Around, statement: Statement, wanted: (it: Expression) => boolean): readonly Says[] {
  switch (statement.kind) {
    case 'assign':
      if (statement.value.kind === 'none') return [];
      return statement.targets.some(wanted) ? [() => valueClass(here, statement.value)] : [];
    case 'annotated':
      return wanted(statement.target) ? [() => annotatedClass(here, statement.annotation)] : [];
    default:
      return [];
  }
}

/** True for a method that is read like an attribute. */
export function isProperty(statement: FunctionStatement): boolean {
  return statement.decorators.some((it) => /^(?:property|cached_property)$/.test(nameOf(it)));
}

/** Tells `self.NAME`. */
export function isSelfAttribute(self: string | undefined, name: string): (it: Expression) => boolean {
  return (it) =>
    it.kind === 'attribute' && it.name === name && it.object.kind === 'name' && it.object.name === self;
}
