import { span } from '../text/span.ts';
import { type Context, identifier, otherExpression, refuse } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { nodesOf, type Raw } from './parse-raw.ts';
import type { Expression } from './tree.ts';

/** Converts an annotation. The grammar knows types of its own beside expressions; they are expressions to Python. */
export function convertType(raw: Raw, context: Context, star = false): Expression {
  const at = { span: span(raw.start, raw.end) };
  const parts = nodesOf(raw);
  switch (raw.type) {
    case 'type': {
      const inner = parts[0];
      return inner ? convertType(inner, context, star) : otherExpression(raw, []);
    }
    case 'generic_type':
      return generic(raw, context);
    case 'union_type': {
      const [left, right] = parts.map((it) => convertType(it, context));
      return left && right ? { kind: 'binary', operator: '|', left, right, ...at } : otherExpression(raw, []);
    }
    case 'member_type': {
      const [object, name] = parts;
      if (!object || !name) return otherExpression(raw, []);
      const nameSpan = span(name.start, name.end);
      return {
        kind: 'attribute',
        object: convertType(object, context),
        name: identifier(context, name),
        nameSpan,
        ...at,
      };
    }
    case 'splat_type':
      if (!star || context.text.startsWith('**', raw.start)) refuse(context, raw, '`*` is not possible here');
      return otherExpression(
        raw,
        parts.map((it) => convertExpression(it, context)),
      );
    case 'constrained_type':
      refuse(context, raw, 'an annotation has one type');
      return otherExpression(
        raw,
        parts.map((it) => convertType(it, context)),
      );
    default:
      return convertExpression(raw, context, { star });
  }
}

/** `list[int]` as a subscript. */
function generic(raw: Raw, context: Context): Expression {
  const [base, list] = nodesOf(raw);
  if (!base || !list) return otherExpression(raw, []);
  const object = convertExpression(base, context);
  const parts = nodesOf(list);
  const items = parts.map((it) => sliceOrType(it, context));
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return otherExpression(raw, [object]);
  const comma = list.children.some((it) => it.type === ',');
  const single = items.length === 1 && !comma ? items[0] : undefined;
  const index: Expression = single ?? { kind: 'tuple', items, span: span(first.start, last.end) };
  return { kind: 'subscript', object, index, span: span(raw.start, raw.end) };
}

/** `a: b` between brackets is a slice to Python. */
function sliceOrType(raw: Raw, context: Context): Expression {
  const inner = raw.type === 'type' ? nodesOf(raw)[0] : undefined;
  if (inner?.type === 'constrained_type') {
    return otherExpression(
      inner,
      nodesOf(inner).map((it) => convertType(it, context)),
    );
  }
  if (inner?.type === 'named_expression') return convertExpression(inner, context, { named: true });
  return convertType(raw, context, true);
}

/** `[T: int, *Ts, **P]` of a class, function or type alias: bounds are converted, names are checked. */
export function convertTypeParameters(raw: Raw, context: Context): readonly Expression[] {
  return nodesOf(raw).flatMap((it) => {
    const inner = nodesOf(it)[0] ?? it;
    if (inner.type === 'identifier') {
      identifier(context, inner);
      return [];
    }
    if (inner.type === 'splat_type' || inner.type === 'list_splat') return [];
    if (inner.type !== 'constrained_type') {
      refuse(context, inner, 'a type parameter is a name');
      return [];
    }
    const [name, bound] = nodesOf(inner);
    if (name && nodesOf(name)[0]?.type !== 'identifier') refuse(context, name, 'a type parameter is a name');
    return bound ? [convertType(bound, context)] : [];
  });
}
