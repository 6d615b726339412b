import type { Argument, Expression, PythonParser } from '../python/tree.ts';
import { memo2 } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

/**
 * A copy of an expression in which `replace` has had its say on every node, outermost first; where it gives nothing
 * the node's parts are looked at.
 */
export function mapExpression(
  expression: Expression,
  replace: (node: Expression) => Expression | undefined,
): Expression {
  const map = (it: Expression) => mapExpression(it, replace);
  const replaced = replace(expression);
  if (replaced) return replaced;
  switch (expression.kind) {
    case 'attribute':
      return { ...expression, object: map(expression.object) };
    case 'call':
      return {
        ...expression,
        callee: map(expression.callee),
        args: expression.args.map((it) => ({ ...it, value: map(it.value) })),
      };
    case 'fstring':
      return { ...expression, parts: expression.parts.map((it) => (typeof it === 'string' ? it : map(it))) };
    case 'list':
    case 'tuple':
    case 'set':
      return { ...expression, items: expression.items.map(map) };
    case 'dict':
      return {
        ...expression,
        entries: expression.entries.map(({ key, value }) =>
          key ? { key: map(key), value: map(value) } : { value: map(value) },
        ),
      };
    case 'binary':
    case 'boolean':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'unary':
      return { ...expression, operand: map(expression.operand) };
    case 'compare':
      return { ...expression, operands: expression.operands.map(map) };
    case 'conditional':
      return {
        ...expression,
        test: map(expression.test),
        // biome-ignore lint/suspicious/noThenProperty: the tree's own name; it is never awaited.
        then: map(expression.then),
        otherwise: map(expression.otherwise),
      };
    case 'subscript':
      return { ...expression, object: map(expression.object), index: map(expression.index) };
    case 'other':
      return { ...expression, children: expression.children.map(map) };
    default:
      return expression;
  }
}

/**
 * The expression that a string annotation holds, with its spans moved to where it stands in the file; undefined when
 * the string is not one expression.
 */
export const annotationInString: (
  parser: PythonParser,
  annotation: Expression & { readonly kind: 'string' },
) => Expression | undefined = memo2((parser, annotation) => {
  const module = parser.parse(annotation.value.trim());
  const [statement, ...others] = module.body;
  if (module.problems.length > 0 || others.length > 0 || statement?.kind !== 'expression') return undefined;
  const lead = annotation.value.length - annotation.value.trimStart().length;
  return shifted(statement.value, (annotation.content?.start ?? annotation.span.start) + lead);
});

function shifted(expression: Expression, offset: number): Expression {
  const move = (it: Span): Span => ({ start: it.start + offset, end: it.end + offset });
  const moveArgument = (it: Argument): Argument => ({
    ...it,
    span: move(it.span),
    ...(it.nameSpan ? { nameSpan: move(it.nameSpan) } : {}),
    value: shifted(it.value, offset),
  });
  const top: Expression = { ...expression, span: move(expression.span) };
  switch (top.kind) {
    case 'attribute':
      return { ...top, nameSpan: move(top.nameSpan), object: shifted(top.object, offset) };
    case 'call':
      return { ...top, callee: shifted(top.callee, offset), args: top.args.map(moveArgument) };
    case 'string':
      return top.content ? { ...top, content: move(top.content) } : top;
    default:
      return mapExpression(top, (node) => (node === top ? undefined : shifted(node, offset)));
  }
}
