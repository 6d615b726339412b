import { type Span, span } from '../../text/span.ts';

/** A piece of a word, quotes and escapes decoded. Offsets are those of the text that was read. */
export type ScriptPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** Empty for `$A` and `${A}`; `other` for what is not followed here (`${A%x}`). */
      readonly operator: '' | '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'other';
      /** After the operator, with its quotes. */
      readonly word: Span;
      readonly start: number;
      readonly end: number;
    }
  /** A command or a sum whose result is put in. */
  | { readonly kind: 'dynamic'; readonly start: number; readonly end: number };

export interface ScriptWord {
  readonly span: Span;
  readonly parts: readonly ScriptPart[];
}

/** Where a quote or bracket opens that is never closed. */
export interface ShellFault {
  readonly at: number;
}

/** Reading stops here; never leaves `shellCommands`. */
export class NeverClosed extends Error {
  readonly at: number;

  constructor(at: number) {
    super('never closed');
    this.at = at;
  }
}

/**
 * Reads one word of a script for a POSIX shell, as far as is needed to tell words apart: what is not followed is passed
 * over, where `sourcedWord` gives the word up. Reads from `at`, which has to be no blank, up to `to`. Throws
 * `NeverClosed`.
 */
export function scriptWord(text: string, at: number, to: number): ScriptWord {
  const scan = { text, at, to, parts: [] as ScriptPart[], plain: '' };
  while (scan.at < to && !isBreak(text.charAt(scan.at))) piece(scan);
  flush(scan);
  return { span: span(at, scan.at), parts: scan.parts };
}

function isBreak(character: string): boolean {
  return /[\s;&|()<>]/.test(character);
}

interface Scan {
  readonly text: string;
  at: number;
  readonly to: number;
  readonly parts: ScriptPart[];
  plain: string;
}

function flush(scan: Scan): void {
  if (scan.plain !== '') scan.parts.push({ kind: 'text', text: scan.plain });
  scan.plain = '';
}

function push(scan: Scan, part: ScriptPart): void {
  flush(scan);
  scan.parts.push(part);
}

function piece(scan: Scan): void {
  const character = scan.text.charAt(scan.at);
  if (character === '\\') escaped(scan);
  else if (character === "'") {
    const close = scan.text.indexOf("'", scan.at + 1);
    if (close < 0 || close >= scan.to) throw new NeverClosed(scan.at);
    scan.plain += scan.text.slice(scan.at + 1, close);
    scan.at = close + 1;
  } else if (character === '"') doubleQuoted(scan);
  else if (character === '$' || character === '`') expansion(scan);
  else if (character === '~' && isHome(scan)) home(scan);
  else {
    scan.plain += character;
    scan.at++;
  }
}

/** A tilde stands for a home folder at the start of a word, and of each part of an assigned value. */
function isHome({ text, at }: Scan): boolean {
  return at === 0 || /[\s=:;&|()]/.test(text.charAt(at - 1));
}

/** `~` is `$HOME`; `~name` asks the system. */
function home(scan: Scan): void {
  const start = scan.at;
  const name = /^~[\w.-]*/.exec(scan.text.slice(start, Math.min(scan.to, start + 300)))?.[0] ?? '~';
  scan.at += name.length;
  const end = scan.at;
  if (name === '~')
    push(scan, { kind: 'variable', name: 'HOME', operator: '', word: span(end, end), start, end });
  else push(scan, { kind: 'dynamic', start, end });
}

/** A backslash keeps the next character as it is; before a line break both are nothing. */
function escaped(scan: Scan): void {
  const next = scan.text.charAt(scan.at + 1);
  const lineBreak = /^\r?\n/.exec(scan.text.slice(scan.at + 1, scan.at + 3))?.[0];
  if (lineBreak === undefined) scan.plain += next;
  scan.at = Math.min(scan.to, scan.at + 1 + (lineBreak?.length ?? 1));
}

function doubleQuoted(scan: Scan): void {
  const start = scan.at++;
  while (scan.at < scan.to) {
    const character = scan.text.charAt(scan.at);
    if (character === '"') {
      scan.at++;
      return;
    }
    if (character === '$' || character === '`') expansion(scan);
    else if (character === '\\' && /[$`"\\\r\n]/.test(scan.text.charAt(scan.at + 1))) escaped(scan);
    else {
      scan.plain += character;
      scan.at++;
    }
  }
  throw new NeverClosed(start);
}

function expansion(scan: Scan): void {
  const { text, at: start } = scan;
  const rest = text.slice(start, Math.min(scan.to, start + 300));
  const plain = /^\$([A-Za-z_]\w*|[0-9@*#?$!-])/.exec(rest);
  if (plain) {
    scan.at += plain[0].length;
    const word = span(scan.at, scan.at);
    push(scan, { kind: 'variable', name: plain[1] ?? '', operator: '', word, start, end: scan.at });
  } else if (rest.startsWith('${')) braced(scan);
  else if (rest.startsWith('$(') || rest.startsWith('`') || rest.startsWith("$'")) {
    scan.at = closing(text, start, scan.to);
    push(scan, { kind: 'dynamic', start, end: scan.at });
  } else {
    scan.plain += '$';
    scan.at++;
  }
}

function braced(scan: Scan): void {
  const { text, at: start } = scan;
  const end = closing(text, start, scan.to);
  scan.at = end;
  const match = /^\$\{([A-Za-z_]\w*)(:?[-=+?])?/.exec(text.slice(start, end));
  if (match === null) {
    push(scan, { kind: 'dynamic', start, end });
    return;
  }
  const [head, name = '', operator] = match;
  const word = span(start + head.length, end - 1);
  const known = operator ?? (word.start === word.end ? '' : 'other');
  push(scan, { kind: 'variable', name, operator: known as Operator, word, start, end });
}

type Operator = (ScriptPart & { readonly kind: 'variable' })['operator'];

/** The offset after the end of `${…}`, `$(…)`, `` `…` `` or `$'…'`; what is quoted inside does not count. */
function closing(text: string, start: number, to: number): number {
  if (text.charAt(start) === '`' || text.startsWith("$'", start)) {
    const quote = text.charAt(start) === '`' ? '`' : "'";
    for (let at = start + (quote === '`' ? 1 : 2); at < to; at++) {
      if (text.charAt(at) === '\\') at++;
      else if (text.charAt(at) === quote) return at + 1;
    }
    throw new NeverClosed(start);
  }
  const open = text.charAt(start + 1);
  const close = open === '{' ? '}' : ')';
  let depth = 0;
  let quote = '';
  for (let at = start + 1; at < to; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'") at++;
    else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === open) depth++;
    else if (character === close && --depth === 0) return at + 1;
  }
  throw new NeverClosed(start);
}
