import {
  type ClassStatement,
  type Expression,
  type FunctionStatement,
  ownExpressions,
  type Statement,
  walkExpressions,
} from '../../python/tree.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import type { Span } from '../../text/span.ts';
import type { CodeRead } from '../facts.ts';
import { partsOf } from '../joined-project.ts';
import { classKind, instanceKind, newSearch } from './instance-kind.ts';

/** A settings class in the file that declares it. */
export interface ClassPlace {
  readonly file: PythonFile;
  readonly statement: ClassStatement;
}

/** A read, with the place of the attribute's name in it. */
export type AttributeRead = CodeRead & {
  readonly file: PythonFile;
  readonly nameSpan: Span;
  /** What the attribute is read of. */
  readonly object: Expression;
  /** It raises `AttributeError` where the object has no such attribute. */
  readonly fails: boolean;
};

/**
 * Where code reads `instance.attribute`, or `getattr(instance, "attribute")`: certain where the object is an instance
 * of the class or of a subclass and nothing else.
 */
export function attributeReads(
  project: PythonProject,
  settings: ClassPlace,
  attribute: string,
): readonly AttributeRead[] {
  return filesMentioning(project, attribute).flatMap(({ file, part }) =>
    [...everyExpression(file.module.body)].flatMap(({ expression, method }) => {
      const read = readIn(expression, attribute);
      if (read === undefined) return [];
      const known = instanceKind(newSearch(part, settings), file, read.object, method);
      if (known === 'no' || known === 'nothing') return [];
      return [{ path: file.file.path, file, span: expression.span, ...read, certain: known === 'yes' }];
    }),
  );
}

/** Functions that take an object and the name of its attribute: `getattr`, `monkeypatch.setattr`, `patch.object`. */
const BY_NAME: ReadonlySet<string> = new Set(['getattr', 'hasattr', 'setattr', 'delattr', 'object']);

function readIn(
  expression: Expression,
  attribute: string,
): Pick<AttributeRead, 'object' | 'nameSpan' | 'fails'> | undefined {
  if (expression.kind === 'attribute' && expression.name === attribute) {
    return { object: expression.object, nameSpan: expression.nameSpan, fails: true };
  }
  if (expression.kind !== 'call') return undefined;
  const { callee } = expression;
  const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
  const [object, named] = expression.args;
  if (!BY_NAME.has(name) || !object || named?.value.kind !== 'string') return undefined;
  const { value } = named;
  return value.value === attribute && value.content
    ? {
        object: object.value,
        nameSpan: value.content,
        fails: name === 'getattr' && expression.args.length === 2,
      }
    : undefined;
}

/** Calls of the class itself or of a subclass, in code and tests: `Settings(db_pool=3)`. */
export function constructorCalls(
  project: PythonProject,
  settings: ClassPlace,
  keyword: string,
): readonly { readonly file: PythonFile; readonly call: Expression & { readonly kind: 'call' } }[] {
  return filesMentioning(project, keyword).flatMap(({ file, part }) =>
    [...everyExpression(file.module.body)].flatMap(({ expression }) =>
      expression.kind === 'call' && classKind(newSearch(part, settings), file, expression.callee) === 'yes'
        ? [{ file, call: expression }]
        : [],
    ),
  );
}

/** Files that hold a word, each with the project whose imports it follows. */
function filesMentioning(
  project: PythonProject,
  word: string,
): readonly { readonly file: PythonFile; readonly part: PythonProject }[] {
  return partsOf(project).flatMap((part) => part.mentioning([word]).map((file) => ({ file, part })));
}

/** A method with its class. */
export interface Method {
  readonly owner: ClassStatement;
  readonly statement: FunctionStatement;
}

interface Visited {
  readonly expression: Expression;
  /** The method around it, with its class. */
  readonly method?: Method;
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
