import assert from 'node:assert/strict';
import type { Fate } from './fate.ts';
import type { Repository } from './lab/repository.ts';
import { isRight } from './run-outcome.ts';

type Cell = 'ok' | 'crash' | 'reject' | 'split' | 'wrong' | 'n/a';

interface Report {
  readonly grid: {
    readonly columns: readonly { readonly held: string }[];
    readonly rows: readonly { readonly code: string; readonly cells: readonly Cell[] }[];
  };
}

/** What the replica model says of each code on each environment, before a change and after it. */
export type ModelGrid = (code: 'from' | 'to', values: 'from' | 'to') => Cell;

/** The grid that `crossfade plan` shows of a change: `['rename', 'DB_POOL', 'DB_POOL_SIZE']`. */
export async function askGrid({ crossfade }: Repository, change: readonly string[]): Promise<ModelGrid> {
  const ran = await crossfade('plan', ...change, '--format', 'json');
  assert.equal(ran.status, 0, `crossfade plan ${change.join(' ')}: ${ran.error}${ran.out}`);
  const { grid } = JSON.parse(ran.out) as Report;
  return (code, values) => {
    const row = grid.rows.find((it) => it.code === (code === 'from' ? 'old' : 'new'));
    const column = values === 'from' ? 0 : grid.columns.length - 1;
    const cell = row?.cells[column];
    assert.ok(cell, `the grid of ${change.join(' ')} has no cell for ${code} on ${values}`);
    return cell;
  };
}

/** Whether a replica fared as its cell says. */
export function faredAs(cell: Cell, fate: Fate, right: readonly unknown[]): boolean {
  if (cell === 'ok' || cell === 'n/a') return isRight(fate, right);
  if (cell === 'crash' || cell === 'reject') return fate.kind === cell;
  return fate.kind === 'value' && !isRight(fate, right);
}
