import { type Context, identifier, otherExpression, refuse, within } from './parse-context.ts';
import { convertChild, convertExpression } from './parse-expression.ts';
import { childOf, nodesOf, type Raw } from './parse-raw.ts';
import { convertType } from './parse-type.ts';
import type { Expression, Parameter } from './tree.ts';

/** The parameters of a function or lambda, in order; separators `/` and `*` are checked and left out. */
export function convertParameters(raw: Raw, context: Context): readonly Parameter[] {
  const parts = nodesOf(raw);
  const parameters: Parameter[] = [];
  const order = newOrder();
  for (const it of parts) {
    checkOrder(it, order, context);
    const parameter = convertParameter(it, context);
    if (parameter === undefined) continue;
    if (parameters.some((seen) => seen.name === parameter.name)) {
      refuse(context, it, `the parameter \`${parameter.name}\` stands here twice`);
    }
    parameters.push(parameter);
  }
  const last = parts.at(-1);
  if (last?.type === 'keyword_separator') refuse(context, last, 'a named parameter must follow `*`');
  return parameters;
}

interface Order {
  defaulted: boolean;
  star: boolean;
  doubleStar: boolean;
  slash: boolean;
  bareStar: boolean;
  any: boolean;
}

function newOrder(): Order {
  return { defaulted: false, star: false, doubleStar: false, slash: false, bareStar: false, any: false };
}

function kindOf(raw: Raw): 'plain' | 'default' | '*' | '**' | 'bare*' | '/' | 'tuple' {
  const type = raw.type === 'typed_parameter' ? nodesOf(raw)[0]?.type : raw.type;
  switch (type) {
    case 'default_parameter':
    case 'typed_default_parameter':
      return 'default';
    case 'list_splat_pattern':
      return '*';
    case 'dictionary_splat_pattern':
      return '**';
    case 'keyword_separator':
      return 'bare*';
    case 'positional_separator':
      return '/';
    case 'tuple_pattern':
      return 'tuple';
    default:
      return 'plain';
  }
}

function checkOrder(raw: Raw, order: Order, context: Context): void {
  const kind = kindOf(raw);
  if (order.doubleStar) refuse(context, raw, 'nothing follows the `**` parameter');
  if (order.bareStar && kind === '**') refuse(context, raw, 'a named parameter must follow `*`');
  if (order.bareStar) order.bareStar = false;
  if (kind === 'plain' && order.defaulted && !order.star) {
    refuse(context, raw, 'a parameter without a default follows one with a default');
  }
  if (kind === 'tuple') refuse(context, raw, 'a parameter is a name');
  if (kind === '/' && (order.slash || order.star || !order.any))
    refuse(context, raw, '`/` is not possible here');
  if ((kind === '*' || kind === 'bare*') && order.star) refuse(context, raw, '`*` stands here twice');
  if (kind === '/') order.slash = true;
  if (kind === '*' || kind === 'bare*') order.star = true;
  if (kind === 'bare*') order.bareStar = true;
  if (kind === '**') order.doubleStar = true;
  if (kind === 'default') order.defaulted = true;
  order.any = true;
}

function convertParameter(raw: Raw, context: Context): Parameter | undefined {
  switch (raw.type) {
    case 'identifier':
      return { name: identifier(context, raw), stars: 0 };
    case 'typed_parameter': {
      const inner = nodesOf(raw)[0];
      const base = inner && convertParameter(inner, context);
      const type = childOf(raw, 'type');
      return base && type ? { ...base, annotation: convertType(type, context, base.stars === 1) } : base;
    }
    case 'default_parameter':
    case 'typed_default_parameter': {
      const name = childOf(raw, 'name');
      if (name?.type !== 'identifier') {
        refuse(context, raw, 'a parameter is a name');
        return undefined;
      }
      const type = childOf(raw, 'type');
      const value = convertChild(raw, 'value', context);
      const annotation = type ? { annotation: convertType(type, context) } : {};
      return { name: identifier(context, name), stars: 0, ...annotation, default: value };
    }
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const inner = nodesOf(raw)[0];
      if (inner?.type !== 'identifier') {
        refuse(context, raw, 'a parameter is a name');
        return undefined;
      }
      return { name: identifier(context, inner), stars: raw.type === 'list_splat_pattern' ? 1 : 2 };
    }
    default:
      return undefined;
  }
}

/** `lambda a, b=1: body`: defaults, then the body. */
export function convertLambda(raw: Raw, context: Context): Expression {
  const list = childOf(raw, 'parameters');
  const parameters = list ? convertParameters(list, context) : [];
  if (list && nodesOf(list).some((it) => it.type.startsWith('typed_'))) {
    refuse(context, list, 'parameters of a lambda have no types');
  }
  const defaults = parameters.flatMap((it) => (it.default ? [it.default] : []));
  const body = childOf(raw, 'body');
  if (body === undefined) return otherExpression(raw, defaults);
  const converted = within(context, { around: 'function', inLoop: false, inComprehension: false }, () =>
    convertExpression(body, context),
  );
  return otherExpression(raw, [...defaults, converted]);
}
