import { qualify } from '../python/scope.ts';
import { children, type Expression, ownExpressions, type Statement } from '../python/tree.ts';
import { constantText } from './constant.ts';
import { type Cast, castOf } from './environ-cast.ts';
import { isEnvironStub, stubKeys } from './environ-stub.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import type { Place, Undecided } from './schema.ts';

/** One read of a variable of the process environment. */
export interface EnvironRead {
  readonly name: string;
  /** `index` raises KeyError, `get` gives its default, `in` asks only whether the name is there. */
  readonly form: 'index' | 'get' | 'in';
  /** The default as written. */
  readonly default?: Expression;
  readonly cast: Cast;
  /** Runs whenever the module is imported: at module or class level, outside branches. */
  readonly certain: boolean;
  /** The name in the code. */
  readonly place: Place;
  readonly statement: Statement;
}

/** What a module reads, and where it cannot be seen what. */
export interface EnvironReads {
  readonly reads: readonly EnvironRead[];
  readonly open: readonly Undecided[];
}

/** Where an expression stands. */
interface Around {
  readonly statement: Statement;
  readonly certain: boolean;
  /** In a `try` that catches something: an error here need not stop the service. */
  readonly guarded: boolean;
  readonly cast: Cast;
}

/** Finds every read in a file. Assignments to `os.environ[…]`, `del` and `setdefault` as a statement are none. */
export function environReads(project: PythonProject, file: PythonFile): EnvironReads {
  const walk = new Walk(project, file);
  walk.statements(file.module.body, true, false);
  return { reads: walk.reads, open: walk.open };
}

const READING: ReadonlySet<string> = new Set(['get', 'pop', 'setdefault']);
const WRITING: ReadonlySet<string> = new Set(['update', 'clear', '__setitem__', '__delitem__', 'putenv']);

class Walk {
  readonly reads: EnvironRead[] = [];
  readonly open: Undecided[] = [];
  readonly #project: PythonProject;
  readonly #file: PythonFile;

  constructor(project: PythonProject, file: PythonFile) {
    this.#project = project;
    this.#file = file;
  }

  statements(body: readonly Statement[], certain: boolean, guarded: boolean): void {
    for (const it of body) this.#statement(it, certain, guarded);
  }

