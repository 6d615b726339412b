import { children, type Expression } from '../../python/tree.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import type { Bound } from './constraint-bounds.ts';

type Call = Expression & { readonly kind: 'call' };

/** Constraints that are written in other words than arguments of `Field`: people change those. */
const OTHER_WORDS =
  /\b(?:Gt|Ge|Lt|Le|MultipleOf|MinLen|MaxLen|Len|Interval|StringConstraints|con(?:int|float|decimal|str|list|set)|(?:Positive|Negative|NonPositive|NonNegative)(?:Int|Float))\b/;

/**
 * An annotation such as `Annotated[int, Field(ge=1)]` with other bounds: what stands there holds beside what `Field` says
 * as the default (pydantic 2.13, `FieldInfo.from_annotated_attribute`), so that it is written where it stands.
 * @param named names of the bounds that are replaced
 * @returns `plain` where the annotation has no `Field` of its own; `byHand` where it cannot be rewritten for certain
 */
export function annotatedBounds(
  text: string,
  annotation: Expression,
  named: ReadonlySet<string>,
  bounds: readonly Bound[],
):
  | { readonly kind: 'plain' }
  | { readonly kind: 'byHand' }
  | { readonly kind: 'written'; readonly text: string } {
  if (OTHER_WORDS.test(textAt(text, annotation.span))) return { kind: 'byHand' };
  const [call, ...more] = fieldCalls(annotation);
  if (call === undefined) return { kind: 'plain' };
  const kept = call.args.filter((it) => !named.has(it.name ?? '')).map((it) => textAt(text, it.span));
  const args = [...kept, ...bounds.map((it) => `${it.name}=${it.literal}`)];
  const isOneLine = !textAt(text, annotation.span).includes('\n');
  if (more.length > 0 || args.length === 0 || !isOneLine) return { kind: 'byHand' };
  const inner: Span = span(call.callee.span.end, call.span.end);
  const [before, after] = [span(annotation.span.start, inner.start), span(inner.end, annotation.span.end)];
  return { kind: 'written', text: `${textAt(text, before)}(${args.join(', ')})${textAt(text, after)}` };
}

function fieldCalls(expression: Expression): readonly Call[] {
  const { kind } = expression;
  const own = kind === 'call' && /(?:^|\.)Field$/.test(nameOf(expression)) ? [expression] : [];
  return [...own, ...children(expression).flatMap(fieldCalls)];
}

function nameOf({ callee }: Call): string {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
}
