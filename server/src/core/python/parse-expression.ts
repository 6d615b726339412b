import { span } from '../text/span.ts';
import { convertArguments } from './parse-arguments.ts';
import { convertComprehension } from './parse-comprehension.ts';
import { type Context, deeper, identifier, otherExpression, refuse, sourceOf } from './parse-context.ts';
import { convertJoined, convertNumber, convertString } from './parse-literal.ts';
import { convertLambda } from './parse-parameters.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import { hoistSplat } from './parse-splat.ts';
import { convertType } from './parse-type.ts';
import type { Expression } from './tree.ts';

/** What Python's grammar allows at a place beyond a plain expression. */
export interface Allowed {
  /** `name := value` without parentheses. */
  readonly named?: boolean;
  /** `*value`. */
  readonly star?: boolean;
  /** `yield` without parentheses. */
  readonly yields?: boolean;
  /** `value as name`, in `with (…)`. */
  readonly as?: boolean;
}

const PLAIN: Allowed = {};
const ELEMENT: Allowed = { named: true, star: true };

type Converter = (raw: Raw, context: Context, allowed: Allowed) => Expression;

/** Converts an expression node; what Python does not allow at its place is refused and converted all the same. */
export function convertExpression(node: Raw, context: Context, allowed: Allowed = PLAIN): Expression {
  const raw = hoistSplat(node, context.text);
  const converter = CONVERTERS.get(raw.type);
  if (converter === undefined) return unknownNode(raw, context);
  return deeper(context, raw, () => converter(raw, context, allowed)) ?? otherExpression(raw, []);
}

function unknownNode(raw: Raw, context: Context): Expression {
  refuse(context, raw, 'this is no expression');
  return otherExpression(
    raw,
    nodesOf(raw)
      .filter((it) => CONVERTERS.has(it.type))
      .map((it) => convertExpression(it, context, { named: true, star: true, yields: true, as: true })),
  );
}

/** The expression of an f-string's field. */
export function convertField(raw: Raw, context: Context): Expression {
  return convertExpression(raw, context, { star: true, yields: true });
}

function missingPart(raw: Raw, context: Context): Expression {
  refuse(context, raw, 'a part of the expression is missing');
  return otherExpression(raw, []);
}

/** Converts the child of a field. */
export function convertChild(
  raw: Raw,
  field: string,
  context: Context,
  allowed: Allowed = PLAIN,
): Expression {
  const child = childOf(raw, field);
  return child ? convertExpression(child, context, allowed) : missingPart(raw, context);
}

function at(raw: Raw): { readonly span: { readonly start: number; readonly end: number } } {
  return { span: span(raw.start, raw.end) };
}

const CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['identifier', (raw, context) => ({ kind: 'name', name: identifier(context, raw), ...at(raw) })],
  ['dotted_name', (raw, context) => dottedName(raw, context)],
  ['true', (raw) => ({ kind: 'bool', value: true, ...at(raw) })],
  ['false', (raw) => ({ kind: 'bool', value: false, ...at(raw) })],
  ['none', (raw) => ({ kind: 'none', ...at(raw) })],
  ['ellipsis', (raw) => ({ kind: 'ellipsis', ...at(raw) })],
  ['integer', convertNumber],
  ['float', convertNumber],
  ['string', convertString],
  ['concatenated_string', convertJoined],
  ['unary_operator', unary],
  ['not_operator', unary],
  ['binary_operator', binary],
  ['boolean_operator', boolean],
  ['comparison_operator', comparison],
  ['conditional_expression', conditional],
  ['attribute', attribute],
  ['subscript', subscript],
  [
    'slice',
    (raw, context) =>
      otherExpression(
        raw,
        nodesOf(raw).map((it) => convertExpression(it, context)),
      ),
  ],
  ['call', call],
  ['list', (raw, context) => collection(raw, context, 'list', PLAIN)],
  ['set', (raw, context) => collection(raw, context, 'set', PLAIN)],
  ['tuple', (raw, context, allowed) => collection(raw, context, 'tuple', allowed)],
  ['expression_list', (raw, context) => expressionList(raw, context)],
  ['pattern_list', (raw, context) => expressionList(raw, context)],
  ['tuple_pattern', (raw, context) => collection(raw, context, 'tuple', PLAIN)],
  ['list_pattern', (raw, context) => collection(raw, context, 'list', PLAIN)],
  ['dictionary', dictionary],
  ['parenthesized_expression', parenthesized],
  ['list_comprehension', convertComprehension],
  ['set_comprehension', convertComprehension],
  ['dictionary_comprehension', convertComprehension],
  ['generator_expression', convertComprehension],
  ['lambda', convertLambda],
  ['await', awaited],
  ['yield', yielded],
  ['named_expression', named],
  ['as_pattern', asPattern],
  ['list_splat', splat],
  ['list_splat_pattern', splat],
  ['type', (raw, context) => convertType(raw, context)],
]);

