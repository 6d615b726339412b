import { secretSpans } from '../binding/secret-spans.ts';
import { recordsOf } from '../migration/record.ts';
import type { Snapshot } from '../snapshot.ts';
import { walkEntries } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import { overlaps, type Span } from '../text/span.ts';

const MASK = '••••';

/** A line as it may be shown, and where a span of the file lies in it, in characters of that line. */
export interface MaskedLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What readers and names call secret, and the keys of migrations of a secret, which no reader may declare just now. */
function hiddenSpans(snapshot: Snapshot, path: string): readonly Span[] {
  const spans = secretSpans(snapshot, path);
  const file = snapshot.files.get(path);
  const keys = new Set(
    recordsOf(snapshot)
      .filter((it) => it.secret)
      .flatMap((it) => [...it.from, ...it.to].map((key) => key.toLowerCase())),
  );
  const document = keys.size > 0 && file ? documentOf(file) : undefined;
  if (!document) return spans;
  const own = [...walkEntries(document.root)].flatMap(({ entry }) =>
    entry.value && keys.has(entry.key.name.toLowerCase())
      ? [entry.value.kind === 'scalar' ? entry.value.content : entry.value.span]
      : [],
  );
  const added = own.filter((it) => it.end > it.start && !spans.some((known) => overlaps(known, it)));
  return [...spans, ...added].sort((a, b) => a.start - b.start);
}

/** A file's text with every secret replaced. */
export function maskedText(snapshot: Snapshot, path: string): string {
  const text = snapshot.files.get(path)?.text ?? '';
  return replaceSpans(text, 0, text.length, hiddenSpans(snapshot, path)).text;
}

/** One line of a file with every secret replaced, and a span of it moved along. */
export function maskedLine(snapshot: Snapshot, path: string, line: number, span: Span): MaskedLine {
  const file = snapshot.files.get(path);
  if (!file) return { text: '', start: 0, end: 0 };
  const lines = lineIndex(file);
  const { text, move } = replaceSpans(
    file.text,
    lines.lineStart(line),
    lines.lineEnd(line),
    hiddenSpans(snapshot, path),
  );
  return { text, start: move(span.start, 'start'), end: move(span.end, 'end') };
}

function replaceSpans(text: string, from: number, to: number, secrets: readonly Span[]) {
  const inside = secrets.filter((it) => it.start < to && it.end > from);
  let result = '';
  let position = from;
  const shifts: { readonly start: number; readonly end: number; readonly at: number }[] = [];
  for (const { start, end } of inside) {
    result += text.slice(position, Math.max(start, position));
    shifts.push({ start: Math.max(start, from), end: Math.min(end, to), at: result.length });
    result += MASK;
    position = Math.min(end, to);
  }
  result += text.slice(position, to);
  return { text: result, move: mover(from, to, shifts) };
}

function mover(
  from: number,
  to: number,
  shifts: readonly { readonly start: number; readonly end: number; readonly at: number }[],
) {
  return (offset: number, side: 'start' | 'end'): number => {
    const clamped = Math.max(from, Math.min(offset, to));
    let moved = clamped - from;
    for (const { start, end, at } of shifts) {
      if (clamped >= end) moved += MASK.length - (end - start);
      else if (clamped > start) return side === 'start' ? at : at + MASK.length;
    }
    return moved;
  };
}