  #statement(statement: Statement, certain: boolean, guarded: boolean): void {
    if (isEnvironStub(this.#file, statement)) return;
    if (statement.kind === 'block') {
      this.#block(statement, certain, guarded);
      return;
    }
    const around: Around = { statement, certain, guarded, cast: 'none' };
    for (const it of ownExpressions(statement)) {
      if (this.#isStore(statement, it)) {
        const inner = it.kind === 'call' ? it.args.map((argument) => argument.value) : children(it);
        for (const part of inner) if (!this.#isEnviron(part)) this.#expression(part, around);
      } else if (!this.#isAlias(statement, it)) this.#expression(it, around);
    }
    if (statement.kind === 'class') this.statements(statement.body, certain, guarded);
    // A function may be called, or not, and its caller may catch what it raises.
    if (statement.kind === 'function') this.statements(statement.body, false, true);
  }

  #block(statement: Statement & { readonly kind: 'block' }, certain: boolean, guarded: boolean): void {
    const caught = statement.arms.some((it) => it.keyword === 'except');
    for (const [index, arm] of statement.arms.entries()) {
      const heads = { statement, certain: certain && index === 0, guarded, cast: 'none' as const };
      for (const it of arm.heads) this.#expression(it, heads);
      const runs = statement.keyword === 'with' || arm.keyword === 'finally';
      this.statements(arm.body, certain && runs, guarded || (caught && arm.keyword === 'try'));
    }
  }

  #isEnviron(expression: Expression): boolean {
    return qualify(this.#file.module, expression) === 'os.environ';
  }

  /** `os.environ["X"] = …`, `del os.environ["X"]`, `os.environ.setdefault("X", …)` as a statement. */
  #isStore(statement: Statement, expression: Expression): boolean {
    if (statement.kind === 'expression') {
      if (expression.kind !== 'call') return false;
      const name = qualify(this.#file.module, expression.callee) ?? '';
      return name === 'os.environ.setdefault' || name === 'os.putenv' || name === 'os.unsetenv';
    }
    if (expression.kind !== 'subscript' || !this.#isEnviron(expression.object)) return false;
    if (statement.kind === 'assign') return statement.targets.includes(expression);
    if (statement.kind === 'annotated' || statement.kind === 'augmented')
      return statement.target === expression;
    return statement.kind === 'other' && this.#textAt(statement).startsWith('del');
  }

  /** `environ = os.environ`: uses of the alias are seen. */
  #isAlias(statement: Statement, expression: Expression): boolean {
    if (statement.kind !== 'assign' || statement.value !== expression) return false;
    return statement.targets.every((it) => it.kind === 'name') && this.#isEnviron(expression);
  }

  #textAt(node: { readonly span: { readonly start: number; readonly end: number } }): string {
    return this.#file.file.text.slice(node.span.start, node.span.end);
  }

  #expression(expression: Expression, around: Around): void {
    const inner: Around = { ...around, cast: 'none' };
    switch (expression.kind) {
      case 'call':
        this.#call(expression, around);
        break;
      case 'subscript':
        if (this.#isEnviron(expression.object)) this.#read(expression.index, { form: 'index' }, around);
        else this.#expression(expression.object, inner);
        this.#expression(expression.index, inner);
        break;
      case 'compare':
        this.#compare(expression, inner);
        break;
      case 'conditional':
        this.#expression(expression.test, inner);
        for (const it of [expression.then, expression.otherwise])
          this.#expression(it, { ...inner, certain: false });
        break;
      case 'boolean':
        this.#expression(expression.left, around.cast === 'none' ? inner : { ...around, cast: 'unknown' });
        this.#expression(expression.right, { ...inner, certain: false });
        break;
      case 'other':
        // A lambda or a comprehension may run never or later.
        for (const it of expression.children) this.#expression(it, { ...inner, certain: false });
        break;
      default:
        if (this.#isEnviron(expression)) this.#handedOn(expression);
        else for (const it of children(expression)) this.#expression(it, inner);
    }
  }

  #call(call: Expression & { readonly kind: 'call' }, around: Around): void {
    const name = qualify(this.#file.module, call.callee) ?? '';
    const method = name.startsWith('os.environ.') ? name.slice('os.environ.'.length) : undefined;
    const [first, second] = call.args;
    if (name === 'os.getenv' || (method !== undefined && READING.has(method))) {
      const form = method === 'pop' && second === undefined ? 'index' : 'get';
      if (first && first.stars === 0) this.#read(first.value, { form, ...optional(second?.value) }, around);
      else this.#leave(call, 'the name is computed here');
    } else if (method !== undefined && !WRITING.has(method)) {
      this.#handedOn(call);
    } else if (method === undefined) this.#expression(call.callee, { ...around, cast: 'none' });
    const cast = castOf(name, call);
    for (const it of call.args) this.#expression(it.value, { ...around, cast });
  }

  #compare(expression: Expression & { readonly kind: 'compare' }, around: Around): void {
    for (const [index, operand] of expression.operands.entries()) {
      const operator = expression.operators[index - 1];
      const before = expression.operands[index - 1];
      if (before && (operator === 'in' || operator === 'not in') && this.#isEnviron(operand)) {
        this.#read(before, { form: 'in' }, around);
      } else this.#expression(operand, around);
    }
  }

  #read(name: Expression, how: Pick<EnvironRead, 'form' | 'default'>, around: Around): void {
    const keys = stubKeys(this.#file, name);
    if (keys) {
      // Either key may hold it, so neither has to.
      const form = how.form === 'in' ? 'in' : 'get';
      for (const key of keys) this.#add(key, name, { ...how, form }, { ...around, certain: false });
      return;
    }
    const text = constantText(this.#project, this.#file, name);
    if (text === undefined) {
      this.#leave(name, 'the name is computed here');
      return;
    }
    this.#add(text, name, how, around);
  }

  #add(key: string, name: Expression, how: Pick<EnvironRead, 'form' | 'default'>, around: Around): void {
    const place = { path: this.#file.file.path, span: name.span };
    const cast = around.guarded && around.cast !== 'none' ? 'unknown' : around.cast;
    this.reads.push({
      name: key,
      ...how,
      cast,
      certain: around.certain,
      place,
      statement: around.statement,
    });
  }

  #handedOn(expression: Expression): void {
    this.#leave(expression, '`os.environ` is used as a whole here');
  }

  #leave(expression: Expression, reason: string): void {
    this.open.push({ path: this.#file.file.path, span: expression.span, reason });
  }
}

function optional(value: Expression | undefined): { readonly default?: Expression } {
  return value === undefined ? {} : { default: value };
}
