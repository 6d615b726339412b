import type { Span } from '../text/span.ts';

/**
 * Python as written, as far as settings code needs it: a small syntax tree of our own, so that no reader depends
 * on the parser. Every node has its span; a part that is not modelled is `other` with its children, so that a walk
 * still reaches every call.
 */
export type Expression =
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & {
      readonly kind: 'attribute';
      readonly object: Expression;
      readonly name: string;
      readonly nameSpan: Span;
    })
  | (Node & { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] })
  /** A string without interpolation; adjacent literals are joined. `content` is the text between the quotes of a
   * single literal, absent for joined ones. */
  | (Node & {
      readonly kind: 'string';
      readonly value: string;
      readonly bytes: boolean;
      readonly content?: Span;
    })
  | (Node & { readonly kind: 'fstring'; readonly parts: readonly (string | Expression)[] })
  | (Node & { readonly kind: 'int'; readonly value: bigint })
  | (Node & { readonly kind: 'float'; readonly value: number })
  | (Node & { readonly kind: 'bool'; readonly value: boolean })
  | (Node & { readonly kind: 'none' })
  | (Node & { readonly kind: 'ellipsis' })
  | (Node & { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] })
  /** An entry without a key is `**value`. */
  | (Node & {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[];
    })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  /** `and`, `or`. */
  | (Node & {
      readonly kind: 'boolean';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** `a < b <= c`: operands one more than operators; `not in` and `is not` are one operator each. */
  | (Node & {
      readonly kind: 'compare';
      readonly operators: readonly string[];
      readonly operands: readonly Expression[];
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  /** `a[b, c]` has a tuple as its index. */
  | (Node & { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression })
  | (Node & { readonly kind: 'other'; readonly children: readonly Expression[] });

export interface Node {
  readonly span: Span;
}

export interface Argument {
  /** Keyword arguments have a name. */
  readonly name?: string;
  readonly nameSpan?: Span;
  /** `*value` is 1, `**value` is 2. */
  readonly stars: 0 | 1 | 2;
  readonly value: Expression;
  readonly span: Span;
}

export type Statement =
  | (Node & { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression })
  | (Node & {
      readonly kind: 'annotated';
      readonly target: Expression;
      readonly annotation: Expression;
      readonly value?: Expression;
    })
  | (Node & {
      readonly kind: 'augmented';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
    })
  | (Node & {
      readonly kind: 'import';
      readonly names: readonly { readonly module: string; readonly alias?: string }[];
    })
  | (Node & {
      readonly kind: 'import-from';
      /** Number of leading dots. */
      readonly level: number;
      readonly module: string;
      readonly names: readonly { readonly name: string; readonly alias?: string }[];
      readonly star: boolean;
    })
  | ClassStatement
  | FunctionStatement
  /** `type X = …` and `X: TypeAlias = …` are told apart: the latter is `annotated`. */
  | (Node & { readonly kind: 'type-alias'; readonly name: string; readonly value: Expression })
  | (Node & { readonly kind: 'return'; readonly value?: Expression })
  | (Node & { readonly kind: 'expression'; readonly value: Expression })
  | BlockStatement
  | (Node & { readonly kind: 'other'; readonly children: readonly Expression[] });

export interface ClassStatement extends Node {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Span;
  /** Bases and class keywords, in order. */
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
  /** Span of the body's statements, without the blanks before the first. */
  readonly bodySpan: Span;
  /** The blanks before the body's first statement on its line; the class's own indent plus four for `class A: ...`. */
  readonly bodyIndent: string;
}

export interface FunctionStatement extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly returns?: Expression;
  readonly body: readonly Statement[];
}

export interface Parameter {
  readonly name: string;
  readonly annotation?: Expression;
  readonly default?: Expression;
  readonly stars: 0 | 1 | 2;
}

/** `if`, `for`, `while`, `try`, `with`, `match`: each arm with what it evaluates first. */
export interface BlockStatement extends Node {
  readonly kind: 'block';
  readonly keyword: 'if' | 'for' | 'while' | 'try' | 'with' | 'match';
  readonly arms: readonly Arm[];
}

export interface Arm {
  /** `if`, `elif`, `else`, `except`, `finally`, `case`, or the block's own keyword. */
  readonly keyword: string;
  /** `for`: target and iterable. `value as name` is an `other` of both. `case`: an `other` of its patterns, the guard. */
  readonly heads: readonly Expression[];
  readonly body: readonly Statement[];
}

/** One parsed Python file. `problems` is empty exactly when CPython accepts the file. */
export interface Module {
  readonly body: readonly Statement[];
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
  readonly comments: readonly { readonly span: Span; readonly text: string; readonly ownLine: boolean }[];
}

/** Parses Python. Built at the edge, where the parser's WebAssembly is loaded, and handed to the core ready. */
export interface PythonParser {
  readonly parse: (text: string) => Module;
}

/** Every statement below these, blocks, functions and classes included, in order of the text. */
export function* walkStatements(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    switch (statement.kind) {
      case 'class':
      case 'function':
        yield* walkStatements(statement.body);
        break;
      case 'block':
        for (const arm of statement.arms) yield* walkStatements(arm.body);
        break;
      default:
        break;
    }
  }
}

/** The expressions a statement holds itself, not those of statements inside it. */
export function ownExpressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign':
      return [...statement.targets, statement.value];
    case 'annotated':
      return [statement.target, statement.annotation, ...(statement.value ? [statement.value] : [])];
    case 'augmented':
      return [statement.target, statement.value];
    case 'class':
      return [...statement.decorators, ...statement.bases.map((it) => it.value)];
    case 'function':
      return [
        ...statement.decorators,
        ...statement.parameters.flatMap((it) =>
          [it.annotation, it.default].filter((part) => part !== undefined),
        ),
        ...(statement.returns ? [statement.returns] : []),
      ];
    case 'type-alias':
    case 'expression':
      return [statement.value];
    case 'return':
      return statement.value ? [statement.value] : [];
    case 'block':
      return statement.arms.flatMap((arm) => arm.heads);
    case 'other':
      return statement.children;
    case 'import':
    case 'import-from':
      return [];
  }
}

/** The expressions directly inside of one. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'attribute':
      return [expression.object];
    case 'call':
      return [expression.callee, ...expression.args.map((it) => it.value)];
    case 'fstring':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'list':
    case 'tuple':
    case 'set':
      return expression.items;
    case 'dict':
      return expression.entries.flatMap((it) => (it.key ? [it.key, it.value] : [it.value]));
    case 'binary':
    case 'boolean':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'compare':
      return expression.operands;
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise];
    case 'subscript':
      return [expression.object, expression.index];
    case 'other':
      return expression.children;
    default:
      return [];
  }
}

/** The expression and all below it, outermost first. */
export function* walkExpressions(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of children(expression)) yield* walkExpressions(child);
}
