import type { DockerEscape } from './dockerfile-instructions.ts';

/** A piece of a value, quotes and escapes decoded. Offsets count from the start of the value. */
export type DockerPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly operator: '' | '-' | ':-' | '+' | ':+' | '?' | ':?';
      readonly word: readonly DockerPart[];
      readonly start: number;
      readonly end: number;
    }
  /** `${A#x}`, `${A%x}`, `${A/x/y}`. */
  | { readonly kind: 'pattern'; readonly name: string; readonly start: number; readonly end: number };

export type DockerValue =
  | { readonly parts: readonly DockerPart[] }
  /** Why the image cannot be built with it. */
  | { readonly fault: string };

/** Signals a text that BuildKit refuses; never leaves this file. */
class Refused extends Error {}

interface Scan {
  readonly text: string;
  readonly escapeWith: DockerEscape;
  at: number;
}

/** Nested deeper than this a value is refused here, so that no text can exhaust the stack. */
const MOST_NESTED = 50;

/** Takes the text of a value apart: moby/buildkit v0.34, `frontend/dockerfile/shell` (`Lex.ProcessWord`). */
export function dockerValue(text: string, escapeWith: DockerEscape): DockerValue {
  const scan: Scan = { text, escapeWith, at: 0 };
  try {
    return { parts: partsUntil(scan, '', 0) };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.message };
    throw error;
  }
}

class Parts {
  readonly all: DockerPart[] = [];
  #text = '';

  add(text: string): void {
    this.#text += text;
  }

  push(part: DockerPart): void {
    this.flush();
    this.all.push(part);
  }

