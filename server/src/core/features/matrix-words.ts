import type { MatrixCell, MatrixEnvironment, MatrixRow } from './matrix.ts';

/** What a cell says, in pieces that every report puts together in its own way. */
export interface CellWords {
  /** The value, masked where it is a secret; empty where there is none. */
  readonly value: string;
  /** What is to be said beside or instead of the value; empty for a value that simply counts. */
  readonly note: string;
}

/** Secrets that differ are told apart by numbers: the same number, the same value. */
export function cellWords(row: MatrixRow, cell: MatrixCell): CellWords {
  const groups = new Set(row.cells.flatMap((it) => it.group ?? []));
  const number = cell.masked && cell.group !== undefined && groups.size > 1 ? ` #${cell.group}` : '';
  return { value: cell.text === '' ? '' : `${cell.text}${number}`, note: noteOf(cell) };
}

function noteOf(cell: MatrixCell): string {
  switch (cell.state) {
    case 'set':
    case 'default':
      return '';
    case 'missing':
      return 'missing';
    case 'possible':
      return 'may be set elsewhere';
    case 'invalid':
      return 'refused';
    case 'undecided':
      return 'not decided';
    case 'unseen':
      return 'not seen';
  }
}

/** Whether the service starts in an environment, in words. */
export function verdictWords({ ok, unseen }: MatrixEnvironment): string {
  if (unseen) return 'not seen';
  if (ok === null) return 'it depends';
  return ok ? 'starts' : 'does not start';
}

/** How the values of a row relate, in words, and why that is not known; empty where they are the same. */
export function comparedWords(row: MatrixRow): string {
  switch (row.compared) {
    case 'same':
      return '';
    case 'different':
      return 'different';
    case 'missing':
      return 'missing in one';
    case 'unknown':
      return unknownWords(row.cells);
  }
}

/** An environment that is not seen may hold anything, so that nothing follows from what the others hold. */
function unknownWords(cells: readonly MatrixCell[]): string {
  const seen = cells.filter((it) => it.state !== 'unseen');
  // The code has one default for all: only what a store may hold is open.
  const isDefault = seen.length > 0 && seen.every((it) => it.state === 'default');
  if (seen.length === cells.length) return isDefault ? 'the same where it is seen' : 'not known';
  const [first, ...others] = seen;
  if (first === undefined) return 'not known: none is seen';
  const isSame = first.group !== undefined && others.every((it) => it.group === first.group);
  if (isSame && others.length > 0) return 'the same where it is seen';
  return seen.length === 1 ? 'not known: only one is seen' : 'not known: not all are seen';
}

/** Names the settings, and their service where it is not the root. */
export function settingsTitle({
  settings,
  service,
}: {
  readonly settings: string;
  readonly service: string;
}): string {
  return service === '' ? settings : `${settings} (${service})`;
}
