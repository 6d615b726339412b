import type { Node, Tree } from 'web-tree-sitter';
import { type Span, span } from '../text/span.ts';
import { isHeader } from './parse-layout.ts';
import type { LogicalLine, Problem } from './parse-scan.ts';

/** Whether the parser accepts a text. */
export type Accepts = (text: string) => boolean;

/**
 * The lines that make a tree faulty: of those the parser stumbled over, the ones that it refuses alone, else the
 * first that is not yet given up.
 */
export function findFaults(
  places: readonly Span[],
  text: string,
  lines: readonly LogicalLine[],
  gone: ReadonlySet<number>,
  accepts: Accepts,
): ReadonlyMap<number, Problem> {
  const faults = new Map<number, Problem>();
  let fallback: number | undefined;
  for (const place of places) {
    for (let index = lineAt(lines, place.start); index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined || line.start > place.end) break;
      if (gone.has(index) || faults.has(index)) continue;
      fallback ??= index;
      if (!accepts(alone(text, line))) faults.set(index, faultOf(line));
    }
  }
  const first = fallback === undefined ? undefined : lines[fallback];
  if (faults.size === 0 && fallback !== undefined && first) faults.set(fallback, faultOf(first));
  return faults;
}

function faultOf(line: LogicalLine): Problem {
  return { span: span(line.start, line.end), message: 'this is no valid statement' };
}

/** The outermost places that the parser could not read or had to put something in, in order. */
export function faultyPlaces(tree: Tree): readonly Span[] {
  const places: Span[] = [];
  const stack: Node[] = [tree.rootNode];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.isError || node.isMissing) places.push(span(node.startIndex, node.endIndex));
    else if (node.hasError) for (const it of node.children) if (it.hasError || it.isMissing) stack.push(it);
  }
  return places.sort((a, b) => a.start - b.start);
}

/** The last line that begins at or before an offset, and one more before it. */
function lineAt(lines: readonly LogicalLine[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 2);
}

const CONTEXTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:elif|else)\b/, 'if a:\n pass\n'],
  [/^(?:except|finally)\b/, 'try:\n pass\n'],
];

/** A line with what it needs around it to be a whole module. */
function alone(text: string, line: LogicalLine): string {
  const source = text.slice(line.start, line.end);
  const header = isHeader(text, line);
  if (header && /^case\b/.test(source)) return `match a:\n ${source}\n  pass\n`;
  const before = CONTEXTS.find(([pattern]) => pattern.test(source))?.[1] ?? '';
  if (source.startsWith('@')) return `${source}\ndef f(): pass\n`;
  const body = header && !/^match\b/.test(source) ? ' pass\n' : '';
  return `${before}${source}\n${body}`;
}