  flush(): void {
    if (this.#text !== '') this.all.push({ kind: 'text', text: this.#text });
    this.#text = '';
  }
}

/** Reads up to a character that is not quoted, and past it; up to the end for none. */
function partsUntil(scan: Scan, stop: '' | '}' | '/', depth: number): readonly DockerPart[] {
  if (depth > MOST_NESTED) throw new Refused('nests too deep');
  const parts = new Parts();
  while (scan.at < scan.text.length) {
    const character = scan.text.charAt(scan.at);
    if (character === stop) {
      scan.at++;
      parts.flush();
      return parts.all;
    }
    if (character === "'") singleQuoted(scan, parts);
    else if (character === '"') doubleQuoted(scan, parts, depth);
    else if (character === '$') dollar(scan, parts, depth);
    else {
      scan.at++;
      if (character !== scan.escapeWith) parts.add(character);
      else if (scan.at < scan.text.length) parts.add(scan.text.charAt(scan.at++));
    }
  }
  if (stop !== '') throw new Refused('opens `${` and never closes it');
  parts.flush();
  return parts.all;
}

function singleQuoted(scan: Scan, parts: Parts): void {
  const close = scan.text.indexOf("'", scan.at + 1);
  if (close < 0) throw new Refused('opens a quote that is never closed');
  parts.add(scan.text.slice(scan.at + 1, close));
  scan.at = close + 1;
}

function doubleQuoted(scan: Scan, parts: Parts, depth: number): void {
  scan.at++;
  while (scan.at < scan.text.length) {
    const character = scan.text.charAt(scan.at);
    if (character === '$') {
      dollar(scan, parts, depth);
      continue;
    }
    scan.at++;
    if (character === '"') return;
    const next = scan.text.charAt(scan.at);
    if (character === scan.escapeWith && next === '') break;
    if (character === scan.escapeWith && (next === '"' || next === '$' || next === scan.escapeWith)) {
      parts.add(next);
      scan.at++;
    } else parts.add(character);
  }
  throw new Refused('opens a quote that is never closed');
}

function dollar(scan: Scan, parts: Parts, depth: number): void {
  const start = scan.at++;
  if (scan.text.charAt(scan.at) !== '{') {
    const name = variableName(scan);
    if (name === '') parts.add('$');
    else parts.push({ kind: 'variable', name, operator: '', word: [], start, end: scan.at });
    return;
  }
  scan.at++;
  const first = scan.text.charAt(scan.at);
  if (first === '') throw new Refused('opens `${` and never closes it');
  if (first === '{' || first === '}' || first === ':') throw new Refused('holds `${` without a name');
  parts.push(braced(scan, start, variableName(scan), depth));
}

function braced(scan: Scan, start: number, name: string, depth: number): DockerPart {
  const character = scan.text.charAt(scan.at++);
  if (character === '}') return { kind: 'variable', name, operator: '', word: [], start, end: scan.at };
  if (character === '/') {
    if (scan.text.charAt(scan.at) === '/') scan.at++;
    partsUntil(scan, '/', depth + 1);
    partsUntil(scan, '}', depth + 1);
    return { kind: 'pattern', name, start, end: scan.at };
  }
  if (character === '#' || character === '%') {
    partsUntil(scan, '}', depth + 1);
    return { kind: 'pattern', name, start, end: scan.at };
  }
  const sign = character === ':' ? scan.text.charAt(scan.at++) : character;
  const operator = `${character === ':' ? ':' : ''}${sign}`;
  if (!isOperator(operator)) throw new Refused('holds a `${` that Docker does not understand');
  const word = partsUntil(scan, '}', depth + 1);
  return { kind: 'variable', name, operator, word, start, end: scan.at };
}

type Operator = (DockerPart & { readonly kind: 'variable' })['operator'];

function isOperator(text: string): text is Operator {
  return /^:?[-+?]$/.test(text);
}

/** Letters, digits and `_`; digits alone where a digit comes first; one character where that is a special one. */
function variableName(scan: Scan): string {
  const rest = scan.text.slice(scan.at, scan.at + 1000);
  const name = /^(?:\p{Nd}+|[@*#?\-$!]|[\p{L}\p{Nd}_]+)/u.exec(rest)?.[0] ?? '';
  scan.at += name.length;
  return name;
}

/** What a variable is worth where a value is expanded, and why that may be otherwise when the image is built. */
export interface DockerKnown {
  /** Undefined where it is not set. */
  readonly text: string | undefined;
  readonly reason?: string;
}

/** What a value becomes. `text` is what it is as long as what the reason says makes no difference. */
export interface DockerExpanded {
  readonly text: string;
  readonly reason?: string;
}

/** The most characters of a value; values that double each other would grow without bound. */
const MOST_CHARACTERS = 100_000;

/** The text of a value with its variables replaced. */
export function expandDocker(
  parts: readonly DockerPart[],
  lookup: (name: string) => DockerKnown,
): DockerExpanded {
  let text = '';
  let reason: string | undefined;
  for (const part of parts) {
    const piece = part.kind === 'text' ? part : expandPart(part, lookup);
    text += piece.text;
    if ('reason' in piece) reason ??= piece.reason;
    if (text.length > MOST_CHARACTERS) return { text: '', reason: 'the value is too long to be looked at' };
  }
  return reason === undefined ? { text } : { text, reason };
}

function expandPart(
  part: Exclude<DockerPart, { kind: 'text' }>,
  lookup: (name: string) => DockerKnown,
): DockerExpanded {
  if (part.kind === 'pattern')
    return { text: '', reason: `the pattern of \`${part.name}\` is applied when the image is built` };
  const found = lookup(part.name);
  const stands = found.text !== undefined && (found.text !== '' || !part.operator.startsWith(':'));
  const sign = part.operator.slice(-1);
  const own = found.reason === undefined ? {} : { reason: found.reason };
  if (sign === '+' || (sign === '-' && !stands)) {
    const word = expandDocker(part.word, lookup);
    return { text: sign === '+' && !stands ? '' : word.text, ...own, ...(own.reason ? {} : reasonOf(word)) };
  }
  if (sign === '?' && !stands)
    return { text: '', reason: own.reason ?? `\`${part.name}\` is not set, so the image is not built` };
  return { text: found.text ?? '', ...own };
}

function reasonOf({ reason }: DockerExpanded): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
