import type { Expression } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { containsSpan, type Span } from '../../text/span.ts';
import type { EnvironRead } from './environ-reads.ts';
import { everyExpression } from './instances.ts';
import { pyString } from './python-text.ts';

/** What is left of an expression once its text is known. */
export interface Folded {
  readonly span: Span;
  /** A Python literal. */
  readonly literal: string;
}

type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string };

/**
 * The largest expression around a read that is a value once the text of the key is, and that value:
 * `os.environ.get("DEBUG", "").lower() in ("1", "true")` is `True` for `1`. What is not understood stays around it.
 * Undefined where a function of the service makes a value of the text that is not followed.
 */
export function foldedRead(read: EnvironRead, text: string): Folded | undefined {
  const first = valueOfHelper(read, text);
  if (first === undefined) return undefined;
  const around = expressionsAround(read.file, read.span);
  let folded: { readonly span: Span; readonly value: Value } = { span: read.span, value: first };
  for (let at = 0; at < around.length; at++) {
    const outer = around[at];
    const call = around[at + 1];
    if (outer === undefined) break;
    if (outer.kind === 'attribute' && call?.kind === 'call' && call.callee === outer) {
      const value = call.args.length === 0 ? method(outer.name, folded.value) : undefined;
      if (value === undefined) break;
      folded = { span: call.span, value };
      at++;
      continue;
    }
    const value = step(outer, folded.span, folded.value);
    if (value === undefined) break;
    folded = { span: outer.span, value };
  }
  return { span: folded.span, literal: literalOf(folded.value) };
}

/** Innermost first, the read itself left out. */
function expressionsAround(file: PythonFile, read: Span): readonly Expression[] {
  return [...everyExpression(file.module.body)]
    .map((it) => it.expression)
    .filter(
      (it) => containsSpan(it.span, read) && !(it.span.start === read.start && it.span.end === read.end),
    )
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
}

/** What a function of the service gives for a text; the text itself where nothing stands between. */
function valueOfHelper({ helper }: EnvironRead, text: string): Value | undefined {
  switch (helper?.kind) {
    case undefined:
    case 'str':
      return { kind: 'text', text };
    case 'int':
    case 'float':
      return numberOf(text);
    case 'switch': {
      const stripped = helper.strip ? text.trim() : text;
      const folded =
        helper.fold === 'lower'
          ? stripped.toLowerCase()
          : helper.fold === 'upper'
            ? stripped.toUpperCase()
            : stripped;
      if (helper.on.includes(folded)) return { kind: 'bool', value: true };
      if (helper.off.includes(folded)) return { kind: 'bool', value: false };
      return helper.otherwise === 'refused' ? undefined : { kind: 'bool', value: helper.otherwise };
    }
    default:
      return undefined;
  }
}

function method(name: string, value: Value): Value | undefined {
  if (value.kind !== 'text') return undefined;
  switch (name) {
    case 'strip':
      return { kind: 'text', text: value.text.trim() };
    case 'lower':
    case 'casefold':
      return { kind: 'text', text: value.text.toLowerCase() };
    case 'upper':
      return { kind: 'text', text: value.text.toUpperCase() };
    default:
      return undefined;
  }
}

function step(outer: Expression, inner: Span, value: Value): Value | undefined {
  const isInner = (it: Expression | undefined) => it?.span.start === inner.start && it.span.end === inner.end;
  switch (outer.kind) {
    case 'compare':
      return isInner(outer.operands[0]) ? compared(outer, value) : undefined;
    case 'unary':
      return outer.operator === 'not' ? { kind: 'bool', value: !isTrue(value) } : undefined;
    case 'boolean':
      return outer.operator === 'or' && isInner(outer.left) && isTrue(value) ? value : undefined;
    case 'call':
      return outer.args.length === 1 && isInner(outer.args[0]?.value)
        ? called(outer.callee, value)
        : undefined;
    default:
      return undefined;
  }
}

function compared(
  { operators, operands }: Expression & { readonly kind: 'compare' },
  value: Value,
): Value | undefined {
  const [operator, ...more] = operators;
  const other = operands[1];
  if (value.kind !== 'text' || more.length > 0 || other === undefined) return undefined;
  const texts = textsOf(other);
  if (texts === undefined) return undefined;
  switch (operator) {
    case '==':
    case '!=':
      return other.kind === 'string'
        ? { kind: 'bool', value: texts.includes(value.text) === (operator === '==') }
        : undefined;
    case 'in':
    case 'not in':
      return other.kind === 'string'
        ? undefined
        : { kind: 'bool', value: texts.includes(value.text) === (operator === 'in') };
    default:
      return undefined;
  }
}

/** The texts of a literal, or of a list, tuple or set of literals. */
function textsOf(it: Expression): readonly string[] | undefined {
  if (it.kind === 'string') return it.bytes ? undefined : [it.value];
  if (it.kind !== 'tuple' && it.kind !== 'list' && it.kind !== 'set') return undefined;
  const texts = it.items.flatMap((item) => (item.kind === 'string' && !item.bytes ? [item.value] : []));
  return texts.length === it.items.length ? texts : undefined;
}

function called(callee: Expression, value: Value): Value | undefined {
  if (callee.kind !== 'name') return undefined;
  if (callee.name === 'bool') return { kind: 'bool', value: isTrue(value) };
  if (callee.name === 'str' && value.kind === 'text') return value;
  if (value.kind !== 'text') return undefined;
  return callee.name === 'int' || callee.name === 'float' ? numberOf(value.text) : undefined;
}

function numberOf(text: string): Value | undefined {
  const trimmed = text.trim();
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(trimmed) ? { kind: 'number', text: trimmed } : undefined;
}

function isTrue(value: Value): boolean {
  switch (value.kind) {
    case 'text':
      return value.text !== '';
    case 'bool':
      return value.value;
    case 'number':
      return Number(value.text) !== 0;
  }
}

function literalOf(value: Value): string {
  switch (value.kind) {
    case 'text':
      return pyString(value.text);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'number':
      return value.text;
  }
}
