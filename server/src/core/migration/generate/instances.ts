import { lookup } from '../../python/scope.ts';
import {
  type ClassStatement,
  type Expression,
  type FunctionStatement,
  ownExpressions,
  type Statement,
  walkExpressions,
  walkStatements,
} from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { resolveSymbol } from '../../schema/resolve-symbol.ts';
import type { Span } from '../../text/span.ts';
import type { CodeRead } from '../facts.ts';

/** A settings class in the file that declares it. */
export interface ClassPlace {
  readonly file: PythonFile;
  readonly statement: ClassStatement;
}

/** Where code reads `instance.attribute`: certain where the object is an instance of the class and nothing else. */
export function attributeReads(
  project: PythonProject,
  settings: ClassPlace,
  attribute: string,
): readonly (CodeRead & { readonly nameSpan: Span })[] {
  return project.mentioning([attribute]).flatMap((file) =>
    [...everyExpression(file.module.body)].flatMap(({ expression, method }) => {
      if (expression.kind !== 'attribute' || expression.name !== attribute) return [];
      const known = instanceOf(project, file, settings, expression.object, method, 0);
      if (known === 'no') return [];
      const { span, nameSpan } = expression;
      return [{ path: file.file.path, span, nameSpan, certain: known === 'yes' }];
    }),
  );
}

/** Calls of the class itself, in code and tests: `Settings(db_pool=3)`. */
export function constructorCalls(
  project: PythonProject,
  settings: ClassPlace,
): readonly { readonly file: PythonFile; readonly call: Expression & { readonly kind: 'call' } }[] {
  return project
    .mentioning([settings.statement.name])
    .flatMap((file) =>
      [...everyExpression(file.module.body)].flatMap(({ expression }) =>
        expression.kind === 'call' && isClass(project, file, settings, expression.callee)
          ? [{ file, call: expression }]
          : [],
      ),
    );
}

interface Visited {
  readonly expression: Expression;
  /** The method around it, with its class. */
  readonly method?: Method;
}

interface Method {
  readonly owner: ClassStatement;
  readonly statement: FunctionStatement;
}

/** All expressions of a body, outermost first, each with the method it stands in. */
export function* everyExpression(
  statements: readonly Statement[],
  owner?: ClassStatement,
  method?: Method,
): Generator<Visited> {
  for (const statement of statements) {
    const here = statement.kind === 'function' && owner ? { owner, statement } : method;
    for (const own of ownExpressions(statement)) {
      for (const expression of walkExpressions(own)) yield { expression, ...(method ? { method } : {}) };
    }
    switch (statement.kind) {
      case 'class':
        yield* everyExpression(statement.body, statement);
        break;
      case 'function':
        yield* everyExpression(statement.body, undefined, here);
        break;
      case 'block':
        for (const arm of statement.arms) yield* everyExpression(arm.body, owner, method);
        break;
      default:
        break;
    }
  }
}

type Known = 'yes' | 'no' | 'perhaps';
const MAX_STEPS = 12;

function instanceOf(
  project: PythonProject,
  file: PythonFile,
  settings: ClassPlace,
  expression: Expression,
  method: Method | undefined,
  steps: number,
): Known {
  if (steps > MAX_STEPS) return 'perhaps';
  if (expression.kind === 'call') return resultOf(project, file, settings, expression, method, steps);
  if (expression.kind !== 'name' && expression.kind !== 'attribute') return 'perhaps';
  if (expression.kind === 'name') {
    const own = parameterOf(project, file, settings, expression, method);
    if (own !== undefined) return own;
  }
  const symbol = resolveSymbol(project, file, expression);
  switch (symbol.kind) {
    case 'value': {
      const annotation = symbol.statement.kind === 'annotated' ? symbol.statement.annotation : undefined;
      if (annotation && isClass(project, symbol.file, settings, annotation)) return 'yes';
      return instanceOf(project, symbol.file, settings, symbol.value, undefined, steps + 1);
    }
    // A module, a class or something of a library is no instance of this class.
    case 'module':
    case 'class':
    case 'function':
      return 'no';
    case 'external':
      return 'no';
    case 'member':
    case 'unknown':
      return 'perhaps';
  }
}

