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

/** How the values of a row relate, in words; empty where they are the same. */
export function comparedWords(compared: MatrixRow['compared']): string {
  switch (compared) {
    case 'same':
      return '';
    case 'different':
      return 'different';
    case 'missing':
      return 'missing in one';
    case 'unknown':
      return 'not known';
  }
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
