import type { FileEdit } from '../../text/file-edit.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { DocTable, WrittenRow } from '../docs/doc-table.ts';
import { type Columns, columnsOf, keyOf, valueIn, withValue } from '../docs/key-rows.ts';
import { listTables } from '../docs/list-tables.ts';
import { markdownTables } from '../docs/markdown-tables.ts';
import type { MigrationFacts } from '../facts.ts';
import type { Move } from '../plans.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';
import { inNewUnit } from './unit-words.ts';

type Code = Extract<Move, { kind: 'code' }>['code'];

/**
 * The edits of tables of settings in documents: the row of a key follows the code that is written. While code reads both
 * keys, the new one has a row of its own and the old one is said to be deprecated; then that row goes.
 */
export function docsEdits(
  facts: MigrationFacts,
  code: Code,
): { readonly edits: readonly FileEdit[]; readonly notes: readonly string[] } {
  const notes = new Set<string>();
  const edits = (facts.docs ?? []).flatMap((file) =>
    tablesOf(file).flatMap((table) => {
      const { rows, blank } = writtenTable(facts, code, table);
      const own = table.write(rows);
      if (own.length > 0) {
        for (const key of blank) notes.add(`say in \`${file.path}\` what \`${key}\` is for`);
      }
      return own.map((edit) => ({ path: file.path, ...edit }));
    }),
  );
  return { edits, notes: [...notes] };
}

function tablesOf({ path, text }: SourceFile): readonly DocTable[] {
  return path.endsWith('.rst') ? listTables(text) : markdownTables(text);
}

/** A row on its way, with the key that it is about. */
interface KeyRow extends WrittenRow {
  readonly key?: string;
}

interface Written {
  readonly rows: readonly KeyRow[];
  /** Keys whose rows say nothing of them yet. */
  readonly blank: readonly string[];
}

function writtenTable(facts: MigrationFacts, code: Code, table: DocTable): Written {
  const column = keyColumn(facts, table);
  const plain = table.rows.map((cells, like): KeyRow => {
    const key = keyOf(cells[column] ?? '');
    return { like, cells, ...(key === undefined ? {} : { key }) };
  });
  const columns = columnsOf(table.header, table.header.length || (table.rows[0]?.length ?? 0), column);
  const place: Place = { facts, code, column, columns };
  let written: Written = { rows: plain, blank: [] };
  for (const group of keyGroups(facts)) {
    const next = changed(place, group, written.rows);
    written = { rows: next.rows, blank: [...written.blank, ...next.blank] };
  }
  return written;
}

/** The column in which the keys stand: the first in which one of the migration or of the service does. */
function keyColumn({ fromKeys, toKeys, knownKeys }: MigrationFacts, { rows }: DocTable): number {
  const keys = new Set([...fromKeys, ...toKeys, ...knownKeys]);
  const found = rows.flatMap((cells) => cells.findIndex((it) => keys.has(keyOf(it) ?? '')));
  return Math.max(0, found.find((it) => it >= 0) ?? 0);
}

interface Place {
  readonly facts: MigrationFacts;
  readonly code: Code;
  readonly column: number;
  readonly columns: Columns;
}

function changed(place: Place, group: KeyGroup, rows: readonly KeyRow[]): Written {
  switch (place.facts.kind) {
    case 'rename':
    case 'move':
    case 'unit':
    case 'split':
    case 'merge':
      return place.code === 'both' ? bothNamed(place, group, rows) : newNamed(place, group, rows);
    case 'remove':
    case 'flag':
      return { rows: rows.filter((it) => !group.from.includes(it.key ?? '')), blank: [] };
    case 'rotate-signing':
      return withList(place, group, rows);
    case 'require':
      return { ...required(place, rows) };
    case 'default':
    case 'retype':
    case 'enum':
      return {
        rows: rows.map((row) => (row.key === place.facts.from ? respelled(place, group, row) : row)),
        blank: [],
      };
    default:
      return { rows, blank: [] };
  }
}

/** Rows of the new keys below the old ones, which are said to be deprecated. */
function bothNamed(place: Place, group: KeyGroup, rows: readonly KeyRow[]): Written {
  const last = rows.findLast((it) => group.from.includes(it.key ?? ''));
  const missing = missingIn(group, rows);
  const result = rows.flatMap((row) => {
    const own = group.from.includes(row.key ?? '') ? [deprecated(place, group, row)] : [row];
    return row === last ? [...own, ...missing.map((key) => rowFor(place, group, rows, row, key))] : own;
  });
  return { rows: result, blank: last ? blankKeys(place, missing, last) : [] };
}

/** Rows of the new keys in place of the old ones. */
function newNamed(place: Place, group: KeyGroup, rows: readonly KeyRow[]): Written {
  const first = rows.find((it) => group.from.includes(it.key ?? ''));
  const missing = missingIn(group, rows);
  const result = rows.flatMap((row) => {
    if (!group.from.includes(row.key ?? '')) return [row];
    return row === first ? missing.map((key) => rowFor(place, group, rows, row, key)) : [];
  });
  return { rows: result, blank: first ? blankKeys(place, missing, first) : [] };
}

