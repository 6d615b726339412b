import { type Span, span } from '../../text/span.ts';
import type { Comment, Problem } from '../document.ts';
import type { JoinedPiece, JoinedText } from '../joined-text.ts';

/** One `Key=value` of a unit with the lines that continue it. */
export interface UnitSetting {
  /** Without its brackets; empty above the first section. */
  readonly section: string;
  readonly key: string;
  /** The joined line: a backslash at the end of a line has become a blank. */
  readonly joined: JoinedText;
  /** Where the value stands in the joined text, blanks around it left out. */
  readonly from: number;
  readonly to: number;
  /** From the key to the last character of the value. */
  readonly span: Span;
}

export interface UnitText {
  readonly settings: readonly UnitSetting[];
  /** Where each section's line ends, by its name; the last of a name counts. */
  readonly sections: ReadonlyMap<string, number>;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/**
 * The settings of a systemd unit or drop-in: systemd 252, `config_parse` in `src/shared/conf-parser.c`. Lines of
 * comments are skipped wherever they stand, in a continued line too; a blank line ends one.
 */
export function unitSettings(text: string): UnitText {
  const settings: UnitSetting[] = [];
  const sections = new Map<string, number>();
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  let section = '';
  let open: { text: string; pieces: JoinedPiece[] } | undefined;
  const close = (line: JoinedText) => {
    const setting = settingOf(line, section);
    if (setting) settings.push(setting);
    const header = /^\[(.*)\]\s*$/.exec(line.text);
    if (header) {
      section = header[1] ?? '';
      sections.set(section, (line.pieces.at(-1)?.at ?? 0) + line.text.length);
    } else if (!setting && line.text.trim() !== '') problems.push(strayLine(line));
  };
  for (const line of linesOf(text)) {
    const start = line.start + (/^[ \t]*/.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
    if (/[#;]/.test(text.charAt(start)) && start < line.end) {
      comments.push(commentOf(text, span(start, line.end)));
      continue;
    }
    const joined = open ?? { text: '', pieces: [] };
    const goesOn = endsInEscape(text, start, line.end);
    // Blanks at the start of a line that goes on another belong to the value.
    const from = open ? line.start : start;
    joined.pieces.push({ start: joined.text.length, at: from });
    joined.text += goesOn ? `${text.slice(from, line.end - 1)} ` : text.slice(from, line.end);
    open = goesOn ? joined : undefined;
    if (!goesOn) close(joined);
  }
  if (open) close(open);
  return { settings, sections, comments, problems };
}

function* linesOf(text: string): Generator<Span> {
  let start = 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n\r|[\n\r\0]/g)) {
    yield span(start, index);
    start = index + lineBreak.length;
  }
  if (start < text.length) yield span(start, text.length);
}

/** An odd number of backslashes: an even one is escaped backslashes. */
function endsInEscape(text: string, from: number, to: number): boolean {
  let at = to;
  while (at > from && text.charAt(at - 1) === '\\') at--;
  return (to - at) % 2 === 1;
}

function commentOf(text: string, at: Span): Comment {
  const content = text.slice(at.start, at.end).trimEnd();
  return { span: span(at.start, at.start + content.length), text: content.slice(1).trim(), ownLine: true };
}

function settingOf(joined: JoinedText, section: string): UnitSetting | undefined {
  const { text } = joined;
  const equals = text.indexOf('=');
  if (equals <= 0 || text.startsWith('[')) return undefined;
  const key = text.slice(0, equals).trimEnd();
  const blanks = (from: number) => /^[ \t\n\r]*/.exec(text.slice(from))?.[0].length ?? 0;
  const from = equals + 1 + blanks(equals + 1);
  const to = Math.max(from, text.trimEnd().length);
  const last = pieceOffset(joined, Math.max(equals, to - 1)) + 1;
  return { section, key, joined, from, to, span: span(pieceOffset(joined, 0), last) };
}

function pieceOffset({ pieces }: JoinedText, index: number): number {
  const piece = pieces.findLast((it) => it.start <= index);
  return piece === undefined ? 0 : piece.at + index - piece.start;
}

function strayLine(line: JoinedText): Problem {
  const at = pieceOffset(line, 0);
  const end = at + (line.pieces[1]?.start ?? line.text.trimEnd().length);
  return { kind: 'syntax', span: span(at, end), message: 'This line is neither a section nor `Key=value`' };
}
