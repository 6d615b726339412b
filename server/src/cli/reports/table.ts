import type { Paint } from '../paint.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
const COLOR = /\u001b\[[0-9;]*m/g;

/** Left-aligned columns; colours take no room. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.min(48, Math.max(...all.map((row) => width(row[column] ?? '')))),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell)))).join('  ')}`.trimEnd();
  return [paint.dim(line(head)), ...rows.map(line)].join('\n');
}

function width(text: string): number {
  return [...text.replace(COLOR, '')].length;
}
