import type { Edit } from '../../text/edit.ts';
import { oneEdit } from '../../text/one-edit.ts';

/** A table of a document, as far as a list of settings goes. */
export interface DocTable {
  /** The texts of the header, empty where it has none. */
  readonly header: readonly string[];
  /** The texts of the cells, row by row. */
  readonly rows: readonly (readonly string[])[];
  /**
   * The edits that leave these rows, in this order: each is laid out like the row of `like`, and stays as it is written
   * where it is that row with its own cells. Columns that are aligned stay so. No edits where nothing changes.
   */
  readonly write: (rows: readonly WrittenRow[]) => readonly Edit[];
}

export interface WrittenRow {
  /** Index of a row. */
  readonly like: number;
  readonly cells: readonly string[];
}

/** A line of a text, with the line break that ends it. */
export interface Line {
  readonly start: number;
  readonly text: string;
  readonly lineBreak: string;
}

/** The lines of a text; the last has no line break, and is left out where it is empty. */
export function linesIn(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, own = '', lineBreak = ''] = match;
    if (whole === '') break;
    lines.push({ start: match.index, text: own, lineBreak });
  }
  return lines;
}

/**
 * The edit that puts other texts in the place of lines that follow each other; what ends the last of them stays. No
 * edit where nothing differs, or the lines do not all end alike.
 */
export function replaceLines(lines: readonly Line[], texts: readonly string[]): readonly Edit[] {
  const [first] = lines;
  if (first === undefined) return [];
  const breaks = new Set(lines.slice(0, -1).map((it) => it.lineBreak));
  const [lineBreak = lines[0]?.lineBreak || '\n'] = breaks;
  const before = lines.map((it) => it.text).join(lineBreak);
  const after = texts.join(lineBreak);
  if (breaks.size > 1 || before === after) return [];
  const { span, newText } = oneEdit(before, after);
  return [{ span: { start: first.start + span.start, end: first.start + span.end }, newText }];
}
