import { lineIndex } from '../../text/line-index.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { type Span, span } from '../../text/span.ts';

/** The line length that `ruff format` keeps where a project says nothing. */
export const LINE_LENGTH = 88;

/** A Python string literal, in double quotes unless single ones need fewer backslashes, as `ruff format` has it. */
export function pyString(text: string): string {
  const doubles = text.split('"').length;
  const quote = doubles > text.split("'").length ? "'" : '"';
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  const plain = escaped.replace(/\p{Cc}/gu, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `${quote}${plain}${quote}`;
}

/** `name = "text"`, in brackets and pieces where the line would grow too long. */
export function assignText(indent: string, name: string, text: string, width: number): string {
  const before = `${name} = `;
  const line = `${indent}${before}${pyString(text)}`;
  if (line.length <= width) return line;
  const inner = `${indent}    `;
  const whole = `${inner}${pyString(text)}`;
  if (whole.length <= width) return `${indent}${before}(\n${whole}\n${indent})`;
  const pieces = wrapped(text, width - inner.length - 3);
  const lines = pieces.map(
    (piece, at) => `${inner}${pyString(at < pieces.length - 1 ? `${piece} ` : piece)}`,
  );
  return `${indent}${before}(\n${lines.join('\n')}\n${indent})`;
}

/** `raise RuntimeError("text")`; a text that is too long for a line is put together above it. */
export function raiseText(indent: string, text: string, width: number): string {
  return messageText(indent, 'raise RuntimeError', text, width);
}

/** An expression in brackets, where it would bind less tightly than what it takes the place of. */
export function asOperand(written: string): string {
  const atom = /^(?:-?[\w.]+|"[^"\n]*"|'[^'\n]*'|[\w.]+\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\})$/;
  return atom.test(written) ? written : `(${written})`;
}

/** `prefix("text")`; a text that is too long for a line is put together above it. */
export function messageText(indent: string, prefix: string, text: string, width: number): string {
  const call = callText(indent, prefix, [pyString(text)], width);
  if (call.split('\n').every((line) => line.length <= width)) return call;
  return `${assignText(indent, 'message', text, width)}\n${indent}${prefix}(message)`;
}

/** A comment, wrapped at words. */
export function comment(indent: string, text: string, width: number): string {
  return wrapped(text, width - indent.length - 2)
    .map((line) => `${indent}# ${line}`)
    .join('\n');
}

/** A text in lines, cut at its blanks. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** `prefix(args)suffix` as `ruff format` lays it out: on one line, the arguments on one line, or one per line. */
export function callText(
  indent: string,
  prefix: string,
  args: readonly string[],
  width: number,
  suffix = '',
): string {
  const line = `${indent}${prefix}(${args.join(', ')})${suffix}`;
  if (line.length <= width && !line.includes('\n')) return line;
  const inner = `${indent}    ${args.join(', ')}`;
  if (inner.length <= width && !inner.includes('\n')) {
    return `${indent}${prefix}(\n${inner}\n${indent})${suffix}`;
  }
  return `${indent}${prefix}(\n${args.map((arg) => `${indent}    ${arg},\n`).join('')}${indent})${suffix}`;
}

/** `from module import name`, in brackets where the line would grow too long. */
export function importText(module: string, name: string, width: number): string {
  const line = `from ${module} import ${name}`;
  return line.length > width ? `from ${module} import (\n    ${name},\n)` : line;
}

/** The identifier made of a record's id. */
export function idName(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, '_');
}

/** The whole lines a span stands on, their last line break included. */
export function wholeLines(file: SourceFile, it: Span): Span {
  const lines = lineIndex(file);
  const last = lines.position(it.end).line;
  return span(lines.lineStart(lines.position(it.start).line), lines.lineStart(last + 1));
}

/** The line break of a file: that of its first line, `\n` where it has none. */
export function lineBreak(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** Generated text has `\n`; a file keeps the line breaks it has. What has them already stays. */
export function withBreaks(text: string, source: string): string {
  const wanted = lineBreak(source);
  return wanted === '\n' ? text : text.replaceAll(/\r\n|\n/g, wanted);
}
