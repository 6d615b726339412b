import assert from 'node:assert/strict';
import type { Fate } from './fate.ts';
import type { Repository } from './lab/repository.ts';
import { isRight } from './run-outcome.ts';

type Cell = 'ok' | 'crash' | 'reject' | 'split' | 'wrong' | 'n/a';

interface Grid {
  readonly columns: readonly { readonly held: string }[];
  readonly rows: readonly { readonly code: string; readonly cells: readonly Cell[] }[];
}

/** What the replica model says of each code on each environment, before a change and after it. */
export type ModelGrid = (code: 'from' | 'to', values: 'from' | 'to') => Cell;

/** What it says of a replica in one state (row) that looks at what one in another state has signed (column). */
export type AcceptanceGrid = (row: string, column: string) => Cell;

/** What somebody asks `crossfade plan` for: `['rename', 'DB_POOL', 'DB_POOL_SIZE']`, and what they answer. */
export interface Asked {
  readonly planned: readonly string[];
  readonly answers?: Readonly<Record<string, string>>;
}

async function gridOf({ crossfade, write }: Repository, { planned, answers = {} }: Asked): Promise<Grid> {
  write('.answers.json', JSON.stringify(answers));
  const ran = await crossfade('plan', ...planned, '--answers', '.answers.json', '--format', 'json');
  assert.equal(ran.status, 0, `crossfade plan ${planned.join(' ')}: ${ran.error}${ran.out}`);
  return (JSON.parse(ran.out) as { readonly grid: Grid }).grid;
}

/** The grid that `crossfade plan` shows of a change. */
export async function askGrid(repository: Repository, asked: Asked): Promise<ModelGrid> {
  const grid = await gridOf(repository, asked);
  return (code, values) => {
    const row = grid.rows.find((it) => it.code === (code === 'from' ? 'old' : 'new'));
    const column = values === 'from' ? 0 : grid.columns.length - 1;
    const cell = row?.cells[column];
    assert.ok(cell, `the grid of ${asked.planned.join(' ')} has no cell for ${code} on ${values}`);
    return cell;
  };
}

/** The grid of a change of keys that sign. */
export async function askAcceptance(repository: Repository, asked: Asked): Promise<AcceptanceGrid> {
  const grid = await gridOf(repository, asked);
  const at = (held: string) => grid.columns.findIndex((it) => it.held === held);
  return (row, column) => {
    const cell = grid.rows[at(row)]?.cells[at(column)];
    assert.ok(cell, `the grid of ${asked.planned.join(' ')} has no cell for ${row}, ${column}`);
    return cell;
  };
}

/** Whether a replica fared as its cell says. */
export function faredAs(cell: Cell, fate: Fate, right: readonly unknown[]): boolean {
  if (cell === 'ok' || cell === 'n/a') return isRight(fate, right);
  if (cell === 'crash' || cell === 'reject') return fate.kind === cell;
  return fate.kind === 'value' && !isRight(fate, right);
}
