import { type Span, span } from '../../text/span.ts';
import type { Comment } from '../document.ts';
import { NeverClosed, type ScriptWord, type ShellFault, scriptWord } from './shell-script-word.ts';

/** One simple command: its words up to a line break, `;`, `&`, `|` or a bracket. */
export interface ShellCommand {
  readonly words: readonly ScriptWord[];
  readonly span: Span;
  /** True where it may not run, runs several times or in a process of its own. */
  readonly conditional: boolean;
}

export interface ShellText {
  readonly commands: readonly ShellCommand[];
  readonly comments: readonly Comment[];
  /** Where something opens that is never closed: what follows is not read. */
  readonly fault?: ShellFault;
}

const OPENERS: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  '{',
  'function',
]);
const CLOSERS: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);
/** Words before a command that are no part of it. */
const BETWEEN: ReadonlySet<string> = new Set([
  'then',
  'else',
  'elif',
  'do',
  '!',
  'time',
  'if',
  'while',
  'until',
  '{',
]);

interface Reading {
  readonly text: string;
  readonly to: number;
  at: number;
  readonly commands: ShellCommand[];
  readonly comments: Comment[];
  words: ScriptWord[];
  depth: number;
  /** After `&&`, `||` or `|`. */
  linked: boolean;
  heredocs: { readonly name: string; readonly tabs: boolean }[];
}

/**
 * The simple commands of a shell script or a part of it, in order. Nothing is run: the grammar is followed as far as it
 * is needed to tell words apart and to know which commands surely run. Never throws.
 */
export function shellCommands(text: string, from = 0, to = text.length): ShellText {
  const reading: Reading = {
    text,
    to,
    at: from,
    commands: [],
    comments: [],
    words: [],
    depth: 0,
    linked: false,
    heredocs: [],
  };
  const { commands, comments } = reading;
  try {
    while (reading.at < to) step(reading);
    endCommand(reading, false);
  } catch (error) {
    if (!(error instanceof NeverClosed)) throw error;
    return { commands, comments, fault: { at: error.at } };
  }
  return { commands, comments };
}

function step(reading: Reading): void {
  const { text, at } = reading;
  const character = text.charAt(at);
  const two = text.slice(at, at + 2);
  if (character === '\n') {
    endCommand(reading, false);
    reading.at++;
    skipHeredocs(reading);
  } else if (/\s/.test(character)) reading.at++;
  else if (/^\\\r?\n/.test(text.slice(at, at + 3))) reading.at += text.charAt(at + 1) === '\r' ? 3 : 2;
  else if (character === '#') comment(reading);
  else if (two === '&&' || two === '||') {
    endCommand(reading, true);
    reading.at += 2;
  } else if (character === '|') {
    reading.linked = true;
    endCommand(reading, true);
    reading.at++;
  } else if (/[;&()]/.test(character)) {
    endCommand(reading, false);
    if (character === '(') reading.depth++;
    if (character === ')') reading.depth = Math.max(0, reading.depth - 1);
    reading.at++;
  } else if (/[<>]/.test(character)) redirection(reading);
  else word(reading);
}

function comment(reading: Reading): void {
  const { text, at, to } = reading;
  const found = text.indexOf('\n', at);
  reading.at = found < 0 ? to : Math.min(found, to);
  const content = text.slice(at, reading.at).trimEnd();
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const own = { span: span(at, at + content.length), text: content.slice(1).trim() };
  reading.comments.push({ ...own, ownLine: before.trim() === '' });
}

function redirection(reading: Reading): void {
  const { text, at, to } = reading;
  const heredoc = /^<<(-?)[ \t]*(['"\\]?)([\w.-]+)\2/.exec(text.slice(at, Math.min(to, at + 200)));
  if (heredoc && !text.startsWith('<<<', at)) {
    reading.heredocs.push({ name: heredoc[3] ?? '', tabs: heredoc[1] === '-' });
    reading.at += heredoc[0].length;
    return;
  }
  while (reading.at < to && /[<>&|]/.test(text.charAt(reading.at))) reading.at++;
  while (reading.at < to && /[ \t]/.test(text.charAt(reading.at))) reading.at++;
  if (reading.at < to && !/[\s;&|()<>]/.test(text.charAt(reading.at)))
    reading.at = scriptWord(text, reading.at, to).span.end;
}

function skipHeredocs(reading: Reading): void {
  for (const { name, tabs } of reading.heredocs) {
    while (reading.at < reading.to) {
      const found = reading.text.indexOf('\n', reading.at);
      const end = found < 0 ? reading.to : Math.min(found, reading.to);
      const line = reading.text.slice(reading.at, end).replace(/\r$/, '');
      reading.at = Math.min(reading.to, end + 1);
      if ((tabs ? line.replace(/^\t+/, '') : line) === name) break;
    }
  }
  reading.heredocs = [];
}

function word(reading: Reading): void {
  const { text, at, to } = reading;
  const found = scriptWord(text, at, to);
  reading.at = Math.max(found.span.end, at + 1);
  const written = text.slice(found.span.start, found.span.end);
  if (reading.words.length === 0) {
    if (CLOSERS.has(written)) reading.depth = Math.max(0, reading.depth - 1);
    if (OPENERS.has(written)) reading.depth++;
    if (CLOSERS.has(written) || BETWEEN.has(written)) return;
  }
  reading.words.push(found);
}

function endCommand(reading: Reading, links: boolean): void {
  const { words, linked, depth } = reading;
  const [first] = words;
  const last = words.at(-1);
  if (first && last)
    reading.commands.push({
      words,
      span: span(first.span.start, last.span.end),
      conditional: linked || depth > 0,
    });
  reading.words = [];
  reading.linked = links;
}
