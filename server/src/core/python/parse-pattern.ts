import { type Context, otherExpression, refuse } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { childOf, nodesOf, type Raw } from './parse-raw.ts';
import type { Expression } from './tree.ts';

/**
 * A pattern of `case`. A capture is a `name`, a dotted value an `attribute`; all else is `other` or a literal.
 */
export function convertPattern(raw: Raw, context: Context): Expression {
  const parts = nodesOf(raw);
  switch (raw.type) {
    case 'case_pattern':
      return parts.length === 1 && raw.children.length === 1
        ? convertPattern(parts[0] as Raw, context)
        : otherExpression(
            raw,
            parts.map((it) => convertPattern(it, context)),
          );
    case 'class_pattern':
      return classPattern(raw, context);
    case 'keyword_pattern':
      refuse(context, raw, 'a named pattern stands only in a class pattern');
      return otherExpression(
        raw,
        parts.slice(1).map((it) => convertPattern(it, context)),
      );
    case 'as_pattern':
    case 'union_pattern':
    case 'list_pattern':
    case 'tuple_pattern':
    case 'splat_pattern':
      return otherExpression(
        raw,
        parts.map((it) => convertPattern(it, context)),
      );
    case 'dict_pattern':
      return dictPattern(raw, context);
    case 'complex_pattern':
      return otherExpression(raw, []);
    default:
      return convertExpression(raw, context);
  }
}

/** The class is left out, so that names in patterns are captures. */
function classPattern(raw: Raw, context: Context): Expression {
  const [name, ...rest] = nodesOf(raw);
  if (name) convertExpression(name, context);
  let keyword = false;
  const children = rest.map((it) => {
    const inner = nodesOf(it)[0];
    const value = inner && namedValue(inner);
    if (value) keyword = true;
    else if (keyword) refuse(context, it, 'a pattern without a name follows one with a name');
    return convertPattern(value ?? it, context);
  });
  return otherExpression(raw, children);
}

/** What follows `name=`. The grammar takes `name=A() as b` for `(name=A()) as b`. */
function namedValue(raw: Raw): Raw | undefined {
  if (raw.type === 'keyword_pattern') return nodesOf(raw)[1];
  const [first, ...rest] = raw.type === 'as_pattern' ? raw.children : [];
  const inner = first?.type === 'case_pattern' ? nodesOf(first)[0] : undefined;
  const value = inner?.type === 'keyword_pattern' ? nodesOf(inner)[1] : undefined;
  return value && { ...raw, children: [value, ...rest] };
}

function dictPattern(raw: Raw, context: Context): Expression {
  const parts = nodesOf(raw);
  for (const [index, it] of parts.entries()) {
    if (it.type === 'splat_pattern' && index < parts.length - 1) refuse(context, it, '`**` stands last');
    if (it.field === 'key' && it.type === 'dotted_name' && nodesOf(it).length < 2) {
      refuse(context, it, 'a key is a literal or a dotted name');
    }
  }
  return otherExpression(
    raw,
    parts.map((it) => convertPattern(it, context)),
  );
}

/** Whether a pattern matches everything, so that none may follow it. */
export function matchesAll(raw: Raw): boolean {
  if (raw.type === 'dotted_name') return nodesOf(raw).length === 1;
  if (raw.type !== 'case_pattern') return false;
  const only = raw.children.length === 1 ? raw.children[0] : undefined;
  if (only?.type === '_') return true;
  return only !== undefined && matchesAll(only);
}

/** The patterns of a clause, without guard and body. */
export function patternsOf(clause: Raw): readonly Raw[] {
  return nodesOf(clause).filter((it) => it.type === 'case_pattern' && childOf(clause, 'guard') !== it);
}
