/**
 * Takes a change of a text back in a text that has changed since.
 * @param before the text before the change
 * @param after the text after it
 * @param current what the text is now
 * @returns undefined where lines that the change touched, or their neighbours, have changed since
 */
export function takenBack(before: string, after: string, current: string): string | undefined {
  if (current === after) return before;
  if (current === before) return current;
  const base = linesOf(after);
  const undone = hunks(base, linesOf(before));
  const later = hunks(base, linesOf(current));
  if (undone.some((a) => later.some((b) => a.start <= b.end && b.start <= a.end && !isSame(a, b))))
    return undefined;
  const all = [...undone, ...later.filter((b) => !undone.some((a) => isSame(a, b)))];
  let result = '';
  let at = 0;
  for (const hunk of all.sort((a, b) => a.start - b.start)) {
    result += base.slice(at, hunk.start).join('') + hunk.lines.join('');
    at = hunk.end;
  }
  return result + base.slice(at).join('');
}

/** Lines of the base that are replaced by others. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Somebody has taken the same part back already. */
function isSame(a: Hunk, b: Hunk): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join('') === b.lines.join('');
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n|\r(?!\n))/);
}

/** Above this many pairs of lines, what differs counts as one hunk. */
const LIMIT = 4_000_000;

function hunks(base: readonly string[], other: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < base.length && start < other.length && base[start] === other[start]) start++;
  let end = 0;
  const shorter = Math.min(base.length, other.length) - start;
  while (end < shorter && base[base.length - 1 - end] === other[other.length - 1 - end]) end++;
  const a = base.slice(start, base.length - end);
  const b = other.slice(start, other.length - end);
  if (a.length === 0 && b.length === 0) return [];
  if (a.length * b.length > LIMIT) return [{ start, end: start + a.length, lines: b }];
  return between(a, b, start);
}

/** The differences along a longest common subsequence. */
function between(a: readonly string[], b: readonly string[], offset: number): readonly Hunk[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: Hunk[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    if (i > fromA || j > fromB)
      found.push({ start: offset + fromA, end: offset + i, lines: b.slice(fromB, j) });
    while (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    }
  }
  return found;
}
