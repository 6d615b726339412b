import { span } from '../text/span.ts';
import { convertCompound } from './parse-compound.ts';
import { type Context, identifier, refuse } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { convertImport } from './parse-import.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import { convertTarget } from './parse-target.ts';
import { convertType, convertTypeParameters } from './parse-type.ts';
import type { Expression, Statement } from './tree.ts';

/** The statements of a module or block. What the parser could not read is left out; statements in it are kept. */
export function convertBody(raw: Raw | undefined, context: Context): readonly Statement[] {
  if (raw === undefined) return [];
  return nodesOf(raw).flatMap((it) => convertStatement(it, context));
}

function at(raw: Raw): { readonly span: { readonly start: number; readonly end: number } } {
  return { span: span(raw.start, raw.end) };
}

function convertStatement(raw: Raw, context: Context): readonly Statement[] {
  context.starts.add(raw.start);
  const simple = SIMPLE.get(raw.type);
  if (simple) return [simple(raw, context)];
  const compound = convertCompound(raw, context);
  if (compound) return [compound];
  refuse(context, raw, 'this is no statement');
  return nodesOf(raw).flatMap((it) => (isStatement(it) ? convertStatement(it, context) : []));
}

function isStatement(raw: Raw): boolean {
  return SIMPLE.has(raw.type) || /_(?:statement|definition)$/.test(raw.type) || raw.type === 'ERROR';
}

type Converter = (raw: Raw, context: Context) => Statement;

const SIMPLE: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['expression_statement', expressionStatement],
  ['import_statement', convertImport],
  ['import_from_statement', convertImport],
  ['future_import_statement', convertImport],
  ['return_statement', returned],
  ['delete_statement', deleted],
  ['raise_statement', raised],
  ['assert_statement', asserted],
  ['pass_statement', (raw) => ({ kind: 'other', children: [], ...at(raw) })],
  ['break_statement', jump],
  ['continue_statement', jump],
  ['global_statement', outerNames],
  ['nonlocal_statement', outerNames],
  ['type_alias_statement', typeAlias],
  ['print_statement', printed],
  ['exec_statement', printed],
]);

function expressionStatement(raw: Raw, context: Context): Statement {
  const parts = nodesOf(raw);
  const only = parts[0];
  if (only?.type === 'assignment') return assignment(only, context);
  if (only?.type === 'augmented_assignment') return augmented(only, context);
  return { kind: 'expression', value: values(raw, parts, context), ...at(raw) };
}

/** One value, or a tuple without parentheses. */
function values(raw: Raw, parts: readonly Raw[], context: Context): Expression {
  const only = parts[0];
  if (only && parts.length === 1 && !hasToken(raw, ','))
    return convertExpression(only, context, { yields: true });
  const items = parts.map((it) => convertExpression(it, context, { star: true }));
  return { kind: 'tuple', items, ...at(raw) };
}

function assignment(raw: Raw, context: Context): Statement {
  if (childOf(raw, 'type')) return annotated(raw, context);
  const targets: Expression[] = [];
  let link = raw;
  for (;;) {
    const left = childOf(link, 'left');
    if (left) targets.push(convertTarget(left, context));
    const right = childOf(link, 'right');
    if (right?.type === 'assignment') {
      if (childOf(right, 'type')) refuse(context, right, 'an annotation stands only at the first target');
      link = right;
      if (childOf(link, 'right')) continue;
    }
    const value = assigned(right ?? link, context);
    return { kind: 'assign', targets, value, ...at(raw) };
  }
}

/** The right side of an assignment. */
function assigned(raw: Raw, context: Context): Expression {
  if (raw.type === 'augmented_assignment' || raw.type === 'assignment') {
    refuse(context, raw, 'an assignment is no value');
    const inner = childOf(raw, 'left');
    return inner ? convertTarget(inner, context) : { kind: 'other', children: [], ...at(raw) };
  }
  return convertExpression(raw, context, { yields: true });
}

