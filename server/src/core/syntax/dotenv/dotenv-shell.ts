import { type Span, span } from '../../text/span.ts';
import type { Entry, Scalar } from '../document.ts';
import {
  addComment,
  addProblem,
  type DialectContent,
  type DialectDraft,
  dialectContent,
  dialectDraft,
  dialectEntry,
  plainScalar,
} from './dotenv-lines.ts';
import { type SourcedWord, sourcedWord } from './dotenv-shell-word.ts';

/**
 * What `source FILE` of bash 5.2 sets, as far as that can be told without running anything: assignments, `export` with
 * names or assignments, comments, and `set` with options that change no variable. Where a command stands, it may
 * change what was set before, so the values before it are not known; where a construct of several lines stands
 * (`if`, functions, here-documents), reading ends. An entry is exported where its span starts before its name;
 * under `set -a` all are.
 */
export function shellContent(text: string): DialectContent {
  const draft: ShellDraft = { ...dialectDraft(text), forgotten: 0 };
  // A shell drops NUL characters, which moves what stands behind them.
  let at = text.includes('\0') ? command(draft, 0, true) : 0;
  while (at >= 0 && at < text.length) at = statement(draft, at);
  return dialectContent(draft);
}

/** `forgotten`: how many of the first entries a command may have changed since. */
interface ShellDraft extends DialectDraft {
  forgotten: number;
}

const BLANKS = /[ \t]|\\\n/y;
const ASSIGNMENT = /([A-Za-z_][A-Za-z0-9_]*)=/y;
const BARE_NAME = /[A-Za-z_][A-Za-z0-9_]*(?=[ \t\n;]|$)/y;
/** Words that begin a construct of several lines, or change how what follows is read. */
const CONSTRUCTS: ReadonlySet<string> = new Set(
  'if for while until case select function time coproc alias unalias shopt exit return exec eval { ( [[ (('.split(
    ' ',
  ),
);

function skipBlanks(text: string, at: number): number {
  let end = at;
  for (;;) {
    BLANKS.lastIndex = end;
    const found = BLANKS.exec(text)?.[0];
    if (found === undefined) return end;
    end += found.length;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Reads from the start of a statement; gives where the next starts, or -1 where reading ends. */
function statement(draft: ShellDraft, from: number): number {
  const { text } = draft;
  const start = skipBlanks(text, from);
  const first = text.charAt(start);
  if (first === '' || first === '\n') return start + 1;
  if (first === '#') {
    const end = lineEnd(text, start);
    addComment(draft, start, end, text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '');
    return end + 1;
  }
  const found = assignments(text, start);
  if (found === undefined) return command(draft, start);
  draft.entries.push(...found.entries);
  return found.end;
}

interface Assignments {
  readonly entries: readonly Entry[];
  readonly end: number;
}

/** `NAME=value …`, or `export NAME[=value] …`; undefined where the statement is anything else. */
function assignments(text: string, start: number): Assignments | undefined {
  const exported = /^export(?=[ \t])/.test(text.slice(start, start + 7));
  const entries: Entry[] = [];
  let at = exported ? skipBlanks(text, start + 6) : start;
  for (;;) {
    const one = assignment(text, at, exported ? start : undefined);
    if (one === undefined) break;
    entries.push(one.entry);
    const next = skipBlanks(text, one.end);
    const stop = text.charAt(next);
    if (stop === '' || stop === '\n') return { entries, end: next + 1 };
    if (stop === ';' && text.charAt(next + 1) !== ';') return { entries, end: next + 1 };
    if (stop === '#' && next > one.end) return { entries, end: next };
    if (next === one.end) return undefined;
    at = next;
  }
  return undefined;
}

function assignment(
  text: string,
  at: number,
  exportStart: number | undefined,
): { readonly entry: Entry; readonly end: number } | undefined {
  ASSIGNMENT.lastIndex = at;
  const name = ASSIGNMENT.exec(text)?.[1];
  if (name === undefined && exportStart !== undefined) return exportedName(text, at, exportStart);
  if (name === undefined || READ_ONLY.has(name)) return undefined;
  const word = sourcedWord(text, at + name.length + 1);
  if (word.open || (word.span.start === word.span.end && text.charAt(word.span.end) === '('))
    return undefined;
  const key = span(at, at + name.length);
  return { entry: dialectEntry(name, key, scalarOf(word), exportStart ?? at), end: word.span.end };
}

/** `export NAME`: the variable keeps what it has. */
function exportedName(
  text: string,
  at: number,
  start: number,
): { readonly entry: Entry; readonly end: number } | undefined {
  BARE_NAME.lastIndex = at;
  const name = BARE_NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const key = span(at, at + name.length);
  return { entry: dialectEntry(name, key, undefined, start), end: key.end };
}

/** Assigning to these is an error, or changes how the rest is read. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'BASHOPTS',
  'BASH_ENV',
  'BASH_VERSINFO',
  'EUID',
  'IFS',
  'POSIXLY_CORRECT',
  'PPID',
  'SHELLOPTS',
  'UID',
  '_',
]);

function scalarOf({ span: outer, parts, quote }: SourcedWord): Scalar {
  const known = parts.every((it) => it.kind === 'text');
  const data = parts.map((it) => (it.kind === 'text' ? it.text : '')).join('');
  const scalar = plainScalar(data, outer, quote);
  return known ? scalar : { ...scalar, parts };
}

/** A statement that is not an assignment: what it does is known for a few, else what was set before is not certain. */
function command(draft: ShellDraft, start: number, ends = false): number {
  const { text } = draft;
  const end = lineEnd(text, start);
  const line = text.slice(start, end);
  if (/^set[ \t]+(?:[-+]a|[-+]o[ \t]+allexport)[ \t]*(?:#.*|;.*)?$/.test(line)) {
    const semicolon = line.search(/[;#]/);
    return semicolon < 0 ? end + 1 : start + semicolon + (line.charAt(semicolon) === ';' ? 1 : 0);
  }
  const where = span(start, end);
  forget(draft, where);
  const word = /^[^\s;&|<>]*/.exec(line)?.[0] ?? '';
  const goesOn = ends || CONSTRUCTS.has(word) || /["'`\\(){}]|<</.test(line) || endsReading(line);
  addProblem(
    draft,
    where,
    goesOn
      ? 'A shell would run this, so nothing is known of what it and the lines below set'
      : 'A shell would run this line, so nothing is certain of what the lines above set',
  );
  return goesOn ? -1 : end + 1;
}

/**
 * True for a line at whose operators a shell stops with a syntax error (`A=1;;`), or that the line below goes on
 * (`false ||`).
 */
function endsReading(line: string): boolean {
  return /^[;&|]|;[ \t]*[;&|]|&[ \t]*;|&[ \t]+[&|]|\|[ \t]*;|\|[ \t]+[|&]|(?:\||&&)[ \t]*(?:#.*)?$/.test(
    line,
  );
}

/** What was set before a command may be something else after it. */
function forget(draft: ShellDraft, by: Span): void {
  const { entries } = draft;
  for (let index = draft.forgotten; index < entries.length; index++) {
    const entry = entries[index];
    if (entry?.value?.kind !== 'scalar') continue;
    entries[index] = { ...entry, value: { ...entry.value, parts: [{ kind: 'command', span: by }] } };
  }
  draft.forgotten = entries.length;
}
