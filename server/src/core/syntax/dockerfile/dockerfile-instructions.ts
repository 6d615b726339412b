import { type Span, span } from '../../text/span.ts';
import type { Comment, Problem } from '../document.ts';
import { isGoSpace } from '../go-space.ts';
import { type JoinedText, joinText, spanInFile } from '../joined-text.ts';
import { heredocNames } from './dockerfile-heredoc.ts';

/** The character that escapes others and continues lines: a directive on top of the file may choose the backtick. */
export type DockerEscape = '\\' | '`';

/** One instruction with the lines that continue it, joined as BuildKit joins them. */
export interface DockerInstruction {
  /** In capitals. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** Words before the arguments that start with `--`. */
  readonly flags: readonly string[];
  readonly joined: JoinedText;
  /** Where the arguments stand in the joined text, blanks around them left out. */
  readonly from: number;
  readonly to: number;
  /** From the keyword to the last character of the arguments; texts of heredocs left out. */
  readonly span: Span;
}

export interface DockerfileText {
  readonly escapeWith: DockerEscape;
  readonly instructions: readonly DockerInstruction[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

const DIRECTIVE = /^#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;
const DIRECTIVES: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);
const WITH_HEREDOC: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/** Where reading stands. */
interface Reading {
  readonly text: string;
  at: number;
  readonly instructions: DockerInstruction[];
  readonly comments: Comment[];
  readonly problems: Problem[];
}

/**
 * The instructions of a Dockerfile: moby/buildkit v0.34, `frontend/dockerfile/parser`. Lines end at `\n`; blank lines
 * and comments inside a continued instruction are skipped. Where BuildKit refuses the file, there is a problem and
 * reading goes on.
 */
export function dockerInstructions(text: string): DockerfileText {
  const reading: Reading = { text, at: 0, instructions: [], comments: [], problems: [] };
  const escapeWith = readDirectives(reading);
  while (reading.at < text.length) readInstruction(reading, escapeWith);
  const { instructions, comments, problems } = reading;
  return { escapeWith, instructions, comments, problems };
}

/** The next line without its line break; `at` moves past it. */
function nextLine(reading: Reading): Span {
  const { text, at } = reading;
  const found = text.indexOf('\n', at);
  reading.at = found < 0 ? text.length : found + 1;
  let end = found < 0 ? text.length : found;
  while (end > at && text.charCodeAt(end - 1) === 13) end--;
  return span(at, end);
}

function readDirectives(reading: Reading): DockerEscape {
  let escapeWith: DockerEscape = '\\';
  const seen = new Set<string>();
  while (reading.at < reading.text.length) {
    const start = reading.at;
    const line = nextLine(reading);
    const match = DIRECTIVE.exec(
      reading.text.slice(skipGoSpace(reading.text, line.start, line.end), line.end),
    );
    const name = match?.[1]?.toLowerCase() ?? '';
    if (!DIRECTIVES.has(name) || seen.has(name)) {
      reading.at = start;
      break;
    }
    seen.add(name);
    reading.comments.push(commentOf(reading.text, line));
    if (name === 'escape' && match?.[2] === '`') escapeWith = '`';
  }
  return escapeWith;
}

function skipGoSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isGoSpace(text.charCodeAt(at))) at++;
  return at;
}

function commentOf(text: string, line: Span): Comment {
  const start = skipGoSpace(text, line.start, line.end);
  const content = text.slice(start, line.end);
  return {
    span: span(start, start + content.trimEnd().length),
    text: content.slice(1).trim(),
    ownLine: true,
  };
}

function readInstruction(reading: Reading, escapeWith: DockerEscape): void {
  const { text } = reading;
  const first = nextLine(reading);
  const start = skipGoSpace(text, first.start, first.end);
  if (start === first.end) return;
  if (text.charAt(start) === '#') {
    reading.comments.push(commentOf(text, first));
    return;
  }
  const pieces: Span[] = [];
  let continued = pushPiece(text, span(start, first.end), escapeWith, pieces);
  while (continued && reading.at < text.length) {
    const line = nextLine(reading);
    const at = skipGoSpace(text, line.start, line.end);
    if (at === line.end) continue;
    if (text.charAt(at) === '#') reading.comments.push(commentOf(text, line));
    else continued = pushPiece(text, line, escapeWith, pieces);
  }
  const instruction = instructionOf(joinText(text, pieces));
  if (instruction === undefined) return;
  reading.instructions.push(instruction);
  const { keyword, joined } = instruction;
  const inner = keyword === 'ONBUILD' ? joined.text.slice(instruction.from).split(/\s/, 1)[0] : keyword;
  if (WITH_HEREDOC.has(inner?.toUpperCase() ?? '')) skipHeredocs(reading, instruction);
}

/** True when the line goes on below: its last character but blanks is an escape without another before it. */
function pushPiece(text: string, line: Span, escapeWith: DockerEscape, pieces: Span[]): boolean {
  let end = line.end;
  while (end > line.start && (text.charAt(end - 1) === ' ' || text.charAt(end - 1) === '\t')) end--;
  const last = end - 1;
  const continues =
    last >= line.start &&
    text.charAt(last) === escapeWith &&
    !(last > line.start && text.charAt(last - 1) === escapeWith);
  pieces.push(continues ? span(line.start, last) : line);
  return continues;
}

function instructionOf(joined: JoinedText): DockerInstruction | undefined {
  const { text } = joined;
  const start = skipGoSpace(text, 0, text.length);
  const word = /^[^\t\v\f\r ]+/.exec(text.slice(start))?.[0];
  if (word === undefined) return undefined;
  let from = skipGoSpace(text, start + word.length, text.length);
  const flags: string[] = [];
  for (let flag = flagAt(text, from); flag !== undefined; flag = flagAt(text, from)) {
    flags.push(flag);
    from = skipGoSpace(text, from + flag.length, text.length);
  }
  let to = text.length;
  while (to > from && isGoSpace(text.charCodeAt(to - 1))) to--;
  return {
    keyword: word.toUpperCase(),
    keywordSpan: spanInFile(joined, start, start + word.length),
    flags,
    joined,
    from,
    to,
    span: spanInFile(joined, start, Math.max(to, start + word.length)),
  };
}

function flagAt(text: string, at: number): string | undefined {
  return text.startsWith('--', at) ? /^\S+/.exec(text.slice(at))?.[0] : undefined;
}

function skipHeredocs(reading: Reading, instruction: DockerInstruction): void {
  const { joined } = instruction;
  for (const { name, chomp } of heredocNames(joined.text)) {
    let closed = false;
    while (!closed && reading.at < reading.text.length) {
      const line = nextLine(reading);
      const written = reading.text.slice(line.start, line.end);
      closed = (chomp ? written.replace(/^\t+/, '') : written) === name;
    }
    if (closed) continue;
    const message = `The text \`<<${name}\` is never closed, so the image cannot be built`;
    reading.problems.push({ kind: 'syntax', span: instruction.span, message });
  }
}