function missingIn({ to }: KeyGroup, rows: readonly KeyRow[]): readonly string[] {
  return to.filter((key) => !rows.some((it) => it.key === key));
}

/** Kinds whose new keys mean something else than the old ones: what was said of those is not said of these. */
function saysNothing({ facts: { kind } }: Place): boolean {
  return kind === 'split' || kind === 'merge' || kind === 'rotate-signing' || kind === 'require';
}

/** Keys of which a person has to say more than what the row of the old key says. */
function blankKeys(place: Place, keys: readonly string[], like?: KeyRow): readonly string[] {
  const { columns, facts } = place;
  const isUnsure = (like?.cells ?? []).some(
    (cell, at) => at !== columns.defaults && inNewUnit(cell, facts.convert) === 'unsure',
  );
  return isUnsure || (saysNothing(place) && columns.note !== undefined) ? keys : [];
}

/** A row like another one, for another key. */
function rowFor(place: Place, group: KeyGroup, rows: readonly KeyRow[], near: KeyRow, key: string): KeyRow {
  const { column, columns } = place;
  const cells = near.cells.map((cell, at) => {
    if (at === column) return near.key === undefined ? cell : cell.replace(near.key, key);
    if (at === columns.defaults && group.conversion?.name !== 'same')
      return convertedDefault(place, group, rows, key);
    if (saysNothing(place)) return '';
    const said = inNewUnit(cell, place.facts.convert);
    return said === undefined || said === 'unsure' ? cell : said;
  });
  return { like: near.like, cells, key };
}

function convertedDefault(
  { columns: { defaults } }: Place,
  group: KeyGroup,
  rows: readonly KeyRow[],
  key: string,
): string {
  const olds = group.from.map((from) => rows.find((it) => it.key === from)?.cells[defaults ?? -1] ?? '');
  const texts = olds.map(valueIn);
  if (texts.includes(undefined)) return '';
  const converted = group.conversion?.toNew(new Map(group.from.map((from, at) => [from, texts[at] ?? ''])));
  const text = converted?.get(key);
  return text === undefined ? '' : withValue(olds[0] ?? '', text);
}

function deprecated({ columns: { note } }: Place, { to }: KeyGroup, row: KeyRow): KeyRow {
  const mark = `deprecated, use ${to.map((key) => `\`${key}\``).join(', ')}`;
  const said = note === undefined ? mark : (row.cells[note] ?? '');
  if (said.includes(mark) || said.includes(mark.replaceAll('`', '``'))) return row;
  return {
    ...row,
    cells: row.cells.map((cell, at) => (at === note ? [mark, cell].filter(Boolean).join('; ') : cell)),
  };
}

/** A row for the list of keys that verify, below that of the key that signs. */
function withList(place: Place, group: KeyGroup, rows: readonly KeyRow[]): Written {
  const near = rows.find((it) => it.key === place.facts.from);
  const missing = near === undefined ? [] : missingIn(group, rows);
  const result = rows.flatMap((row) =>
    row === near ? [row, ...missing.map((key) => rowFor(place, group, rows, row, key))] : [row],
  );
  return { rows: result, blank: blankKeys(place, missing) };
}

/** The key is said to be required; where a table lists others of the service, it gets a row. */
function required(place: Place, rows: readonly KeyRow[]): Written {
  const { facts, code, columns } = place;
  const key = facts.to ?? facts.from;
  const mark = (row: KeyRow) => ({
    ...row,
    cells: row.cells.map((cell, at) => (at === columns.required ? requiredCell(cell) : cell)),
  });
  if (rows.some((it) => it.key === key)) {
    return { rows: rows.map((row) => (row.key === key && code === 'new' ? mark(row) : row)), blank: [] };
  }
  const known = rows.filter((it) => it.key !== undefined && facts.knownKeys.includes(it.key));
  const near = known.at(-1);
  if (near === undefined || known.length < 2) return { rows, blank: [] };
  const blank = rowFor(place, { from: [], to: [key], all: [key], conversion: undefined }, rows, near, key);
  return {
    rows: rows.flatMap((row) => (row === near ? [row, code === 'new' ? mark(blank) : blank] : [row])),
    blank: blankKeys(place, [key]),
  };
}

function requiredCell(cell: string): string {
  if (cell === '') return 'yes';
  if (/^(?:no|optional)$/.test(cell)) return 'yes';
  return /^(?:No|Optional)$/.test(cell) ? 'Yes' : cell;
}

/** The default, and other values of a key that keeps its name, as they are written from now on. */
function respelled({ facts, code, columns }: Place, group: KeyGroup, row: KeyRow): KeyRow {
  const next = (cell: string): string | undefined => {
    const text = valueIn(cell);
    if (text === undefined) return undefined;
    if (facts.kind !== 'default')
      return group.conversion?.toNew(new Map([[facts.from, text]]))?.get(facts.from);
    return code === 'new' ? facts.answers.get('default_new') : undefined;
  };
  const cells = row.cells.map((cell, at) => {
    const text = at === columns.defaults ? next(cell) : undefined;
    return text === undefined || text === valueIn(cell) ? cell : withValue(cell, text);
  });
  return { ...row, cells };
}