/** What a call gives: the class called, or a function that returns an instance. */
function resultOf(
  project: PythonProject,
  file: PythonFile,
  settings: ClassPlace,
  call: Expression & { readonly kind: 'call' },
  method: Method | undefined,
  steps: number,
): Known {
  if (isClass(project, file, settings, call.callee)) return 'yes';
  const symbol = resolveSymbol(project, file, call.callee);
  if (symbol.kind === 'class') return 'no';
  if (symbol.kind !== 'function') return 'perhaps';
  const { returns, body } = symbol.statement;
  if (returns !== undefined) {
    if (isClass(project, symbol.file, settings, returns)) return 'yes';
    return returns.kind === 'name' || returns.kind === 'attribute' ? 'no' : 'perhaps';
  }
  const returned = [...walkStatements(body)].flatMap((it) => (it.kind === 'return' ? [it.value] : []));
  const known = returned.map((value) =>
    value === undefined ? 'no' : instanceOf(project, symbol.file, settings, value, method, steps + 1),
  );
  return known.length > 0 && known.every((it) => it === 'yes') ? 'yes' : 'perhaps';
}

/** A parameter of a function: `self` of the class, or one that is annotated with it. */
function parameterOf(
  project: PythonProject,
  file: PythonFile,
  settings: ClassPlace,
  name: Expression & { readonly kind: 'name' },
  method: Method | undefined,
): Known | undefined {
  const binding = lookup(file.module, name.name, name.span.start)?.bindings[0];
  if (binding?.kind !== 'other' || binding.statement.kind !== 'function') return undefined;
  const { parameters } = binding.statement;
  const parameter = parameters.find((it) => it.name === name.name);
  if (parameter === undefined) return 'perhaps';
  if (parameter.annotation) return annotated(project, file, settings, parameter.annotation);
  if (method === undefined || binding.statement !== method.statement || parameters[0] !== parameter)
    return 'perhaps';
  const decorated = method.statement.decorators.some(
    (it) => it.kind === 'name' && (it.name === 'classmethod' || it.name === 'staticmethod'),
  );
  if (decorated) return 'no';
  return method.owner === settings.statement ? 'yes' : 'no';
}

/** `Settings`, `"Settings"`, `Annotated[Settings, Depends(get_settings)]`. */
function annotated(
  project: PythonProject,
  file: PythonFile,
  settings: ClassPlace,
  annotation: Expression,
): Known {
  if (isClass(project, file, settings, annotation)) return 'yes';
  if (annotation.kind === 'subscript') {
    const { object, index } = annotation;
    const marker = object.kind === 'attribute' || object.kind === 'name' ? object.name : '';
    const first = index.kind === 'tuple' ? index.items[0] : index;
    if (marker === 'Annotated' && first) return annotated(project, file, settings, first);
    return 'perhaps';
  }
  if (annotation.kind === 'string') return annotation.value === settings.statement.name ? 'perhaps' : 'no';
  const symbol = resolveSymbol(project, file, annotation);
  if (symbol.kind === 'value' && symbol.value.kind === 'subscript') {
    return annotated(project, symbol.file, settings, symbol.value);
  }
  return symbol.kind === 'class' || symbol.kind === 'external' ? 'no' : 'perhaps';
}

function isClass(
  project: PythonProject,
  file: PythonFile,
  settings: ClassPlace,
  expression: Expression,
): boolean {
  if (expression.kind !== 'name' && expression.kind !== 'attribute') return false;
  const symbol = resolveSymbol(project, file, expression);
  return (
    symbol.kind === 'class' &&
    symbol.file.file.path === settings.file.file.path &&
    symbol.statement.nameSpan.start === settings.statement.nameSpan.start
  );
}
