import { workloadChoices, workloadStarts } from '../../core/features/differing-workloads.ts';
import type { Matrix, MatrixCell, MatrixEnvironment, MatrixRow } from '../../core/features/matrix.ts';
import { cellWords, comparedWords, settingsTitle, verdictWords } from '../../core/features/matrix-words.ts';
import { sourceText } from '../../core/features/source-place.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** A table of key × environment; then how each environment starts, and where its values come from. */
export function matrixText(matrix: Matrix, paint: Paint): string {
  const head = ['key', ...matrix.environments.map((it) => printable(it.name)), ''];
  const rows = matrix.rows.map((row) => [
    printable(row.key),
    ...row.cells.map((cell) => cellText(row, cell, paint)),
    comparedText(row, paint),
  ]);
  return [
    paint.bold(printable(settingsTitle(matrix))),
    rows.length === 0 ? '  no key is of the kind that was asked for' : table(head, rows, paint),
    '',
    ...matrix.environments.map((it) => environmentText(it, paint)),
    '',
  ].join('\n');
}

function cellText(row: MatrixRow, cell: MatrixCell, paint: Paint): string {
  const { value, note } = cellWords(row, cell);
  const color = cell.state === 'missing' || cell.state === 'invalid' ? paint.red : paint.yellow;
  const origin = cell.source ? paint.dim(printable(sourceText(cell.source))) : '';
  return [cut(printable(value)), note === '' ? '' : color(note), origin].filter((it) => it !== '').join(' ');
}

/** So that a table of several columns stays readable; JSON has all of it. */
function cut(text: string): string {
  const characters = [...text];
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : text;
}

function comparedText(row: MatrixRow, paint: Paint): string {
  const words = comparedWords(row);
  return row.compared === 'missing' ? paint.red(words) : paint.yellow(words);
}

function environmentText(it: MatrixEnvironment, paint: Paint): string {
  const verdict = verdictWords(it);
  const color = it.ok === false ? paint.red : it.ok ? paint.green : paint.yellow;
  const layers = it.layers.length === 0 ? 'no file' : it.layers.map(sourceText).join(' over ');
  const notes = [
    ...(it.workload === undefined ? [] : [`with the process environment of ${it.workload}`]),
    ...(it.guess === undefined ? [] : [`assumed: ${it.guess}`]),
    ...it.opaque.map((store) => `${store} cannot be read`),
    ...(it.workloads.length === 0
      ? []
      : [`side by side: ${workloadStarts(it.workloads)}; ${workloadChoices(it.workloads)}`]),
  ];
  return `  ${paint.bold(printable(it.name))}: ${color(verdict)}; ${paint.dim(printable([layers, ...notes].join('; ')))}`;
}