function annotated(raw: Raw, context: Context): Statement {
  const left = childOf(raw, 'left') ?? raw;
  const type = childOf(raw, 'type') ?? raw;
  const right = childOf(raw, 'right');
  const target = convertTarget(left, context);
  if (target.kind !== 'name' && target.kind !== 'attribute' && target.kind !== 'subscript') {
    refuse(context, left, 'only one name can have an annotation');
  }
  const annotation = convertType(type, context);
  const value = right ? { value: assigned(right, context) } : {};
  return { kind: 'annotated', target, annotation, ...value, ...at(raw) };
}

function augmented(raw: Raw, context: Context): Statement {
  const left = childOf(raw, 'left') ?? raw;
  const target = convertTarget(left, context);
  if (target.kind === 'tuple' || target.kind === 'list')
    refuse(context, left, 'only one target can be changed in place');
  const operator = (raw.children.find((it) => !it.named)?.type ?? '').replace(/=$/, '');
  return {
    kind: 'augmented',
    target,
    operator,
    value: assigned(childOf(raw, 'right') ?? raw, context),
    ...at(raw),
  };
}

function returned(raw: Raw, context: Context): Statement {
  if (context.around !== 'function' && context.around !== 'async') {
    refuse(context, raw, '`return` stands outside a function');
  }
  const inner = nodesOf(raw)[0];
  return { kind: 'return', ...(inner ? { value: convertExpression(inner, context) } : {}), ...at(raw) };
}

function deleted(raw: Raw, context: Context): Statement {
  return { kind: 'other', children: nodesOf(raw).map((it) => convertTarget(it, context, false)), ...at(raw) };
}

function raised(raw: Raw, context: Context): Statement {
  const parts = nodesOf(raw);
  const list = parts.find((it) => it.type === 'expression_list');
  if (list) refuse(context, list, '`raise` takes one exception');
  if (parts[0]?.field === 'cause') refuse(context, raw, '`raise from` has no exception');
  return plain(raw, parts, context);
}

function plain(raw: Raw, parts: readonly Raw[], context: Context): Statement {
  return { kind: 'other', children: parts.map((it) => convertExpression(it, context)), ...at(raw) };
}

function asserted(raw: Raw, context: Context): Statement {
  const parts = nodesOf(raw);
  if (parts.length > 2) refuse(context, raw, '`assert` takes a condition and a message');
  return plain(raw, parts, context);
}

function jump(raw: Raw, context: Context): Statement {
  const word = context.text.slice(raw.start, raw.end);
  if (!context.inLoop) refuse(context, raw, `\`${word}\` stands outside a loop`);
  return { kind: 'other', children: [], ...at(raw) };
}

function outerNames(raw: Raw, context: Context): Statement {
  if (raw.type === 'nonlocal_statement' && context.around === 'module') {
    refuse(context, raw, '`nonlocal` stands outside a function');
  }
  for (const it of nodesOf(raw)) identifier(context, it);
  return { kind: 'other', children: [], ...at(raw) };
}

function typeAlias(raw: Raw, context: Context): Statement {
  const left = nodesOf(childOf(raw, 'left') ?? raw)[0] ?? raw;
  const name = left.type === 'identifier' ? left : (nodesOf(left)[0] ?? left);
  if (name.type !== 'identifier') refuse(context, left, 'a type alias is a name');
  const parameters = nodesOf(left).find((it) => it.type === 'type_parameter');
  if (parameters) convertTypeParameters(parameters, context);
  const right = childOf(raw, 'right') ?? raw;
  return {
    kind: 'type-alias',
    name: identifier(context, name),
    value: convertType(right, context),
    ...at(raw),
  };
}

/** `print >> file, x` is an expression in Python 3 too; all other forms are not. */
function printed(raw: Raw, context: Context): Statement {
  const parts = nodesOf(raw);
  if (parts[0]?.type !== 'chevron') {
    const word = raw.type === 'exec_statement' ? 'exec' : 'print';
    refuse(context, raw, `\`${word}\` is a function and needs parentheses`);
  }
  const children = parts.flatMap((it) => (it.type === 'chevron' ? nodesOf(it) : [it]));
  return plain(raw, children, context);
}
