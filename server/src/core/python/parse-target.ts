import { span } from '../text/span.ts';
import { type Context, otherExpression, refuse } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { hasToken, nodesOf, type Raw } from './parse-raw.ts';
import type { Expression } from './tree.ts';

/**
 * What is assigned to, deleted or bound by a loop: names, attributes, subscripts, and tuples and lists of them.
 * @param stars `*name` is possible among several
 */
export function convertTarget(raw: Raw, context: Context, stars = true): Expression {
  switch (raw.type) {
    case 'identifier':
    case 'attribute':
    case 'subscript':
      return convertExpression(raw, context);
    case 'as_pattern_target':
    case 'parenthesized_expression':
      return convertTarget(nodesOf(raw)[0] ?? raw, context, stars);
    case 'tuple_pattern':
    case 'tuple': {
      const items = nodesOf(raw);
      const only = items.length === 1 && !hasToken(raw, ',') ? items[0] : undefined;
      return only ? convertTarget(only, context, stars) : several(raw, context, 'tuple', stars);
    }
    case 'pattern_list':
    case 'expression_list':
      return several(raw, context, 'tuple', stars);
    case 'list_pattern':
    case 'list':
      return several(raw, context, 'list', stars);
    case 'list_splat_pattern':
    case 'list_splat': {
      refuse(context, raw, 'a target with `*` stands in a list or tuple');
      return otherExpression(
        raw,
        nodesOf(raw).map((it) => convertTarget(it, context)),
      );
    }
    default:
      refuse(context, raw, 'nothing can be assigned to this');
      return raw.children.length === 0
        ? otherExpression(raw, [])
        : convertExpression(raw, context, { star: true });
  }
}

function several(raw: Raw, context: Context, kind: 'tuple' | 'list', stars: boolean): Expression {
  const parts = nodesOf(raw);
  const starred = parts.filter((it) => it.type.startsWith('list_splat'));
  const extra = stars ? starred[1] : starred[0];
  if (extra) refuse(context, extra, stars ? '`*` stands here twice' : '`*` is not possible here');
  const items = parts.map((it) => {
    if (!it.type.startsWith('list_splat')) return convertTarget(it, context, stars);
    return otherExpression(
      it,
      nodesOf(it).map((inner) => convertTarget(inner, context, stars)),
    );
  });
  return { kind, items, span: span(raw.start, raw.end) };
}
