import type { Coverage } from './coverage.ts';
import { coverageLines } from './coverage-lines.ts';
import { workloadStarts } from './differing-workloads.ts';
import { inlineCode, markdownTable, plainMarkdown } from './markdown-text.ts';
import type { Matrix, MatrixCell, MatrixEnvironment, MatrixRow } from './matrix.ts';
import { cellWords, comparedWords, settingsTitle, verdictWords } from './matrix-words.ts';
import { sourceText } from './source-place.ts';

/** A page with the table of each settings class, where the values come from, and what was not seen. */
export function matrixMarkdown(title: string, matrices: readonly Matrix[], coverage: Coverage): string {
  const seen = coverageLines(coverage);
  return `${[
    `# ${plainMarkdown(title)}`,
    ...matrices.map(matrixSection),
    ...(seen.length > 0 ? ['## What was seen', seen.map((it) => `- ${plainMarkdown(it)}`).join('\n')] : []),
  ].join('\n\n')}\n`;
}

function matrixSection(matrix: Matrix): string {
  const head = ['key', 'compared', ...matrix.environments.map((it) => plainMarkdown(it.name))];
  const rows = matrix.rows.map((row) => [
    inlineCode(row.key),
    comparedWords(row),
    ...row.cells.map((cell) => cellMarkdown(row, cell)),
  ]);
  const table = rows.length === 0 ? 'No key is of the kind that was asked for.' : markdownTable(head, rows);
  return [
    `## ${inlineCode(settingsTitle(matrix))}`,
    table,
    matrix.environments.map(environmentMarkdown).join('\n'),
  ].join('\n\n');
}

function cellMarkdown(row: MatrixRow, cell: MatrixCell): string {
  const { value, note } = cellWords(row, cell);
  const from = cell.source ? plainMarkdown(sourceText(cell.source)) : '';
  const over = cell.overrides.map((it) => plainMarkdown(sourceText(it))).join(', ');
  return [
    value === '' ? '' : inlineCode(value),
    note === '' ? '' : `**${note}**`,
    from,
    over === '' ? '' : `over ${over}`,
  ]
    .filter((it) => it !== '')
    .join(' · ');
}

function environmentMarkdown(it: MatrixEnvironment): string {
  const layers = it.layers.map((layer) => inlineCode(sourceText(layer)));
  const order = layers.length === 0 ? 'no file' : layers.join(' over ');
  const notes = [
    ...(it.workload === undefined ? [] : [`with the process environment of ${inlineCode(it.workload)}`]),
    ...(it.guess === undefined ? [] : [`assumed: ${plainMarkdown(it.guess)}`]),
    ...it.opaque.map((store) => `${inlineCode(store)} cannot be read`),
    ...(it.workloads.length === 0 ? [] : [`side by side: ${plainMarkdown(workloadStarts(it.workloads))}`]),
  ];
  return `- **${plainMarkdown(it.name)}** ${verdictWords(it)}: ${[order, ...notes].join('; ')}`;
}
