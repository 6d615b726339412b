import { lookup } from '../../python/scope.ts';
import {
  type Argument,
  children,
  type Expression,
  ownExpressions,
  type Statement,
  walkStatements,
} from '../../python/tree.ts';
import type { ClassInfo } from '../class-lineage.ts';
import { constantData } from '../constant.ts';
import type { InitArgument } from '../loading.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';

/** One place that makes a settings object: `Settings(…)`. */
export interface CallSite {
  readonly file: PythonFile;
  readonly call: Expression & { readonly kind: 'call' };
}

/** How the code of a service uses one settings class. */
export interface ClassUse {
  readonly calls: readonly CallSite[];
  /** Handed on as a value: `Depends(Settings)`, `default_factory=Settings`. */
  readonly handedOn: boolean;
  /** The type of a field of another class. */
  readonly nested: boolean;
}

interface MutableUse {
  calls: CallSite[];
  handedOn: boolean;
  nested: boolean;
}

/**
 * Uses of settings classes in files, by class. Uses in other places than these files are not known.
 * @param names all that modules of the project call these classes, where that is known: nothing else is looked up
 */
export function usesOf(
  project: PythonProject,
  files: readonly PythonFile[],
  classes: ReadonlySet<ClassInfo['statement']>,
  names?: ReadonlySet<string>,
): ReadonlyMap<ClassInfo['statement'], ClassUse> {
  const uses = new Map<ClassInfo['statement'], MutableUse>();
  const useOf = (file: PythonFile, expression: Expression): MutableUse | undefined => {
    if (expression.kind !== 'name' && expression.kind !== 'attribute') return undefined;
    if (names && !mayBeNamed(file, expression, names)) return undefined;
    const symbol = resolveSymbol(project, file, expression);
    if (symbol.kind !== 'class' || !classes.has(symbol.statement)) return undefined;
    const use = uses.get(symbol.statement) ?? { calls: [], handedOn: false, nested: false };
    uses.set(symbol.statement, use);
    return use;
  };
  for (const file of files) {
    for (const statement of walkStatements(file.module.body)) {
      for (const value of valuesOf(statement)) visit(file, value, useOf);
      if (statement.kind !== 'class') continue;
      for (const inner of statement.body) {
        if (inner.kind === 'annotated') markNested(file, inner.annotation, useOf);
      }
    }
  }
  return uses;
}

/** False for what cannot be one of the names: neither they nor a name that a function gives to one of them. */
function mayBeNamed(
  file: PythonFile,
  expression: Expression & { readonly kind: 'name' | 'attribute' },
  names: ReadonlySet<string>,
): boolean {
  if (names.has(expression.name)) return true;
  if (expression.kind === 'attribute') return false;
  const bindings = lookup(file.module, expression.name, expression.span.start)?.bindings ?? [];
  return bindings.some((it) =>
    it.kind === 'import'
      ? it.name !== undefined && names.has(it.name)
      : it.kind === 'constant' && (it.value.kind === 'name' || it.value.kind === 'attribute'),
  );
}

/** What a statement evaluates, without annotations and bases. */
function valuesOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'annotated':
      // Metadata of an annotation may call too: `Annotated[Settings, Depends(get_settings)]`.
      return [statement.annotation, ...(statement.value ? [statement.value] : [])];
    case 'class':
      return statement.decorators;
    case 'function':
      return [
        ...statement.decorators,
        ...statement.parameters.flatMap((it) =>
          [it.annotation, it.default].filter((part) => part !== undefined),
        ),
      ];
    default:
      return ownExpressions(statement);
  }
}

type UseOf = (file: PythonFile, expression: Expression) => MutableUse | undefined;

const VALIDATES = /^(?:model_validate(?:_json|_strings)?|model_construct|parse_(?:obj|raw|file))$/;

function visit(file: PythonFile, expression: Expression, useOf: UseOf): void {
  if (expression.kind === 'call') {
    const { callee } = expression;
    // `Settings.model_validate(data)` calls `Settings(**data)`, as the class has an `__init__` of its own.
    const made = callee.kind === 'attribute' && VALIDATES.test(callee.name) ? callee.object : callee;
    useOf(file, made)?.calls.push({ file, call: expression });
    for (const argument of expression.args) {
      const use = useOf(file, argument.value);
      if (use) use.handedOn = true;
    }
  }
  for (const child of children(expression)) visit(file, child, useOf);
}

function markNested(file: PythonFile, annotation: Expression, useOf: UseOf): void {
  const use = useOf(file, annotation);
  if (use) use.nested = true;
  for (const child of children(annotation)) markNested(file, child, useOf);
}

/** Arguments of a call site, told apart: `_env_file=…` is configuration, `port=…` a value. */
export interface CallArguments {
  readonly configuration: readonly Argument[];
  readonly values: readonly InitArgument[];
  /** `*args` or `**kwargs`. */
  readonly computed?: Argument;
}

/** Takes the arguments of one call apart. */
export function argumentsOf(project: PythonProject, { file, call }: CallSite): CallArguments {
  const computed = call.args.find((it) => it.stars > 0 || it.name === undefined);
  const named = call.args.filter((it) => it.name !== undefined);
  const values = named.filter((it) => !it.name?.startsWith('_'));
  return {
    configuration: named.filter((it) => it.name?.startsWith('_')),
    values: values.map(({ name, value, span }) => {
      const data = constantData(project, file, value);
      return { name: name ?? '', ...(data ? { data } : {}), place: { path: file.file.path, span } };
    }),
    ...(computed ? { computed } : {}),
  };
}
