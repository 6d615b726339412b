import { lineEnd, nextLine } from '../lines.ts';
import { isPythonSpace, skipSpace, trimEnd } from '../python-space.ts';
import type { IniDialect } from './ini-dialect.ts';

/** One line of a text as `configparser` looks at it. */
export interface IniLine {
  readonly start: number;
  /** Of the line's text, without its line break. */
  readonly end: number;
  /** What is left without comment and blanks around; empty where nothing is. */
  readonly from: number;
  readonly to: number;
  /** Where the comment starts, if there is one. */
  readonly comment: number | undefined;
  /** How many blanks stand before the text. */
  readonly indent: number;
}

/** The lines of a text; they end at `\n`, `\r\n` and `\r`, as in files that Python opens as text. */
export function* iniLines(text: string, dialect: IniDialect): Generator<IniLine> {
  for (let start = 0; start < text.length; start = nextLine(text, start)) {
    const end = lineEnd(text, start);
    const first = Math.min(skipSpace(text, start), end);
    const comment = commentStart(text, start, end, first, dialect);
    const to = trimEnd(text, start, comment ?? end);
    yield { start, end, from: Math.min(first, to), to, comment, indent: first === end ? 0 : first - start };
  }
}

function commentStart(
  text: string,
  start: number,
  end: number,
  first: number,
  { commentPrefixes, inlineCommentPrefixes }: IniDialect,
): number | undefined {
  if (commentPrefixes.some((prefix) => first + prefix.length <= end && text.startsWith(prefix, first)))
    return first;
  return inlineComment(text.slice(start, end), start, inlineCommentPrefixes);
}

/**
 * Looks for the next place of each prefix in turn, and stops after the turn in which one begins a comment, as Python
 * 3.11 does; so it is not always the first that could.
 */
function inlineComment(line: string, start: number, prefixes: readonly string[]): number | undefined {
  let places = prefixes.map((prefix) => ({ prefix, at: -1 }));
  while (places.length > 0) {
    places = places
      .map(({ prefix, at }) => ({ prefix, at: line.indexOf(prefix, at + 1) }))
      .filter(({ at }) => at >= 0);
    const starts = places.filter(({ at }) => at === 0 || isPythonSpace(line.charCodeAt(at - 1)));
    if (starts.length > 0) return start + Math.min(...starts.map(({ at }) => at));
  }
  return undefined;
}
