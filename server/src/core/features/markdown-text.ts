/** Text of the workspace, inert in Markdown and in one line; what stands between backticks stays code. */
export function plainMarkdown(text: string): string {
  const pieces = text.slice(0, 300).replace(/\s+/g, ' ').split('`');
  const balanced = pieces.length % 2 === 1;
  return pieces
    .map((piece, index) =>
      balanced && index % 2 === 1 ? inlineCode(piece) : piece.replace(/[\\*_{}[\]()#+!<>|~$]/g, '\\$&'),
    )
    .join('');
}

/** Text as code in one line, which may stand in a cell of a table. */
export function inlineCode(text: string): string {
  const inert = text.replace(/`/g, "'").replace(/\|/g, '\\|').replace(/\s+/g, ' ');
  return `\`${inert}\``;
}

/** A table with left-aligned columns; the cells are Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => ':--')), ...rows.map(line)].join('\n');
}
