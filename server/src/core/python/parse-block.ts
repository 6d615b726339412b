import { span } from '../text/span.ts';
import { type Context, otherExpression, refuse, within } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { convertPattern, matchesAll, patternsOf } from './parse-pattern.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import { convertBody } from './parse-statement.ts';
import { convertTarget } from './parse-target.ts';
import type { Arm, BlockStatement, Expression } from './tree.ts';

/** `if`, `for`, `while`, `try`, `with` and `match`, or undefined for other nodes. */
export function convertBlock(raw: Raw, context: Context): BlockStatement | undefined {
  const at = { kind: 'block' as const, span: span(raw.start, raw.end) };
  switch (raw.type) {
    case 'if_statement':
      return { ...at, keyword: 'if', arms: [conditional(raw, 'if', context), ...clauses(raw, context)] };
    case 'while_statement':
      return { ...at, keyword: 'while', arms: [loop(raw, 'while', context), ...clauses(raw, context)] };
    case 'for_statement':
      return { ...at, keyword: 'for', arms: [loop(raw, 'for', context), ...clauses(raw, context)] };
    case 'try_statement':
      checkTry(raw, context);
      return { ...at, keyword: 'try', arms: [arm(raw, 'try', [], context), ...clauses(raw, context)] };
    case 'with_statement':
      return { ...at, keyword: 'with', arms: [arm(raw, 'with', withItems(raw, context), context)] };
    case 'match_statement':
      return { ...at, keyword: 'match', arms: matchArms(raw, context) };
    default:
      return undefined;
  }
}

function bodyOf(raw: Raw): Raw | undefined {
  return (
    childOf(raw, 'body') ?? childOf(raw, 'consequence') ?? nodesOf(raw).find((it) => it.type === 'block')
  );
}

function arm(raw: Raw, keyword: string, heads: readonly Expression[], context: Context): Arm {
  return { keyword, heads, body: convertBody(bodyOf(raw), context) };
}

function conditional(raw: Raw, keyword: string, context: Context): Arm {
  const condition = childOf(raw, 'condition');
  return arm(
    raw,
    keyword,
    condition ? [convertExpression(condition, context, { named: true })] : [],
    context,
  );
}

function loop(raw: Raw, keyword: 'for' | 'while', context: Context): Arm {
  checkAsync(raw, context);
  const heads: Expression[] = [];
  if (keyword === 'for') {
    const [left, right] = [childOf(raw, 'left'), childOf(raw, 'right')];
    if (left) heads.push(convertTarget(left, context));
    if (right) heads.push(convertExpression(right, context));
  } else {
    const condition = childOf(raw, 'condition');
    if (condition) heads.push(convertExpression(condition, context, { named: true }));
  }
  return within(context, { inLoop: true }, () => arm(raw, keyword, heads, context));
}

function checkAsync(raw: Raw, context: Context): void {
  if (hasToken(raw, 'async') && context.around !== 'async') {
    refuse(context, raw, '`async` stands outside an async function');
  }
}

/** `elif`, `else`, `except` and `finally`. */
function clauses(raw: Raw, context: Context): readonly Arm[] {
  return nodesOf(raw).flatMap((it): readonly Arm[] => {
    switch (it.type) {
      case 'elif_clause':
        context.starts.add(it.start);
        return [conditional(it, 'elif', context)];
      case 'else_clause':
        context.starts.add(it.start);
        return [arm(it, 'else', [], context)];
      case 'finally_clause':
        context.starts.add(it.start);
        return [arm(it, 'finally', [], context)];
      case 'except_clause':
        context.starts.add(it.start);
        return [arm(it, 'except', caught(it, context), context)];
      default:
        return [];
    }
  });
}

function isStarred(raw: Raw): boolean {
  return raw.children.some((it) => !it.named && (it.type === '*' || it.type === 'except*'));
}

