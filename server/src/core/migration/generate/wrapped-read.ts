import type { Expression } from '../../python/tree.ts';
import { bareType } from '../../schema/bare-type.ts';
import type { FieldType } from '../../schema/field-type.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { containsSpan, type Span, span, textAt } from '../../text/span.ts';
import type { EnvironRead } from './environ-reads.ts';
import { type Call, callAt, castOf } from './library-reads.ts';
import { callText } from './python-text.ts';

/** What a function looks at that is put around a read: the text of the variable, or the number or text made of it. */
export type WrappedPart = 'text' | 'value';

/** A read, and how a function is put around it. */
export interface WrappedRead {
  readonly read: EnvironRead;
  /** @param name of the function */
  readonly edits: (name: string, width: number) => readonly Edit[];
}

/**
 * How a function is put around a read: `_m(os.environ["KEY"])`, `_m(config("KEY", cast=int))` around a value, and
 * `config("KEY", cast=lambda text: Csv()(_m(text)))` around the text that a cast is given.
 * @param newDefault what takes the place of the default in the code
 * @returns undefined where a library or a function of the service makes a value before anything can look at its text
 */
export function wrappedRead(
  read: EnvironRead,
  part: WrappedPart,
  newDefault?: string,
): WrappedRead | undefined {
  const { library, helper, default: fallback } = read;
  const changed = newDefault !== undefined && fallback ? [{ span: fallback, newText: newDefault }] : [];
  const whole: WrappedRead = { read, edits: (name, width) => around(read, changed, name, width) };
  if (part === 'value') {
    const type = library ? givenType(library.type) : helper;
    return type === undefined || PLAIN.has(type.kind) ? whole : undefined;
  }
  if (helper !== undefined) return helper.kind === 'str' ? whole : undefined;
  if (library === undefined) return whole;
  const call = callAt(read.file, read.span);
  if (call === undefined) return undefined;
  const cast = library.castIndex === undefined ? undefined : castOf(call, library.castIndex);
  if (cast !== undefined) return composed(read, call, cast, changed);
  const given = new Set([read.key.start, read.default?.start]);
  const isText =
    givenType(library.type).kind === 'str' && call.args.every((it) => given.has(it.value.span.start));
  return isText ? whole : undefined;
}

/** The type without what stands for an empty text: that is given as it is. */
export function givenType(type: FieldType): FieldType {
  const bare = bareType(type);
  return bare.kind === 'or-empty' ? givenType(bare.inner) : bare;
}

/** What a function that looks at numbers and texts can be given. */
const PLAIN: ReadonlySet<string> = new Set(['str', 'int', 'float']);

function around(
  { file, span: it, key }: EnvironRead,
  changed: readonly Edit[],
  name: string,
  width: number,
): readonly Edit[] {
  const { text } = file.file;
  const written = edited(text, it, changed);
  const before = assignedTo(file, it);
  if (before !== undefined && !written.includes('\n'))
    return [laidOut(before, { at: it, callee: name }, [written], width)];
  // What `ruff format` has on lines of its own is moved in as a whole.
  if (before !== undefined && textAt(text, span(it.start, key.start)).includes('\n'))
    return [laidOut(before, { at: it, callee: name }, [written.replaceAll(/\r?\n/g, '\n    ')], width)];
  return [{ span: it, newText: `${name}(${written})` }];
}

/** The text of a span after edits inside of it. */
function edited(text: string, { start, end }: Span, edits: readonly Edit[]): string {
  const own = edits.filter((it) => start <= it.span.start && it.span.end <= end);
  const moved = own.map(({ span: it, newText }) => ({
    span: span(it.start - start, it.end - start),
    newText,
  }));
  return applyEdits(text.slice(start, end), moved);
}

/**
 * The cast is given what the function makes of the text, and of a default, which goes through it as well (python-decouple
 * 3.8, starlette 1.7). Both know `bool` itself, and no function around it.
 */
function composed(
  read: EnvironRead,
  call: Call,
  cast: Expression,
  changed: readonly Edit[],
): WrappedRead | undefined {
  const { file } = read;
  const written = textAt(file.file.text, cast.span);
  const isCalled = cast.kind === 'call' || cast.kind === 'attribute';
  if (!isCalled && (cast.kind !== 'name' || cast.name === 'bool')) return undefined;
  if (written.includes('\n')) return undefined;
  return {
    read,
    edits: (name, width) => {
      const newText = `lambda text: ${written}(${name}(text))`;
      const edits = [...changed, { span: cast.span, newText }];
      const whole = relaid(file, call, edits, width);
      return whole ? [whole] : edits;
    },
  };
}

/** The same call of another function, where a call that an earlier step put around a read is laid out anew. */
export function renamedCall(
  file: PythonFile,
  { whole, callee, argument }: { readonly whole: Span; readonly callee: Span; readonly argument: Span },
  name: string,
  width: number,
): Edit {
  const rename = { span: callee, newText: name };
  const { text } = file.file;
  const before = assignedTo(file, whole);
  if (before !== undefined && !textAt(text, argument).includes('\n'))
    return laidOut(before, { at: whole, callee: name }, [textAt(text, argument)], width);
  const outer = assignedCall(file, whole);
  return (outer && relaid(file, outer, [rename], width)) ?? rename;
}

/** A call with edits inside of its arguments, as `ruff format` lays it out; undefined where people laid it out. */
function relaid(file: PythonFile, call: Call, edits: readonly Edit[], width: number): Edit | undefined {
  const { text } = file.file;
  const before = assignedTo(file, call.span);
  if (!edits.every((it) => call.args.some((arg) => containsSpan(arg.span, it.span)))) return undefined;
  const args = call.args.map((it) => edited(text, it.span, edits));
  const isLaidOut = /[,#]\s*\)$|#/.test(textAt(text, call.span)) || args.some((it) => it.includes('\n'));
  if (before === undefined || isLaidOut) return undefined;
  return laidOut(before, { at: call.span, callee: textAt(text, call.callee.span) }, args, width);
}

/** @param before the start of the line, up to the value that is assigned */
function laidOut(
  before: string,
  { at, callee }: { readonly at: Span; readonly callee: string },
  args: readonly string[],
  width: number,
): Edit {
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  const lines = callText(indent, before.slice(indent.length) + callee, args, width);
  return { span: at, newText: lines.slice(before.length) };
}

/** What stands on the line before a value that is all that is assigned there, with nothing behind it. */
function assignedTo({ file: { text } }: PythonFile, { start, end }: Span): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const isLast = /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  return isLast && /^[ \t]*[\w.]+(?:: [^=]+)? = $/.test(before) ? before : undefined;
}

/** The call that is assigned as a whole, and that has a place inside. */
function assignedCall(file: PythonFile, inside: Span): Call | undefined {
  const statement = file.module.body.find((it) => it.span.start <= inside.start && inside.end <= it.span.end);
  if (statement?.kind !== 'assign' && statement?.kind !== 'annotated') return undefined;
  const { value } = statement;
  const holds = value?.kind === 'call' && value.span.start <= inside.start && inside.end <= value.span.end;
  return holds ? value : undefined;
}
