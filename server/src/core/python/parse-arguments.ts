import { span } from '../text/span.ts';
import { type Context, identifier, refuse } from './parse-context.ts';
import { convertChild, convertExpression } from './parse-expression.ts';
import { childOf, nodesOf, type Raw } from './parse-raw.ts';
import { hoistSplat } from './parse-splat.ts';
import type { Argument } from './tree.ts';

/** The arguments of a call or the bases of a class. */
export function convertArguments(raw: Raw, context: Context): readonly Argument[] {
  if (raw.type === 'generator_expression') {
    return [{ stars: 0, value: convertExpression(raw, context), span: span(raw.start, raw.end) }];
  }
  const args = nodesOf(raw).map((it) => argument(it, context));
  checkOrder(args, context);
  return args;
}

function argument(node: Raw, context: Context): Argument {
  const raw = hoistSplat(node, context.text);
  const at = { span: span(raw.start, raw.end) };
  if (raw.type === 'keyword_argument') {
    const name = childOf(raw, 'name');
    const value = convertChild(raw, 'value', context);
    if (name === undefined) return { stars: 0, value, ...at };
    return { name: identifier(context, name), nameSpan: span(name.start, name.end), stars: 0, value, ...at };
  }
  const stars = raw.type === 'list_splat' ? 1 : raw.type === 'dictionary_splat' ? 2 : 0;
  const inner = nodesOf(raw)[0];
  if (stars === 0 || inner === undefined) {
    return { stars: 0, value: convertExpression(raw, context, { named: true }), ...at };
  }
  return { stars, value: convertExpression(inner, context), ...at };
}

function checkOrder(args: readonly Argument[], context: Context): void {
  const names = new Set<string>();
  let keyword = false;
  let unpacked = false;
  for (const it of args) {
    const at = { start: it.span.start, end: it.span.end };
    if (it.name !== undefined) {
      if (names.has(it.name)) refuse(context, at, `the argument \`${it.name}\` is given twice`);
      names.add(it.name);
      keyword = true;
    } else if (it.stars === 2) unpacked = true;
    else if (unpacked) refuse(context, at, 'an argument without a name follows `**`');
    else if (keyword && it.stars === 0)
      refuse(context, at, 'an argument without a name follows one with a name');
  }
}
