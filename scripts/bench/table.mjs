/**
 * One line of the report.
 * @typedef {{ what: string, ours: string, peer?: string, ratio?: number, goal?: number | string, met?: boolean }} Row
 */

/** Prints rows with their ratios beside the goals. @param {Row[]} rows */
export function printTable(rows) {
  const cells = [
    ['measure', 'crossfade', 'beside', 'ratio', 'goal', ''],
    ...rows.map(({ what, ours, peer = '', ratio, goal, met = isMet(ratio, goal) }) => [
      what,
      ours,
      peer,
      ratio === undefined ? '' : asRatio(ratio),
      goal === undefined ? '' : typeof goal === 'string' ? goal : `≤ ${asRatio(goal)}`,
      met === undefined ? '' : met ? 'met' : 'not met',
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

function isMet(ratio, goal) {
  return goal === undefined || ratio === undefined ? undefined : ratio <= goal;
}

/** Milliseconds, median and 95th percentile. */
export function asTimes({ p50, p95 }) {
  return `${asTime(p50)} ms (p95 ${asTime(p95)})`;
}

export function asTime(milliseconds) {
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toFixed(milliseconds >= 10 ? 1 : 2);
}

export function asMegabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

function asRatio(ratio) {
  return ratio >= 1 ? `${ratio.toFixed(2)} ×` : `1/${(1 / ratio).toFixed(ratio > 0.2 ? 1 : 0)}`;
}
