import { span } from '../text/span.ts';
import { type Context, otherExpression, refuse, sourceOf } from './parse-context.ts';
import { convertField } from './parse-expression.ts';
import { childOf, nodesOf, type Raw } from './parse-raw.ts';
import { decodeText, type Literal, literalParts } from './parse-string.ts';
import type { Expression } from './tree.ts';

/** A decimal, hexadecimal, octal, binary or imaginary number. */
export function convertNumber(raw: Raw, context: Context): Expression {
  const text = sourceOf(context, raw).replace(/_/g, '');
  const at = { span: span(raw.start, raw.end) };
  if (/^0[xob]/i.test(text)) {
    return /^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i.test(text)
      ? { kind: 'int', value: BigInt(text), ...at }
      : otherExpression(raw, []);
  }
  if (/j$/i.test(text)) return otherExpression(raw, []);
  if (/^\d+$/.test(text)) return { kind: 'int', value: BigInt(text), ...at };
  return { kind: 'float', value: Number(text), ...at };
}

/** One string literal. */
export function convertString(raw: Raw, context: Context): Expression {
  const literal = literalParts(context.text, raw.start, raw.end);
  if (literal.template) return otherExpression(raw, fieldsOf(raw, context));
  const at = { span: span(raw.start, raw.end) };
  if (literal.interpolated)
    return { kind: 'fstring', parts: joinTexts(partsOf(raw, literal, context)), ...at };
  const { content, bytes } = literal;
  return { kind: 'string', value: decoded(context, content, literal), bytes, content, ...at };
}

function decoded(context: Context, at: { start: number; end: number }, literal: Literal): string {
  const result = decodeText(context.text.slice(at.start, at.end), literal);
  if (result.message !== undefined) refuse(context, at, result.message);
  return result.value;
}

/** Adjacent literals: one string, one f-string, or neither when a template is among them. */
export function convertJoined(raw: Raw, context: Context): Expression {
  const literals = nodesOf(raw).map((it) => convertString(it, context));
  const at = { span: span(raw.start, raw.end) };
  if (literals.some((it) => it.kind === 'other')) return otherExpression(raw, literals);
  const bytes = literals.filter((it) => it.kind === 'string' && it.bytes).length;
  if (bytes > 0 && bytes < literals.length) refuse(context, raw, 'bytes and text cannot be joined');
  if (literals.some((it) => it.kind === 'fstring')) {
    const parts = literals.flatMap((it): readonly (string | Expression)[] =>
      it.kind === 'fstring' ? it.parts : it.kind === 'string' ? [it.value] : [it],
    );
    return { kind: 'fstring', parts: joinTexts(parts), ...at };
  }
  const value = literals.map((it) => (it.kind === 'string' ? it.value : '')).join('');
  return { kind: 'string', value, bytes: bytes > 0, ...at };
}

function joinTexts(parts: readonly (string | Expression)[]): readonly (string | Expression)[] {
  const joined: (string | Expression)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

function partsOf(raw: Raw, literal: Literal, context: Context): readonly (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let at = literal.content.start;
  const text = (end: number) => {
    const value = decoded(context, { start: at, end }, literal);
    if (end > at) parts.push(value.replace(/\{\{|\}\}/g, (it) => it[0] as string));
  };
  for (const child of raw.children) {
    if (child.type !== 'interpolation') continue;
    text(child.start);
    parts.push(...interpolation(child, context));
    at = child.end;
  }
  text(literal.content.end);
  return parts;
}

function fieldsOf(raw: Raw, context: Context): readonly Expression[] {
  const fields = raw.children.filter((it) => it.type === 'interpolation' || it.type === 'format_expression');
  return fields.flatMap((it) => interpolation(it, context).filter((part) => typeof part !== 'string'));
}

/** `{value}` is the value itself; with a conversion, a format or `=` it is something else made of it. */
function interpolation(raw: Raw, context: Context): readonly (string | Expression)[] {
  const inner = raw.children.find((it) => it.field === 'expression');
  if (inner === undefined) return [];
  // `{x:=10}` is `x` with the format `=10`.
  const formatted = inner.type === 'named_expression' ? childOf(inner, 'name') : undefined;
  if (formatted) return [otherExpression(raw, [convertField(formatted, context)])];
  const value = convertField(inner, context);
  const conversion = raw.children.find((it) => it.type === 'type_conversion');
  if (conversion && !/^![rsa]$/.test(sourceOf(context, conversion))) {
    refuse(context, conversion, 'the conversion is `!r`, `!s` or `!a`');
  }
  const format = raw.children.find((it) => it.type === 'format_specifier');
  const plain = raw.children.every((it) => it.named || it.type !== '=');
  if (plain && conversion === undefined && format === undefined) return [value];
  return [otherExpression(raw, [value, ...(format ? fieldsOf(format, context) : [])])];
}
