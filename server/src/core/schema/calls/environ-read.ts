import { qualify } from '../../python/scope.ts';
import { children, type Expression, type Statement } from '../../python/tree.ts';
import { constantText } from '../constant.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import { type Site, walkSites } from '../sites.ts';
import { type Cast, castAround } from './environ-cast.ts';
import { helperCall, helperReading, parameterNames } from './environ-helper.ts';
import { isEnvironStub, stubKeys } from './environ-stub.ts';
import { isLegacyFunction, type LegacyFunction, legacyReads, legacyUse } from './legacy-read.ts';
import type { VariableRead, VariableReads } from './variable-read.ts';

type How = Pick<VariableRead, 'form' | 'default' | 'dual'>;

/**
 * Finds every read in a file. Assignments to `os.environ[…]`, `del` and `setdefault` as a statement are none. A call
 * of a function that hands its parameter on to `os.environ` is a read, and that function is none.
 */
export function environReads(project: PythonProject, file: PythonFile): VariableReads {
  const finder = new Finder(project, file);
  walkSites(file, (expression, site) => finder.visit(expression, site));
  return { reads: finder.reads, open: finder.open };
}

const READING: ReadonlySet<string> = new Set(['get', 'pop', 'setdefault']);
const WRITING: ReadonlySet<string> = new Set(['update', 'clear', '__setitem__', '__delitem__', 'putenv']);
const NOTHING: readonly Expression[] = [];

class Finder {
  readonly reads: VariableRead[] = [];
  readonly open: Undecided[] = [];
  readonly #project: PythonProject;
  readonly #file: PythonFile;

  constructor(project: PythonProject, file: PythonFile) {
    this.#project = project;
    this.#file = file;
  }

