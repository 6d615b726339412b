import { type DocTable, type Line, linesIn, replaceLines, type WrittenRow } from './doc-table.ts';

/** A row as it is written: what stands before its first cell, its cells with their blanks, what stands behind. */
interface Row {
  readonly before: string;
  readonly cells: readonly string[];
  readonly after: string;
}

type Side = 'left' | 'right' | 'center';

/** The tables of a Markdown text (GitHub Flavored Markdown 0.29, section 4.10), those in code left out. */
export function markdownTables(text: string): readonly DocTable[] {
  const lines = linesIn(text);
  const tables: DocTable[] = [];
  let fence: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const mark = /^[ \t>]*(`{3,}|~{3,})/.exec(lines[at]?.text ?? '')?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    if (fence !== undefined) continue;
    const table = tableAt(lines, at);
    if (table === undefined) continue;
    tables.push(table.table);
    at += table.count - 1;
  }
  return tables;
}

function tableAt(lines: readonly Line[], at: number) {
  const head = rowOf(lines[at]?.text ?? '');
  const rule = rowOf(lines[at + 1]?.text ?? '');
  if (!head || !rule || head.cells.length !== rule.cells.length) return undefined;
  if (!rule.cells.every((it) => /^[ \t]*:?-+:?[ \t]*$/.test(it))) return undefined;
  const own = [lines[at], lines[at + 1]] as Line[];
  const rows: Row[] = [];
  for (let next = at + 2; next < lines.length; next++) {
    const line = lines[next];
    const row = line && rowOf(line.text);
    if (line === undefined || row === undefined) break;
    own.push(line);
    rows.push(row);
  }
  const table: DocTable = {
    header: head.cells.map((it) => it.trim()),
    rows: rows.map((row) => row.cells.map((it) => it.trim())),
    write: (wanted) => replaceLines(own, writtenRows([head, rule, ...rows], wanted)),
  };
  return { table, count: own.length };
}

/** Undefined for a line that has no cells. */
function rowOf(text: string): Row | undefined {
  const before = /^[ \t>]*\|?/.exec(text)?.[0] ?? '';
  const after = /(?<!\\)\|?[ \t]*$/.exec(text.slice(before.length))?.[0] ?? '';
  const inner = text.slice(before.length, text.length - after.length);
  if (!/(?<!\\)\|/.test(text) || inner.trim() === '') return undefined;
  return { before, cells: inner.split(/(?<!\\)\|/), after };
}

function writtenRows(all: readonly Row[], wanted: readonly WrittenRow[]): readonly string[] {
  const [head, rule, ...rows] = all;
  if (head === undefined || rule === undefined) return [];
  const sides = rule.cells.map(sideOf);
  const changed = wanted.map(({ like, cells }) => {
    const row = rows[like];
    return row && { ...row, cells: row.cells.map((raw, at) => cellText(raw, cells[at] ?? '', sides[at])) };
  });
  const result = [head, rule, ...changed.flatMap((it) => it ?? [])];
  const widths = head.cells.map((_, column) => widthOf(all, column));
  const needed = widths.map((width, column) =>
    width === undefined ? undefined : Math.max(width, ...result.map((row) => lengthOf(row.cells[column]))),
  );
  return result.map((row, index) => {
    const cells = row.cells.map((raw, column) => {
      const width = needed[column];
      if (width === undefined) return raw;
      return index === 1 ? longerRule(raw, width) : padded(raw, width, sides[column]);
    });
    return `${row.before}${cells.join('|')}${row.after}`;
  });
}

/** The width of a column in which every cell is as wide as the others; undefined where they are not. */
function widthOf(rows: readonly Row[], column: number): number | undefined {
  const widths = rows.map((row) => lengthOf(row.cells[column]));
  const [first] = widths;
  const isOpen = rows.some((row) => row.after === '' && column === row.cells.length - 1);
  return !isOpen && widths.every((it) => it === first) ? first : undefined;
}

/** A cell with another text between as little blank as it had; the cell itself where the text is the same. */
function cellText(raw: string, text: string, side: Side = 'left'): string {
  if (raw.trim() === text) return raw;
  const blank = raw.trim() === '';
  const lead = side === 'left' && !blank ? (/^[ \t]*/.exec(raw)?.[0] ?? '') : /^[ \t]/.test(raw) ? ' ' : '';
  const trail = side === 'right' && !blank ? (/[ \t]*$/.exec(raw)?.[0] ?? '') : /[ \t]$/.test(raw) ? ' ' : '';
  return `${lead}${text}${trail}`;
}

function padded(raw: string, width: number, side: Side = 'left'): string {
  const missing = width - lengthOf(raw);
  if (missing <= 0) return raw;
  if (side === 'right') return ' '.repeat(missing) + raw;
  const before = side === 'center' ? Math.floor(missing / 2) : 0;
  return ' '.repeat(before) + raw + ' '.repeat(missing - before);
}

function longerRule(raw: string, width: number): string {
  return raw.replace(/-+/, (dashes) => dashes + '-'.repeat(Math.max(0, width - lengthOf(raw))));
}

function sideOf(rule: string): Side {
  const [left, right] = [rule.trim().startsWith(':'), rule.trim().endsWith(':')];
  return right ? (left ? 'center' : 'right') : 'left';
}

function lengthOf(text = ''): number {
  return [...text].length;
}
