import { qualify } from '../../python/scope.ts';
import { type Expression, walkStatements } from '../../python/tree.ts';
import { type HelperReading, helperCall } from '../../schema/calls/environ-helper.ts';
import type { FieldType } from '../../schema/field-type.ts';
import type { PythonFile, PythonProject } from '../../schema/reader.ts';
import { isTestPath } from '../../schema/test-path.ts';
import { containsSpan, type Span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedBlocks } from './end-of-migration.ts';
import { everyExpression } from './instances.ts';

/** One place where code reads a key of the process environment by its literal name. */
export interface EnvironRead {
  readonly file: PythonFile;
  /** The string literal that names the key, its quotes included. */
  readonly key: Span;
  /** Between the quotes. */
  readonly content: Span;
  readonly form: 'index' | 'get' | 'in';
  /** The whole read. */
  readonly span: Span;
  /** Text of the default, where one is given. */
  readonly default?: Span;
  /** The text is used as it is: an empty one is a value like any other. */
  readonly plainText: boolean;
  /** The object of a library that is asked; `os.environ` where there is none. */
  readonly library?: LibraryObject;
  /** A function of the service reads for the caller: what that makes of the text. */
  readonly helper?: FieldType;
  /** It makes a number of the text and nothing else, or gives the text as it is. */
  readonly plainHelper?: boolean;
  /** The literal that such a function gives by itself where the variable is not set. */
  readonly helperDefault?: string;
}

/** How an object of a library is asked for the text of a variable that may not be there. */
export interface LibraryObject {
  /** As the module writes it: `config`, `settings.env`. */
  readonly name: string;
  /** What gives the text of a variable, or `absent`: `config(key, default=None)`. */
  readonly probe: (key: string) => string;
  readonly absent: 'None' | 'False';
  /** Place of the cast among the arguments, where a default goes through it as a text does. */
  readonly castIndex?: number;
  /** `None` as a default does not go through the cast. */
  readonly keepsNone?: true;
  /** What makes a value of a text, as Python: `env.parse_value(text, float)`. */
  readonly parse?: (text: string, type: string) => string;
  /** What the reads of the module make of the text. */
  readonly type: FieldType;
  /** The object has a default for the variable, which the call does not name. */
  readonly ownDefault: boolean;
}

/** Every read of `key` through `os.environ`, `os.getenv` or a function around them, tests left out. */
export function environReads(facts: MigrationFacts, key: string): readonly EnvironRead[] {
  return facts.project
    .mentioning([key])
    .filter((file) => !file.stale && !isTestPath(file.file.path))
    .flatMap((file) => readsIn(facts.project, file, key));
}

/** Every read of a key in one file. */
export function readsIn(project: PythonProject, file: PythonFile, key: string): readonly EnvironRead[] {
  const stores = storesIn(file);
  const generated = markedBlocks(file);
  const judged = new Set<Expression>();
  const reads: { expression: Expression; read: EnvironRead }[] = [];
  for (const { expression } of everyExpression(file.module.body)) {
    const read = stores.has(expression)
      ? undefined
      : (readOf(file, expression, key) ?? helperRead(project, file, expression, key));
    if (read && !generated.some((it) => containsSpan(it, read.span))) reads.push({ expression, read });
    for (const used of notPlain(expression)) judged.add(used);
  }
  return reads.map(({ expression, read }) => (judged.has(expression) ? { ...read, plainText: false } : read));
}

/** What is assigned to or deleted. */
function storesIn(file: PythonFile): ReadonlySet<Expression> {
  const stores = new Set<Expression>();
  for (const it of walkStatements(file.module.body)) {
    if (it.kind === 'assign') for (const target of it.targets) stores.add(target);
    if (it.kind === 'annotated' || it.kind === 'augmented') stores.add(it.target);
    if (it.kind === 'other' && file.file.text.startsWith('del', it.span.start)) {
      for (const target of it.children) stores.add(target);
    }
  }
  return stores;
}

/** Files of the service's own code that set or delete a key. */
export function environStores(facts: MigrationFacts, key: string): readonly string[] {
  const files = facts.project.mentioning([key]).filter((file) => !file.stale && !isTestPath(file.file.path));
  return files
    .filter((file) => [...storesIn(file)].some((it) => readOf(file, it, key)?.form === 'index'))
    .map((file) => file.file.path);
}

/** Expressions whose empty text means something else than a value: arguments of a call, sides of `or`, tests. */
function notPlain(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.args.map((it) => it.value);
    case 'boolean':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test];
    case 'unary':
      return [expression.operand];
    default:
      return [];
  }
}

/** `env_int("DB_POOL", 5)`, where that hands its parameter on to the process environment. */
function helperRead(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  key: string,
): EnvironRead | undefined {
  if (expression.kind !== 'call') return undefined;
  const names = expression.args.some(({ value }) => value.kind === 'string' && value.value === key);
  const call = names ? helperCall(project, file, expression) : undefined;
  const name = call?.name;
  if (call === undefined || name?.kind !== 'string' || name.value !== key || !name.content) return undefined;
  const { reading, fallback } = call;
  const given = fallback?.file === file && containsSpan(expression.span, fallback.value.span);
  return {
    file,
    key: name.span,
    content: name.content,
    form: reading.form,
    span: expression.span,
    ...(given ? { default: fallback.value.span } : {}),
    plainText: false,
    helper: reading.cast.type,
    plainHelper: isPlain(reading),
    ...(fallback && !given ? literalOf(fallback) : {}),
  };
}

function isPlain({ cast, exact }: HelperReading): boolean {
  const { kind } = cast.type;
  return kind === 'str' ? exact === true : (kind === 'int' || kind === 'float') && cast.instead === undefined;
}

function literalOf({
  value,
  file,
}: {
  readonly value: Expression;
  readonly file: PythonFile;
}): Pick<EnvironRead, 'helperDefault'> {
  const isLiteral = value.kind === 'string' || value.kind === 'int' || value.kind === 'float';
  return isLiteral ? { helperDefault: textAt(file.file.text, value.span) } : {};
}

function readOf(file: PythonFile, expression: Expression, key: string): EnvironRead | undefined {
  const named = (it: Expression | undefined) =>
    it?.kind === 'string' && it.value === key && !it.bytes && it.content
      ? { key: it.span, content: it.content }
      : undefined;
  const isEnviron = (it: Expression) => qualify(file.module, it) === 'os.environ';
  if (expression.kind === 'subscript' && isEnviron(expression.object)) {
    const literal = named(expression.index);
    return literal && { file, ...literal, form: 'index', span: expression.span, plainText: true };
  }
  if (expression.kind === 'call') {
    const callee = qualify(file.module, expression.callee);
    if (callee !== 'os.environ.get' && callee !== 'os.getenv') return undefined;
    const literal = named(expression.args[0]?.value);
    const fallback = expression.args[1];
    if (!literal) return undefined;
    const read: EnvironRead = { file, ...literal, form: 'get', span: expression.span, plainText: true };
    return fallback ? { ...read, default: fallback.value.span } : read;
  }
  if (expression.kind === 'compare' && expression.operands.length === 2) {
    const [left, right] = expression.operands;
    const literal = named(left);
    if (!literal || !right || !isEnviron(right) || !/in$/.test(expression.operators[0] ?? ''))
      return undefined;
    return { file, ...literal, form: 'in', span: expression.span, plainText: true };
  }
  return undefined;
}
