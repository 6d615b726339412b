import { span } from '../text/span.ts';
import { convertArguments } from './parse-arguments.ts';
import { convertBlock } from './parse-block.ts';
import { type Context, identifier, refuse, within } from './parse-context.ts';
import { convertExpression } from './parse-expression.ts';
import { convertParameters } from './parse-parameters.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import { convertBody } from './parse-statement.ts';
import { convertType, convertTypeParameters } from './parse-type.ts';
import type { ClassStatement, Expression, FunctionStatement, Statement } from './tree.ts';

/** A statement with a body, or undefined for other nodes. */
export function convertCompound(raw: Raw, context: Context): Statement | undefined {
  switch (raw.type) {
    case 'class_definition':
      return classStatement(raw, raw, [], context);
    case 'function_definition':
      return functionStatement(raw, raw, [], context);
    case 'decorated_definition':
      return decorated(raw, context);
    default:
      return convertBlock(raw, context);
  }
}

function decorated(raw: Raw, context: Context): Statement | undefined {
  const decorators: Expression[] = [];
  for (const it of nodesOf(raw)) {
    if (it.type !== 'decorator') continue;
    context.starts.add(it.start);
    const inner = nodesOf(it)[0];
    if (inner) decorators.push(convertExpression(inner, context, { named: true }));
  }
  const definition = childOf(raw, 'definition');
  if (definition === undefined) return undefined;
  context.starts.add(definition.start);
  return definition.type === 'class_definition'
    ? classStatement(definition, raw, decorators, context)
    : functionStatement(definition, raw, decorators, context);
}

function nameOf(
  raw: Raw,
  context: Context,
): { readonly name: string; readonly nameSpan: ReturnType<typeof span> } {
  const name = childOf(raw, 'name') ?? raw;
  return { name: name === raw ? '' : identifier(context, name), nameSpan: span(name.start, name.end) };
}

function classStatement(
  raw: Raw,
  whole: Raw,
  decorators: readonly Expression[],
  context: Context,
): ClassStatement {
  const list = childOf(raw, 'superclasses');
  const parameters = childOf(raw, 'type_parameters');
  if (parameters) convertTypeParameters(parameters, context);
  const bases = list ? convertArguments(list, context) : [];
  const body = within(context, { around: 'class', inLoop: false, inComprehension: false }, () =>
    convertBody(childOf(raw, 'body'), context),
  );
  const first = body[0];
  const last = body.at(-1);
  return {
    kind: 'class',
    ...nameOf(raw, context),
    bases,
    decorators,
    body,
    bodySpan: first && last ? span(first.span.start, last.span.end) : span(raw.end, raw.end),
    bodyIndent: bodyIndent(context.text, raw, first),
    span: span(whole.start, whole.end),
  };
}

function bodyIndent(text: string, raw: Raw, first: Statement | undefined): string {
  const own = /^[ \t\f]*/.exec(lineBefore(text, raw.start))?.[0] ?? '';
  const before = first ? lineBefore(text, first.span.start) : undefined;
  return before !== undefined && /^[ \t\f]*$/.test(before) ? before : `${own}    `;
}

function lineBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return text.slice(start, offset);
}

function functionStatement(
  raw: Raw,
  whole: Raw,
  decorators: readonly Expression[],
  context: Context,
): FunctionStatement {
  const list = childOf(raw, 'parameters');
  const type = childOf(raw, 'return_type');
  const typeParameters = childOf(raw, 'type_parameters');
  if (typeParameters) convertTypeParameters(typeParameters, context);
  const parameters = list ? convertParameters(list, context) : [];
  const returns = type ? { returns: convertType(type, context) } : {};
  const around = hasToken(raw, 'async') ? ('async' as const) : ('function' as const);
  const body = within(context, { around, inLoop: false, inComprehension: false }, () =>
    convertBody(childOf(raw, 'body'), context),
  );
  if (list === undefined) refuse(context, raw, 'the function has no parameters');
  return {
    kind: 'function',
    ...nameOf(raw, context),
    parameters,
    decorators,
    ...returns,
    body,
    span: span(whole.start, whole.end),
  };
}
