/** What a line of carets states about the line above it. Columns are offsets in the file without caret lines. */
export type Expectation = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'finding'; readonly text: string }
  | { readonly kind: 'hover'; readonly text: string }
  | { readonly kind: 'completions'; readonly text: string }
);

const CARETS = /^(\s*)(\^+)(file|[?|])?(?:\s+(.*))?$/;

/** Takes the caret lines out of a block's text. */
export function readCarets(block: string): {
  readonly text: string;
  readonly expectations: readonly Expectation[];
} {
  const expectations: Expectation[] = [];
  let text = '';
  let lineStart = 0;
  for (const line of block.split(/(?<=\n)/)) {
    const match = CARETS.exec(line.replace(/\r?\n$/, ''));
    if (!match) {
      lineStart = text.length;
      text += line;
      continue;
    }
    const whole = match[3] === 'file';
    const start = whole ? 0 : lineStart + (match[1] ?? '').length;
    const end = whole ? 0 : start + (match[2] ?? '').length;
    const kind = match[3] === '?' ? 'hover' : match[3] === '|' ? 'completions' : 'finding';
    expectations.push({ kind, start, end, text: match[4] ?? '' });
  }
  return { text, expectations };
}

/** Writes a text with its expectations drawn under their lines, in order of position. */
export function drawCarets(text: string, expectations: readonly Expectation[]): string {
  const ordered = [...expectations].sort(
    (a, b) => a.start - b.start || a.end - b.end || compare(a.text, b.text),
  );
  let result = '';
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    result += line.endsWith('\n') || line === '' ? line : `${line}\n`;
    const end = offset + line.length;
    for (const it of ordered) {
      if (it.start >= offset && (it.start < end || (it.start === end && end === text.length)))
        result += drawn(it, offset);
    }
    offset = end;
  }
  return result;
}

function drawn(it: Expectation, lineStart: number): string {
  const mark = it.kind === 'hover' ? '?' : it.kind === 'completions' ? '|' : '';
  if (it.start === it.end && it.kind === 'finding') return `^file ${it.text}\n`;
  const carets = '^'.repeat(Math.max(1, it.end - it.start));
  return `${' '.repeat(it.start - lineStart)}${carets}${mark}${it.text === '' ? '' : ` ${it.text}`}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