function checkTry(raw: Raw, context: Context): void {
  const handlers = nodesOf(raw).filter((it) => it.type === 'except_clause');
  const has = (type: string) => nodesOf(raw).some((it) => it.type === type);
  const head = { start: raw.start, end: raw.start + 3 };
  if (handlers.length === 0 && !has('finally_clause'))
    refuse(context, head, '`try` has no `except` and no `finally`');
  if (handlers.length === 0 && has('else_clause'))
    refuse(context, head, '`else` needs an `except` before it');
  const starred = handlers.filter(isStarred).length;
  if (starred > 0 && starred < handlers.length) refuse(context, head, '`except` and `except*` are mixed');
  for (const [index, it] of handlers.entries()) {
    const bare = !it.children.some((child) => child.field === 'value');
    const place = { start: it.start, end: it.start + 6 };
    if (bare && index < handlers.length - 1) refuse(context, place, 'a bare `except` stands last');
    if (bare && isStarred(it)) refuse(context, place, '`except*` names no exception');
  }
}

/** `E`, or `E as name` as an expression of both. */
function caught(raw: Raw, context: Context): readonly Expression[] {
  const parts = raw.children.filter((it) => it.named && (it.field === 'value' || it.field === 'alias'));
  return parts.map((it) => {
    if (it.type !== 'as_pattern') return convertExpression(it, context);
    const name = nodesOf(childOf(it, 'alias') ?? it)[0];
    if (name?.type !== 'identifier') refuse(context, it, 'an exception is bound to a name');
    if (parts.length > 1) refuse(context, it, 'several exceptions with a name need parentheses');
    return convertExpression(it, context, { as: true });
  });
}

function withItems(raw: Raw, context: Context): readonly Expression[] {
  checkAsync(raw, context);
  const clause = nodesOf(raw).find((it) => it.type === 'with_clause');
  if (clause === undefined) return [];
  const bare = !hasToken(clause, '(');
  const last = clause.children.at(-1);
  if (bare && last?.type === ',') refuse(context, last, 'the comma is followed by nothing');
  const items = nodesOf(clause);
  return items.map((it) => {
    const value = childOf(it, 'value');
    if (value === undefined) return otherExpression(it, []);
    return withItem(value, context, bare && items.length === 1);
  });
}

/** The grammar takes `a if b else c as d` for `a if b else (c as d)`, and likewise after `lambda:`. */
function lifted(value: Raw): Raw {
  if (value.type !== 'conditional_expression' && value.type !== 'lambda') return value;
  const body = value.children.at(-1);
  const last = body && lifted(body);
  const [inner, ...rest] = last?.children ?? [];
  if (last?.type !== 'as_pattern' || !inner) return value;
  const source: Raw = { ...value, end: inner.end, children: [...value.children.slice(0, -1), inner] };
  return { ...last, field: value.field, start: value.start, children: [source, ...rest] };
}

function withItem(item: Raw, context: Context, alone: boolean): Expression {
  const value = lifted(item);
  if (value.type !== 'as_pattern') return convertExpression(value, context, alone ? { as: true } : {});
  const target = childOf(value, 'alias');
  const source = nodesOf(value)[0];
  const parts = [
    ...(source ? [convertExpression(source, context)] : []),
    ...(target ? [convertTarget(target, context)] : []),
  ];
  return otherExpression(value, parts);
}

function matchArms(raw: Raw, context: Context): readonly Arm[] {
  const subjects = raw.children.filter((it) => it.field === 'subject' && it.named);
  const heads = subjects.map((it) => convertExpression(it, context, { named: true, star: true }));
  const cases = nodesOf(childOf(raw, 'body') ?? raw).filter((it) => it.type === 'case_clause');
  return [
    { keyword: 'match', heads, body: [] },
    ...cases.map((it, index) => caseArm(it, index === cases.length - 1, context)),
  ];
}

function caseArm(raw: Raw, last: boolean, context: Context): Arm {
  context.starts.add(raw.start);
  const patterns = patternsOf(raw);
  const guard = childOf(raw, 'guard');
  const only = patterns.length === 1 ? patterns[0] : undefined;
  if (only && !last && guard === undefined && matchesAll(only)) {
    refuse(context, only, 'the pattern matches everything, so nothing can follow it');
  }
  const converted = patterns.map((it) => convertPattern(it, context));
  const whole = { start: patterns[0]?.start ?? raw.start, end: patterns.at(-1)?.end ?? raw.end };
  const pattern: Expression = { kind: 'other', children: converted, span: span(whole.start, whole.end) };
  const guards = guard ? nodesOf(guard).map((it) => convertExpression(it, context, { named: true })) : [];
  const heads = [pattern, ...guards];
  return arm(raw, 'case', heads, context);
}
