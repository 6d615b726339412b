import { type Context, otherExpression, refuse, within } from './parse-context.ts';
import { convertChild, convertExpression } from './parse-expression.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import { convertTarget } from './parse-target.ts';
import type { Expression } from './tree.ts';

/** Comprehensions and generator expressions: the element, then targets, iterables and conditions. */
export function convertComprehension(raw: Raw, context: Context): Expression {
  const generator = raw.type === 'generator_expression';
  const change = generator
    ? { around: 'generator' as const, inComprehension: true }
    : { inComprehension: true };
  // The first iterable is evaluated outside.
  const clauses = nodesOf(raw).filter((it) => it.type === 'for_in_clause' || it.type === 'if_clause');
  const first = clauses[0];
  const outer = first ? iterables(first, context) : [];
  const inner = within(context, change, () => [
    ...element(raw, context),
    ...clauses.flatMap((it) => clause(it, context, it === first ? outer : undefined)),
  ]);
  return otherExpression(raw, inner);
}

function element(raw: Raw, context: Context): readonly Expression[] {
  const body = childOf(raw, 'body');
  if (body === undefined) return [];
  if (body.type === 'pair') return [convertChild(body, 'key', context), convertChild(body, 'value', context)];
  return [convertExpression(body, context, { named: true })];
}

function iterables(raw: Raw, context: Context): readonly Expression[] {
  const right = raw.children.filter((it) => it.field === 'right' && it.named);
  for (const it of right) {
    if (it.type === 'conditional_expression' || it.type === 'lambda')
      refuse(context, it, 'this needs parentheses');
  }
  if (right.length > 1 || raw.children.at(-1)?.type === ',') {
    refuse(context, raw, 'several values after `in` need parentheses');
  }
  return right.map((it) => convertExpression(it, context));
}

function clause(raw: Raw, context: Context, outer: readonly Expression[] | undefined): readonly Expression[] {
  if (raw.type === 'if_clause') {
    return nodesOf(raw).map((it) => {
      if (it.type === 'conditional_expression' || it.type === 'lambda')
        refuse(context, it, 'this needs parentheses');
      return convertExpression(it, context);
    });
  }
  if (hasToken(raw, 'async') && context.around !== 'async' && context.around !== 'generator') {
    refuse(context, raw, '`async for` stands outside an async function');
  }
  const left = childOf(raw, 'left');
  return [...(left ? [convertTarget(left, context)] : []), ...(outer ?? iterables(raw, context))];
}