function dottedName(raw: Raw, context: Context): Expression {
  let result: Expression | undefined;
  for (const part of nodesOf(raw)) {
    const name = identifier(context, part);
    const nameSpan = span(part.start, part.end);
    result = result
      ? { kind: 'attribute', object: result, name, nameSpan, span: span(raw.start, part.end) }
      : { kind: 'name', name, span: nameSpan };
  }
  return result ?? otherExpression(raw, []);
}

function unary(raw: Raw, context: Context): Expression {
  const operator = raw.children.find((it) => !it.named)?.type ?? '';
  const operand = childOf(raw, 'argument');
  if (operand?.type === 'list_splat') refuse(context, operand, STAR);
  return { kind: 'unary', operator, operand: convertChild(raw, 'argument', context), ...at(raw) };
}

function binary(raw: Raw, context: Context): Expression {
  const operator = childOf(raw, 'operator')?.type ?? '';
  const left = convertChild(raw, 'left', context);
  return { kind: 'binary', operator, left, right: convertChild(raw, 'right', context), ...at(raw) };
}

function boolean(raw: Raw, context: Context): Expression {
  const operator = childOf(raw, 'operator')?.type ?? '';
  for (const it of raw.children) {
    if (it.type === 'conditional_expression' || (it.type === 'lambda' && it.named)) {
      refuse(context, it, 'this needs parentheses');
    }
  }
  const left = convertChild(raw, 'left', context);
  return { kind: 'boolean', operator, left, right: convertChild(raw, 'right', context), ...at(raw) };
}

function comparison(raw: Raw, context: Context): Expression {
  const operators: string[] = [];
  const operands: Expression[] = [];
  for (const it of raw.children) {
    if (it.field === 'operators') {
      if (it.type === '<>') refuse(context, it, '`<>` is `!=` in Python 3');
      operators.push(it.type);
    } else if (it.named) operands.push(convertExpression(it, context));
  }
  return { kind: 'compare', operators, operands, ...at(raw) };
}

function conditional(raw: Raw, context: Context): Expression {
  const [then, test, otherwise] = nodesOf(raw);
  if (!then || !test || !otherwise) return missingPart(raw, context);
  if (test.type === 'conditional_expression' || test.type === 'lambda') {
    refuse(context, test, 'this needs parentheses');
  }
  return {
    kind: 'conditional',
    // biome-ignore lint/suspicious/noThenProperty: the tree's own name; it is never awaited.
    then: convertExpression(then, context),
    test: convertExpression(test, context),
    otherwise: convertExpression(otherwise, context),
    ...at(raw),
  };
}

function attribute(raw: Raw, context: Context): Expression {
  const object = convertChild(raw, 'object', context);
  const name = childOf(raw, 'attribute');
  if (!name) return missingPart(raw, context);
  return {
    kind: 'attribute',
    object,
    name: identifier(context, name),
    nameSpan: span(name.start, name.end),
    ...at(raw),
  };
}

function subscript(raw: Raw, context: Context): Expression {
  const object = convertChild(raw, 'value', context);
  const parts = raw.children.filter((it) => it.field === 'subscript');
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return missingPart(raw, context);
  const items = parts.map((it) => convertExpression(it, context, ELEMENT));
  const single =
    items.length === 1 && !hasToken(raw, ',') && first.type !== 'list_splat' ? items[0] : undefined;
  const index: Expression = single ?? { kind: 'tuple', items, span: span(first.start, last.end) };
  return { kind: 'subscript', object, index, ...at(raw) };
}