  /** The parts of the expression that are to be visited next. */
  visit(expression: Expression, site: Site): readonly Expression[] {
    if (isEnvironStub(this.#file, site.statement)) return NOTHING;
    if (site.inside && isEnvironStub(this.#file, site.inside)) return NOTHING;
    if (isLegacyFunction(this.#file, site.inside)) return NOTHING;
    const legacy = legacyUse(this.#file, expression);
    if (legacy) {
      if (this.#asksProcess(legacy.made))
        this.reads.push(...legacyReads(this.#project, this.#file, legacy, site));
      return children(expression);
    }
    if (site.outer === undefined) {
      if (this.#isStore(site.statement, expression)) return this.#partsOfStore(expression);
      if (this.#isAlias(site.statement, expression)) return NOTHING;
    }
    switch (expression.kind) {
      case 'call':
        return this.#call(expression, site);
      case 'subscript':
        if (!this.#isEnviron(expression.object)) return children(expression);
        this.#read(expression.index, { form: 'index' }, expression, site);
        return [expression.index];
      case 'compare':
        return this.#compare(expression, site);
      default:
        if (!this.#isEnviron(expression)) return children(expression);
        this.#leave(expression, '`os.environ` is used as a whole here');
        return NOTHING;
    }
  }

  #isEnviron(expression: Expression): boolean {
    return qualify(this.#file.module, expression) === 'os.environ';
  }

  #asksProcess({ statement }: LegacyFunction): boolean {
    return statement.body.some(
      (it) => it.kind === 'assign' && children(it.value).some((part) => this.#isAsked(part)),
    );
  }

  #isAsked(expression: Expression): boolean {
    return this.#isEnviron(expression) || children(expression).some((it) => this.#isAsked(it));
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

  #partsOfStore(expression: Expression): readonly Expression[] {
    if (expression.kind === 'call') return expression.args.map((it) => it.value);
    return children(expression).filter((it) => !this.#isEnviron(it));
  }

  /** `environ = os.environ`: uses of the alias are seen. */
  #isAlias(statement: Statement, expression: Expression): boolean {
    if (statement.kind !== 'assign' || statement.value !== expression) return false;
    return statement.targets.every((it) => it.kind === 'name') && this.#isEnviron(expression);
  }

  #textAt(node: { readonly span: { readonly start: number; readonly end: number } }): string {
    return this.#file.file.text.slice(node.span.start, node.span.end);
  }

  #call(call: Expression & { readonly kind: 'call' }, site: Site): readonly Expression[] {
    const name = qualify(this.#file.module, call.callee) ?? '';
    const method = name.startsWith('os.environ.') ? name.slice('os.environ.'.length) : undefined;
    const args = call.args.map((it) => it.value);
    const [first, second] = call.args;
    if (name === 'os.getenv' || (method !== undefined && READING.has(method))) {
      const form = method === 'pop' && second === undefined ? 'index' : 'get';
      const how = second === undefined ? {} : { default: { value: second.value, file: this.#file } };
      if (first && first.stars === 0) this.#read(first.value, { form, ...how }, call, site);
      else this.#leave(call, 'the name is computed here');
      return args;
    }
    if (method !== undefined) {
      if (!WRITING.has(method)) this.#leave(call, '`os.environ` is used as a whole here');
      return args;
    }
    this.#helper(call, site);
    return children(call);
  }

  /** A call of a function of the workspace that reads the variable which the call names. */
  #helper(call: Expression & { readonly kind: 'call' }, site: Site): void {
    const helper = helperCall(this.#project, this.#file, call);
    if (helper === undefined) return;
    const { name, reading, fallback } = helper;
    const keys = stubKeys(this.#file, name);
    if (keys) {
      const dual = { ...keys, required: reading.form === 'index' };
      const cast = castAround(this.#project, this.#file, call, site.outer, reading.cast);
      const how: How = { form: 'get', ...(fallback ? { default: fallback } : {}), dual };
      for (const key of [keys.old, keys.new]) this.#add(key, name, how, cast, { ...site, certain: false });
      return;
    }
    // A helper of a helper: its own calls count.
    if (this.#isOwnParameter(name, site)) return;
    const key = constantText(this.#project, this.#file, name);
    if (key === undefined) {
      this.#leave(name, 'the name is computed here');
      return;
    }
    const cast = castAround(this.#project, this.#file, call, site.outer, reading.cast);
    const how: How = { form: reading.form, ...(fallback ? { default: fallback } : {}) };
    this.#add(key, name, how, cast, site);
  }

  #compare(expression: Expression & { readonly kind: 'compare' }, site: Site): readonly Expression[] {
    const parts: Expression[] = [];
    for (const [index, operand] of expression.operands.entries()) {
      const operator = expression.operators[index - 1];
      const before = expression.operands[index - 1];
      if (before && (operator === 'in' || operator === 'not in') && this.#isEnviron(operand))
        this.#read(before, { form: 'in' }, expression, site);
      else parts.push(operand);
    }
    return parts;
  }

  #read(name: Expression, how: How, read: Expression, site: Site): void {
    const cast = castAround(this.#project, this.#file, read, site.outer);
    const keys = stubKeys(this.#file, name);
    if (keys) {
      // Either key may hold it, so neither has to.
      const form = how.form === 'in' ? 'in' : 'get';
      const dual = { ...keys, required: how.form === 'index' };
      for (const key of [keys.old, keys.new])
        this.#add(key, name, { ...how, form, dual }, cast, { ...site, certain: false });
      return;
    }
    if (this.#isOwnParameter(name, site)) return;
    const text = constantText(this.#project, this.#file, name);
    if (text === undefined) this.#leave(name, 'the name is computed here');
    else this.#add(text, name, how, cast, site);
  }

  /** The caller names the variable, so its call is the read. */
  #isOwnParameter(name: Expression, { inside }: Site): boolean {
    if (!inside || name.kind !== 'name' || !parameterNames(inside).has(name.name)) return false;
    return helperReading(this.#project, this.#file, inside) !== undefined;
  }

  #add(key: string, name: Expression, how: How, cast: Cast, site: Site): void {
    const place = { path: this.#file.file.path, span: name.span };
    const caught = site.guarded && mayRefuse(cast.type);
    this.reads.push({
      name: key,
      ...how,
      cast: caught ? { ...cast, type: GUARDED } : cast,
      certain: site.certain,
      place,
      statement: site.statement,
    });
  }

  #leave(expression: Expression, reason: string): void {
    this.open.push({ path: this.#file.file.path, span: expression.span, reason });
  }
}

function mayRefuse(type: FieldType): boolean {
  if (type.kind === 'switch') return type.otherwise === 'refused';
  return type.kind === 'separated' ? mayRefuse(type.item) : !NEVER.has(type.kind);
}

const NEVER: ReadonlySet<string> = new Set(['str', 'bool', 'path']);

const GUARDED = {
  kind: 'undecided',
  reason: 'what a refused text does is decided by the code around',
} as const;
