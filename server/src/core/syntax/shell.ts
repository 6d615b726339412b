import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import { type AssignmentContent, type AssignmentStatement, assignmentFormat } from './assignment-format.ts';
import { str } from './data.ts';
import type { Entry, Format, Scalar, TextPart } from './document.ts';
import { type ShellCommand, shellCommands } from './shell/shell-commands.ts';
import type { ScriptPart, ScriptWord } from './shell/shell-script-word.ts';

/**
 * `.envrc` of direnv and shell scripts. The entries are what may be exported: `export A=b`, `A=b` on its own, and
 * `: "${A:=b}"`. Nothing is run; a value is its text before variables and commands are replaced.
 */
export const shell: Format = assignmentFormat({
  name: 'shell',
  matches: isShellPath,
  read: shellContent,
  contentOf: (file) => shellOf(file),
  values: writtenValues,
  statement: (name, source) => `export ${name}=${source}`,
  comment: '#',
});

/** True for scripts of shells and for `.envrc` of direnv. */
export function isShellPath(path: string): boolean {
  return /(?:^|\/)\.envrc$|\.(?:sh|bash)$/.test(path);
}

export interface ShellContent extends AssignmentContent {
  readonly statements: readonly ShellStatement[];
  readonly commands: readonly ShellCommand[];
}

export interface ShellStatement extends AssignmentStatement {
  readonly command: ShellCommand;
  readonly kind: 'export' | 'assignment' | 'default';
  readonly values: readonly ShellAssignment[];
}

export interface ShellAssignment {
  readonly entry: Entry;
  readonly parts: readonly ScriptPart[];
}

/** What a file holds, read once per version of it: its document has the same entries. */
export const shellOf: (file: SourceFile) => ShellContent = memo((file) => shellContent(file.text));

/** Reads a shell script. */
function shellContent(text: string): ShellContent {
  const { commands, comments, fault } = shellCommands(text);
  const statements = commands.flatMap((it) => statementOf(text, it) ?? []);
  const message = 'What opens here is never closed, so no shell reads what follows';
  return {
    statements,
    commands,
    comments,
    problems: fault ? [{ kind: 'syntax', span: span(fault.at, fault.at + 1), message }] : [],
    root: { kind: 'mapping', span: span(0, text.length), entries: statements.flatMap((it) => it.entries) },
  };
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

function statementOf(text: string, command: ShellCommand): ShellStatement | undefined {
  const { words } = command;
  const first = written(text, words[0]);
  const isExport =
    first === 'export' || ((first === 'declare' || first === 'typeset') && hasExport(text, words));
  if (first === ':')
    return statement(
      text,
      command,
      'default',
      words.slice(1).flatMap((it) => defaultOf(text, it) ?? []),
    );
  const given = isExport ? words.slice(1) : words;
  // Words before a command hold for that command alone.
  if (!isExport && !words.every((it) => ASSIGNMENT.test(written(text, it)))) return undefined;
  const values = given.flatMap((it) => assignmentOf(text, it) ?? []);
  return statement(text, command, isExport ? 'export' : 'assignment', values);
}

function statement(
  text: string,
  command: ShellCommand,
  kind: ShellStatement['kind'],
  values: readonly ShellAssignment[],
): ShellStatement | undefined {
  if (values.length === 0) return undefined;
  const { span: at } = command;
  const whole = isAlone(text, at);
  return { command, kind, values, entries: values.map((it) => it.entry), span: at, whole, needed: !whole };
}

/** True where nothing but a comment stands beside a command on its lines. */
function isAlone(text: string, at: Span): boolean {
  const before = at.start === 0 ? '' : text.slice(text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  return before.trim() === '' && /^[ \t]*;?[ \t\r]*(?:#[^\n]*)?(?:\n|$)/.test(text.slice(at.end));
}

function hasExport(text: string, words: readonly ScriptWord[]): boolean {
  return /^-\w*x/.test(written(text, words[1]));
}

function written(text: string, word: ScriptWord | undefined): string {
  return word === undefined ? '' : text.slice(word.span.start, word.span.end);
}

/** A word of the form `NAME=value`. */
export function assignmentOf(text: string, word: ScriptWord): ShellAssignment | undefined {
  const name = ASSIGNMENT.exec(written(text, word))?.[1];
  if (name === undefined) return undefined;
  const { start, end } = word.span;
  const at = span(start + name.length + 1, end);
  const [head, ...rest] = word.parts;
  const left = head?.kind === 'text' ? head.text.slice(name.length + 1) : '';
  const parts: readonly ScriptPart[] = left === '' ? rest : [{ kind: 'text', text: left }, ...rest];
  return { entry: entryOf(text, name, span(start, start + name.length), at, word.span, parts), parts };
}

/** A word of the form `"${NAME:=value}"`. */
function defaultOf(text: string, word: ScriptWord): ShellAssignment | undefined {
  const [part, ...others] = word.parts;
  if (part?.kind !== 'variable' || !part.operator.endsWith('=') || others.length > 0) return undefined;
  const inner = text.slice(part.word.start, part.word.end);
  // Quotes and variables inside would have to be read once more.
  if (/["'\\$`]/.test(inner)) return undefined;
  const parts: readonly ScriptPart[] = inner === '' ? [] : [{ kind: 'text', text: inner }];
  const key = span(part.start + 2, part.start + 2 + part.name.length);
  return { entry: entryOf(text, part.name, key, part.word, word.span, parts), parts };
}

function entryOf(
  text: string,
  name: string,
  key: Span,
  at: Span,
  whole: Span,
  parts: readonly ScriptPart[],
): Entry {
  const raw = text.slice(at.start, at.end);
  const quote = /^"(?:[^"\\]|\\.)*"$/s.test(raw) ? 'double' : /^'[^']*'$/.test(raw) ? 'single' : 'none';
  const content = quote === 'none' ? at : span(at.start + 1, at.end - 1);
  const shown = parts.map((it) => (it.kind === 'text' ? it.text : text.slice(it.start, it.end))).join('');
  const scalar: Scalar = { kind: 'scalar', span: at, content, quote, data: str(shown) };
  const isPlain = parts.every((it) => it.kind === 'text');
  const value = isPlain ? scalar : { ...scalar, parts: parts.map((it) => partOf(text, it)) };
  return { key: { name, span: key, data: str(name) }, value, span: whole };
}

function partOf(text: string, part: ScriptPart): TextPart {
  if (part.kind === 'text') return part;
  const at = span(part.start, part.end);
  if (part.kind === 'dynamic') return { kind: 'variable', name: text.slice(part.start, part.end), span: at };
  const fallback = text.slice(part.word.start, part.word.end);
  return part.operator.endsWith('-') && !/["'\\$`]/.test(fallback)
    ? { kind: 'variable', name: part.name, default: fallback, span: at }
    : { kind: 'variable', name: part.name, span: at };
}

/** How a text may be written as a word of a shell, best first. */
export function* writtenValues(text: string, quote: Scalar['quote']): Generator<string> {
  const double = `"${text.replace(/["$`\\]/g, '\\$&')}"`;
  const single = `'${text.replaceAll("'", "'\\''")}'`;
  if (quote === 'none' && /^[\w.,:/@%+=-]*$/.test(text)) yield text;
  if (quote === 'single') yield single;
  yield double;
  yield single;
  yield text;
}
