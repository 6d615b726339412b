import { type DocTable, type Line, linesIn, replaceLines, type WrittenRow } from './doc-table.ts';

/** One row: its lines, and where each cell begins among them. */
interface Row {
  readonly lines: readonly string[];
  readonly cells: readonly { readonly from: number; readonly to: number }[];
}

const DIRECTIVE = /^([ \t]*)\.\. list-table::/;

/** The tables that the directive `list-table` of reStructuredText (docutils 0.21) makes of lists of lists. */
export function listTables(text: string): readonly DocTable[] {
  const lines = linesIn(text);
  return lines.flatMap((line, at) => {
    const indent = DIRECTIVE.exec(line.text)?.[1];
    return indent === undefined ? [] : (tableIn(lines, at, indent.length) ?? []);
  });
}

function tableIn(lines: readonly Line[], at: number, indent: number): DocTable | undefined {
  let end = at + 1;
  for (let next = at + 1; next < lines.length; next++) {
    const { text } = lines[next] as Line;
    if (text.trim() === '') continue;
    if (blanksBefore(text) <= indent) break;
    end = next + 1;
  }
  const first = lines.findIndex((it, index) => index > at && index < end && /^[ \t]*\* -/.test(it.text));
  if (first < 0) return undefined;
  const options = lines.slice(at + 1, first).map((it) => it.text.trim());
  const headers = Number(options.flatMap((it) => /^:header-rows:[ \t]*(\d+)/.exec(it)?.[1] ?? [])[0] ?? 0);
  const own = lines.slice(first, end);
  const rows = rowsOf(own.map((it) => it.text));
  const [head, body] = [rows.slice(0, headers), rows.slice(headers)];
  return {
    header: head[0] ? textsOf(head[0]) : [],
    rows: body.map(textsOf),
    write: (wanted) =>
      replaceLines(own, [...head.flatMap((it) => it.lines), ...wanted.flatMap((it) => writtenRow(body, it))]),
  };
}

function rowsOf(texts: readonly string[]): readonly Row[] {
  const starts = texts.flatMap((text, at) => (/^[ \t]*\* -/.test(text) ? [at] : []));
  return starts.map((start, index) => {
    const lines = texts.slice(start, starts[index + 1] ?? texts.length);
    const column = (lines[0] ?? '').indexOf('-');
    const from = lines.flatMap((text, at) =>
      at === 0 || (blanksBefore(text) === column && /^[ \t]*-(?:[ \t]|$)/.test(text)) ? [at] : [],
    );
    const cells = from.map((it, at) => ({ from: it, to: from[at + 1] ?? lines.length }));
    return { lines, cells };
  });
}

function textsOf({ lines, cells }: Row): readonly string[] {
  return cells.map(({ from, to }) =>
    lines
      .slice(from, to)
      .map((text, at) => (at === 0 ? text.replace(MARK, '') : text).trim())
      .filter((text) => text !== '')
      .join(' '),
  );
}

/** What stands before the text of a cell on its first line. */
const MARK = /^[ \t]*(?:\*[ \t]+)?-[ \t]*/;

function writtenRow(rows: readonly Row[], { like, cells }: WrittenRow): readonly string[] {
  const row = rows[like];
  if (row === undefined) return [];
  const texts = textsOf(row);
  return row.cells.flatMap(({ from, to }, at) => {
    const own = row.lines.slice(from, to);
    const wanted = cells[at] ?? '';
    if (wanted === texts[at]) return own;
    const before = /^[ \t]*(?:\*[ \t]+)?-/.exec(own[0] ?? '')?.[0] ?? '';
    const blank = own.slice(1).findLastIndex((text) => text.trim() !== '') + 1;
    return [`${before} ${wanted}`.trimEnd(), ...own.slice(blank + 1)];
  });
}

function blanksBefore(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}
