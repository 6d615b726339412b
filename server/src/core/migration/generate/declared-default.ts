import type { Expression, Statement } from '../../python/tree.ts';
import type { FieldType } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import type { Edit } from '../../text/edit.ts';
import { type Span, span } from '../../text/span.ts';
import { pyString } from './python-text.ts';

type Declaration = Statement & { readonly kind: 'annotated' };
type Call = Expression & { readonly kind: 'call' };

/** The `Field(…)` of a declaration: its value, or what stands in `Annotated`. */
export function fieldCall({ value }: Declaration): Call | undefined {
  return value?.kind === 'call' && calleeName(value) === 'Field' ? value : undefined;
}

function calleeName({ callee }: Call): string {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
}

/** The argument of `Field` that is the default. */
export function defaultArgument(call: Call): Call['args'][number] | undefined {
  return call.args.find((it, at) => it.name === 'default' || (it.name === undefined && at === 0));
}

/** Where the default of a declaration is written; undefined for none, and for one that a function makes. */
export function defaultSpan(declaration: Declaration): Span | undefined {
  const { value } = declaration;
  const call = fieldCall(declaration);
  const written = call ? defaultArgument(call)?.value : value;
  return written === undefined || written.kind === 'ellipsis' ? undefined : written.span;
}

/** A text of a variable as a Python literal of a field's type; undefined for types that have none. */
export function literalFor(field: Pick<Field, 'type'>, text: string): string | undefined {
  return literalOf(field.type, text);
}

function literalOf(type: FieldType, text: string): string | undefined {
  switch (type.kind) {
    case 'optional':
    case 'constrained':
      return literalOf(type.inner, text);
    case 'int':
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : undefined;
    case 'float':
      return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? text.replace(/^\+/, '') : undefined;
    case 'bool':
      return text === 'true' ? 'True' : text === 'false' ? 'False' : undefined;
    case 'str':
      return pyString(text);
    case 'literal':
      return type.members.some((it) => it.data.kind === 'str' && it.data.value === text)
        ? pyString(text)
        : undefined;
    default:
      return undefined;
  }
}

/** Takes the default of a declaration out; undefined where it has none. */
export function withoutDefault(declaration: Declaration): Edit | undefined {
  const { value, annotation } = declaration;
  if (value === undefined) return undefined;
  const call = fieldCall(declaration);
  const whole = { span: span(annotation.span.end, value.span.end), newText: '' };
  if (call === undefined) return whole;
  const given = defaultArgument(call);
  if (given === undefined || given.value.kind === 'ellipsis') return undefined;
  const others = call.args.filter((it) => it !== given);
  const [first] = others;
  if (first === undefined) return whole;
  const at = call.args.indexOf(given);
  const next = call.args[at + 1];
  const before = call.args[at - 1];
  if (next) return { span: span(given.span.start, next.span.start), newText: '' };
  return { span: span(before?.span.end ?? given.span.start, given.span.end), newText: '' };
}