function call(raw: Raw, context: Context): Expression {
  const callee = convertChild(raw, 'function', context);
  const list = childOf(raw, 'arguments');
  return { kind: 'call', callee, args: list ? convertArguments(list, context) : [], ...at(raw) };
}

function collection(
  raw: Raw,
  context: Context,
  kind: 'list' | 'set' | 'tuple',
  allowed: Allowed,
): Expression {
  const items = nodesOf(raw);
  if (kind === 'tuple' && items.length === 1 && !hasToken(raw, ',')) {
    const only = convertExpression(items[0] as Raw, context, { named: true });
    return only;
  }
  const inner = allowed.as ? { ...ELEMENT, as: true } : ELEMENT;
  return { kind, items: items.map((it) => convertExpression(it, context, inner)), ...at(raw) };
}

function expressionList(raw: Raw, context: Context): Expression {
  const items = nodesOf(raw).map((it) => convertExpression(it, context, { star: true }));
  return { kind: 'tuple', items, ...at(raw) };
}

function dictionary(raw: Raw, context: Context): Expression {
  const entries = nodesOf(raw).map((it) => {
    if (it.type !== 'pair') return { value: convertExpression(nodesOf(it)[0] ?? it, context) };
    return { key: convertChild(it, 'key', context), value: convertChild(it, 'value', context) };
  });
  return { kind: 'dict', entries, ...at(raw) };
}

/** Parentheses vanish; what is in them keeps its own span. */
function parenthesized(raw: Raw, context: Context, allowed: Allowed): Expression {
  const inner = nodesOf(raw)[0];
  if (inner === undefined) return missingPart(raw, context);
  return convertExpression(inner, context, {
    named: true,
    yields: true,
    ...(allowed.as ? { as: true } : {}),
  });
}

function awaited(raw: Raw, context: Context): Expression {
  if (context.around !== 'async' && context.around !== 'generator') {
    refuse(context, raw, '`await` stands outside an async function');
  }
  return otherExpression(
    raw,
    nodesOf(raw).map((it) => convertExpression(it, context)),
  );
}

function yielded(raw: Raw, context: Context, allowed: Allowed): Expression {
  const from = hasToken(raw, 'from');
  if (!allowed.yields) refuse(context, raw, '`yield` needs parentheses here');
  if (context.inComprehension) refuse(context, raw, '`yield` stands in a comprehension');
  else if (context.around !== 'function' && context.around !== 'async') {
    refuse(context, raw, '`yield` stands outside a function');
  } else if (from && context.around === 'async')
    refuse(context, raw, '`yield from` stands in an async function');
  return otherExpression(
    raw,
    nodesOf(raw).map((it) => convertExpression(it, context)),
  );
}

function named(raw: Raw, context: Context, allowed: Allowed): Expression {
  if (!allowed.named) refuse(context, raw, '`:=` needs parentheses here');
  const name = childOf(raw, 'name');
  if (name && name.type !== 'identifier') refuse(context, name, '`:=` assigns to a name');
  return otherExpression(raw, [convertChild(raw, 'name', context), convertChild(raw, 'value', context)]);
}

function asPattern(raw: Raw, context: Context, allowed: Allowed): Expression {
  if (!allowed.as) refuse(context, raw, '`as` is not possible here');
  const parts = nodesOf(raw).map((it) => (it.type === 'as_pattern_target' ? (nodesOf(it)[0] ?? it) : it));
  return otherExpression(
    raw,
    parts.map((it) => convertExpression(it, context)),
  );
}

const STAR = '`*` is not possible here';

function splat(raw: Raw, context: Context, allowed: Allowed): Expression {
  if (!allowed.star) refuse(context, raw, STAR);
  const inner = nodesOf(raw)[0];
  if (
    inner &&
    ['conditional_expression', 'lambda', 'not_operator', 'boolean_operator', 'comparison_operator'].includes(
      inner.type,
    )
  ) {
    if (sourceOf(context, raw).startsWith('*')) refuse(context, inner, 'this needs parentheses');
  }
  return otherExpression(raw, inner ? [convertExpression(inner, context)] : []);
}
