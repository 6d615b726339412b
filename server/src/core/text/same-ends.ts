/** Texts are compared in pieces of this length first, which is many times quicker than by character. */
const PIECE = 4096;

/** How many characters two texts have in common at their start. */
export function sameStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length + PIECE <= most && a.slice(length, length + PIECE) === b.slice(length, length + PIECE))
    length += PIECE;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** How many they have in common at their end, none of which is among the first `start` of either. */
export function sameEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length + PIECE <= most && pieceBefore(a, length) === pieceBefore(b, length)) length += PIECE;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
    length++;
  return length;
}

function pieceBefore(text: string, fromEnd: number): string {
  const end = text.length - fromEnd;
  return text.slice(end - PIECE, end);
}

/** The index of the first of ascending offsets that is not below one. */
export function firstNotBelow(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
