import { qualify } from '../../python/scope.ts';
import { children, type Expression, type FunctionStatement, type Statement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import { plainDefinition } from '../plain-definition.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Outer } from '../sites.ts';
import { type Cast, castAround, castNamed } from './environ-cast.ts';
import { guardOf } from './environ-guard.ts';

/** How a function reads the variable that its caller names. */
export interface HelperReading {
  readonly form: 'index' | 'get';
  readonly cast: Cast;
  /** The parameter that holds the variable's name. */
  readonly name: string;
  /** It gives the text as it is. */
  readonly exact?: true;
  /** The parameter that holds the function which converts the text: `cast(value)`. */
  readonly converter?: string;
  /** What it gives where the variable is not set: a parameter's value, or an expression of its own. */
  readonly fallback?: Expression;
}

/** A call of such a function. */
export interface HelperCall {
  readonly reading: HelperReading;
  /** The name as the caller gives it. */
  readonly name: Expression;
  readonly fallback?: { readonly value: Expression; readonly file: PythonFile };
}

type Call = Expression & { readonly kind: 'call' };

/** How many helpers may call one another. */
const MAX_DEPTH = 4;

const UNKNOWN: Cast = { type: { kind: 'undecided', reason: 'a function decides what it makes of the text' } };

/** The call as a read of the process environment; undefined for a call of anything else. */
export function helperCall(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  depth = 0,
): HelperCall | undefined {
  if (depth > MAX_DEPTH || !mayNameVariable(call)) return undefined;
  if (isPlainlyNone(project, file, call.callee)) return undefined;
  const target = resolveSymbol(project, file, call.callee);
  if (target.kind !== 'function' || !mentionsEnvironment(target.file)) return undefined;
  const reading = helperReading(project, target.file, target.statement, depth);
  const name = reading && argumentFor(target.statement, call, reading.name);
  if (!reading || !name) return undefined;
  const fallback = fallbackOf(target, reading, call, file);
  const cast = chosenCast(target, reading, call, file);
  return { reading: { ...reading, cast }, name, ...(fallback ? { fallback } : {}) };
}

/** True for what is called that texts alone tell from a helper: a method of a class or a value, a class, another function. */
function isPlainlyNone(project: PythonProject, file: PythonFile, callee: Expression): boolean {
  if (callee.kind === 'attribute') return plainDefinition(project, file, callee.object) !== undefined;
  const plain = plainDefinition(project, file, callee);
  return plain !== undefined && (plain.kind !== 'function' || !mentionsEnvironment(plain.file));
}

/** What the function makes of the text, where the caller may name what converts it. */
function chosenCast(
  { file: own, statement }: Helper,
  { cast, converter }: HelperReading,
  call: Call,
  file: PythonFile,
): Cast {
  if (converter === undefined) return cast;
  const given = argumentFor(statement, call, converter);
  if (given) return castNamed(file, given) ?? UNKNOWN;
  const stays = statement.parameters.find((it) => it.name === converter)?.default;
  return (stays && castNamed(own, stays)) ?? UNKNOWN;
}

/** Only such a file can hold a function that reads. */
export const mentionsEnvironment = memo(({ file }: PythonFile): boolean => /environ|getenv/.test(file.text));

/** Spares the look-up of what is called where no argument can be a variable's name. */
function mayNameVariable(call: Call): boolean {
  if (call.args.some((it) => it.stars > 0)) return false;
  return call.args.some(
    ({ value }) => value.kind !== 'int' && value.kind !== 'dict' && value.kind !== 'list',
  );
}

/** The names of a function's parameters; none without a function. */
export function parameterNames(inside: FunctionStatement | undefined): ReadonlySet<string> {
  return new Set(inside?.parameters.map((it) => it.name));
}

/**
 * How a function of a module reads the variable that one of its parameters names; undefined for a function that does
 * not. A body that is more than a read, a check and a return gives a text of which nothing is claimed.
 */
export function helperReading(
  project: PythonProject,
  file: PythonFile,
  statement: FunctionStatement,
  depth = 0,
): HelperReading | undefined {
  if (!file.module.body.includes(statement)) return undefined;
  const found = readsIn(project, file, statement, depth);
  const [first] = found;
  if (first === undefined || found.some((it) => it.name !== first.name)) return undefined;
  const body = statement.body.filter((it) => !isDocstring(it));
  const simple = found.length === 1 ? simpleReading(project, file, body, first) : undefined;
  const root = body.at(-1);
  const converter = root?.kind === 'return' ? converterIn(root.value, parameterNames(statement)) : undefined;
  return (
    (simple && converter !== undefined ? { ...simple, cast: UNKNOWN, converter } : simple) ?? {
      form: 'get',
      cast: UNKNOWN,
      name: first.name,
      fallback: opaque(first.expression),
    }
  );
}

/** The parameter that a function calls with one text, as all that it returns. */
function converterIn(returned: Expression | undefined, parameters: ReadonlySet<string>): string | undefined {
  if (returned?.kind !== 'call' || returned.callee.kind !== 'name') return undefined;
  return parameters.has(returned.callee.name) ? returned.callee.name : undefined;
}

/** One read of a variable that a parameter names. */
interface ParameterRead {
  readonly expression: Expression;
  readonly name: string;
  readonly form: 'index' | 'get';
  readonly cast?: Cast;
  readonly fallback?: Expression;
}

function readsIn(
  project: PythonProject,
  file: PythonFile,
  statement: FunctionStatement,
  depth: number,
): readonly ParameterRead[] {
  const parameters = parameterNames(statement);
  const found: ParameterRead[] = [];
  for (const it of handingOn(statement)) {
    const last = found.at(-1)?.expression;
    if (last && it.span.end <= last.span.end) continue;
    const read = readOf(project, file, it, parameters, depth);
    if (read) found.push(read);
  }
  return found;
}

/** The calls that are given a parameter as it is, and what is looked up by one, outermost first. */
const handingOn = memo((statement: FunctionStatement): readonly Expression[] => {
  const parameters = parameterNames(statement);
  const found: Expression[] = [];
  const isOne = (it: Expression): boolean => it.kind === 'name' && parameters.has(it.name);
  const visit = (it: Expression): void => {
    if (it.kind === 'subscript' && isOne(it.index)) found.push(it);
    if (it.kind === 'call' && it.args.some(({ value }) => isOne(value))) found.push(it);
    for (const part of children(it)) visit(part);
  };
  if (parameters.size > 0) for (const it of expressionsOf(statement.body)) visit(it);
  return found;
});

function readOf(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  parameters: ReadonlySet<string>,
  depth: number,
): ParameterRead | undefined {
  const named = (it: Expression | undefined) =>
    it?.kind === 'name' && parameters.has(it.name) ? it.name : undefined;
  if (expression.kind === 'subscript') {
    const name = named(expression.index);
    const isRead = name !== undefined && qualify(file.module, expression.object) === 'os.environ';
    return isRead ? { expression, name, form: 'index' } : undefined;
  }
  if (expression.kind !== 'call') return undefined;
  const callee = qualify(file.module, expression.callee);
  if (callee === 'os.getenv' || callee === 'os.environ.get' || callee === 'os.environ.pop') {
    const name = named(expression.args[0]?.value);
    const fallback = expression.args[1]?.value;
    if (name === undefined) return undefined;
    return { expression, name, form: 'get', ...(fallback ? { fallback } : {}) };
  }
  const inner = helperCall(project, file, expression, depth + 1);
  const name = inner && named(inner.name);
  if (!inner || name === undefined) return undefined;
  const { form, cast } = inner.reading;
  // A default of another module's function is not followed further.
  const fallback =
    inner.fallback?.file === file ? inner.fallback.value : inner.fallback && opaque(expression);
  return { expression, name, form, cast, ...(fallback ? { fallback } : {}) };
}

/** `return cast(read)`; or `value = read`, a check of it, `return cast(value)`. */
function simpleReading(
  project: PythonProject,
  file: PythonFile,
  body: readonly Statement[],
  read: ParameterRead,
): HelperReading | undefined {
  const [first, ...rest] = body;
  const base = { form: read.form, name: read.name, ...(read.fallback ? { fallback: read.fallback } : {}) };
  if (first?.kind === 'return' && first.value && rest.length === 0) {
    const isExact = first.value === read.expression && read.cast === undefined;
    const cast = castIn(project, file, first.value, read);
    return { ...base, cast, ...(isExact ? { exact: true } : {}) };
  }
  if (first?.kind === 'block' && first.keyword === 'try' && rest.length === 0)
    return tried(project, file, first, read);
  const variable = assignedName(first);
  const value = first?.kind === 'assign' || first?.kind === 'annotated' ? first.value : undefined;
  const last = rest.at(-1);
  if (variable === undefined || value === undefined || last?.kind !== 'return' || !last.value)
    return undefined;
  const guards = rest.slice(0, -1).map((it) => guardOf(it, variable));
  const inner = castIn(project, file, value, read);
  const again = inner.type.kind === 'str' ? castOfName(project, file, last.value, variable) : inner;
  if (guards.includes(undefined) || again === undefined) return undefined;
  const raises = guards.some((it) => it?.raises);
  const returned = guards.find((it) => it?.returned)?.returned;
  return {
    ...base,
    form: raises ? 'index' : read.form,
    cast: again,
    ...(returned ? { fallback: returned } : {}),
  };
}

/** `try: return os.environ[name]` with an `except` that only raises. */
function tried(
  project: PythonProject,
  file: PythonFile,
  block: Statement & { readonly kind: 'block' },
  read: ParameterRead,
): HelperReading | undefined {
  const [attempt, ...others] = block.arms;
  const [only, ...more] = attempt?.body ?? [];
  if (only?.kind !== 'return' || !only.value || more.length > 0) return undefined;
  if (!others.every((it) => it.keyword === 'except' && isRaise(file, it.body.at(-1)))) return undefined;
  return { form: read.form, name: read.name, cast: castIn(project, file, only.value, read) };
}

function castIn(project: PythonProject, file: PythonFile, root: Expression, read: ParameterRead): Cast {
  return castAround(project, file, read.expression, outerOf(root, read.expression), read.cast);
}

function castOfName(
  project: PythonProject,
  file: PythonFile,
  root: Expression,
  name: string,
): Cast | undefined {
  const uses = namesIn(root, name);
  const [only] = uses;
  return only && uses.length === 1 ? castAround(project, file, only, outerOf(root, only)) : undefined;
}

function namesIn(root: Expression, name: string): readonly Expression[] {
  if (root.kind === 'name') return root.name === name ? [root] : [];
  return children(root).flatMap((it) => namesIn(it, name));
}

/** The expressions from `root` down to `target`, the innermost first; undefined when `target` is `root`. */
function outerOf(root: Expression, target: Expression, outer?: Outer): Outer | undefined {
  if (root === target) return outer;
  const next: Outer = outer ? { expression: root, outer } : { expression: root };
  for (const part of children(root)) {
    if (part.span.start > target.span.start || part.span.end < target.span.end) continue;
    const found = outerOf(part, target, next);
    if (found) return found;
  }
  return undefined;
}

function isRaise(file: PythonFile, statement: Statement | undefined): boolean {
  return statement?.kind === 'other' && file.file.text.startsWith('raise', statement.span.start);
}

function isDocstring(statement: Statement): boolean {
  return statement.kind === 'expression' && statement.value.kind === 'string';
}

function assignedName(statement: Statement | undefined): string | undefined {
  if (statement?.kind === 'assign' && statement.targets.length === 1) {
    const [target] = statement.targets;
    return target?.kind === 'name' ? target.name : undefined;
  }
  return statement?.kind === 'annotated' && statement.target.kind === 'name'
    ? statement.target.name
    : undefined;
}

/** The expressions of these statements and of the blocks among them, not of functions and classes inside. */
function expressionsOf(body: readonly Statement[]): readonly Expression[] {
  return body.flatMap((it): readonly Expression[] => {
    switch (it.kind) {
      case 'block':
        return it.arms.flatMap((arm) => [...arm.heads, ...expressionsOf(arm.body)]);
      case 'assign':
        return [it.value];
      case 'annotated':
      case 'return':
        return it.value ? [it.value] : [];
      case 'augmented':
      case 'expression':
        return [it.value];
      case 'other':
        return it.children;
      default:
        return [];
    }
  });
}

/** The expression that a call gives for a parameter; undefined where the parameter's own default counts. */
function argumentFor(statement: FunctionStatement, call: Call, parameter: string): Expression | undefined {
  const named = call.args.find((it) => it.name === parameter);
  if (named) return named.value;
  const positional = statement.parameters.filter((it) => it.stars === 0);
  const index = positional.findIndex((it) => it.name === parameter);
  return call.args.filter((it) => it.name === undefined)[index]?.value;
}

interface Helper {
  readonly file: PythonFile;
  readonly statement: FunctionStatement;
}

function fallbackOf(
  target: Helper,
  { fallback }: HelperReading,
  call: Call,
  file: PythonFile,
): HelperCall['fallback'] {
  if (fallback === undefined) return undefined;
  const parameter = fallback.kind === 'name' ? fallback.name : undefined;
  const declared = target.statement.parameters.find((it) => it.name === parameter);
  if (!declared) return { value: fallback, file: target.file };
  const given = argumentFor(target.statement, call, declared.name);
  if (given) return { value: given, file };
  return declared.default ? { value: declared.default, file: target.file } : undefined;
}

/** Something that never folds, so that nothing is claimed of it. */
function opaque({ span }: Expression): Expression {
  return { kind: 'other', span, children: [] };
}
