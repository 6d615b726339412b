import { firstNotBelow, sameEnd, sameStart } from '../../text/same-ends.ts';
import { lineEnd } from '../lines.ts';

/** Where the blocks of a text start, and which of them are those of an earlier text. */
export interface BlockStarts {
  readonly starts: readonly number[];
  /** So many at the start are the earlier text's first. */
  readonly sameHead: number;
  /** So many at the end are the earlier text's last. */
  readonly sameTail: number;
}

/**
 * Where the top-level entries of a mapping start, the lines before the first included as a block of their own;
 * undefined when a line starts with anything but a key, so that the text has to be read as a whole.
 */
export function blockStarts(text: string): readonly number[] | undefined {
  if (/\r(?!\n)/.test(text)) return undefined;
  const scan = scanKeys(text, 0, () => false);
  return scan === undefined || scan.keys === 0 ? undefined : scan.starts;
}

/**
 * The same, of a text of which an earlier version had starts. What a line is depends on that line and on whether a key
 * stands above it. So the blocks that end before the change stay, but for the last of them, which may go on by now; and
 * from the first place behind the change on at which both texts have a key, all is as it was.
 */
export function blockStartsAfter(
  before: { readonly text: string; readonly starts: readonly number[] },
  text: string,
): BlockStarts | undefined {
  const same = sameStart(before.text, text);
  const tail = sameEnd(before.text, text, same);
  const by = text.length - before.text.length;
  const changeEnd = text.length - tail;
  if (hasLoneReturn(text, same - 1, changeEnd)) return undefined;
  const within = firstNotBelow(before.starts, same + 1) - 1;
  // Whether the lines above the second block have a key is not known, so those are looked at again.
  const head = within - 1 < 2 ? 0 : within - 1;
  let next = head;
  const isKnown = (line: number) => {
    if (line < changeEnd) return false;
    while (next < before.starts.length && (before.starts[next] as number) < line - by) next++;
    return next > 0 && before.starts[next] === line - by;
  };
  const scan = scanKeys(text, before.starts[head] ?? 0, isKnown);
  if (scan === undefined) return undefined;
  const last = scan.stopped ? next : before.starts.length;
  if (scan.keys === 0 && last === before.starts.length && head === 0) return undefined;
  const starts = before.starts.slice(0, head);
  for (const it of scan.starts) starts.push(it);
  for (let index = last; index < before.starts.length; index++)
    starts.push((before.starts[index] as number) + by);
  return { starts, sameHead: head, sameTail: before.starts.length - last };
}

/** Every `\r` from `from` up to `to` has its `\n`. */
function hasLoneReturn(text: string, from: number, to: number): boolean {
  for (let at = text.indexOf('\r', Math.max(0, from)); at >= 0 && at < to; at = text.indexOf('\r', at + 1))
    if (text.charCodeAt(at + 1) !== 10) return true;
  return false;
}

interface Scan {
  readonly starts: readonly number[];
  readonly keys: number;
  /** It ended at a line that `stops` accepts, which is not among `starts`. */
  readonly stopped: boolean;
}

/** Looks at the lines from one on that is the first or, with a key above it, has a key. */
function scanKeys(text: string, from: number, stops: (line: number) => boolean): Scan | undefined {
  const starts = from === 0 ? [0] : [];
  let keys = from === 0 ? 0 : 1;
  let markers = 0;
  for (let line = from; line < text.length; ) {
    if (stops(line)) return { starts: line === 0 ? [] : starts, keys, stopped: true };
    const kind = lineKind(text, line);
    if (kind === 'surprise') return undefined;
    if (kind === 'marker' && (keys > 0 || markers++ > 0)) return undefined;
    if (kind === 'key') {
      if (line > 0) starts.push(line);
      keys++;
    } else if (kind === 'item' && keys === 0) {
      return undefined;
    }
    const end = text.indexOf('\n', line);
    if (end < 0) break;
    line = end + 1;
  }
  return { starts, keys, stopped: false };
}

function lineKind(text: string, at: number): 'key' | 'inside' | 'item' | 'marker' | 'surprise' {
  switch (text.charCodeAt(at)) {
    case 32:
    case 35:
    case 10:
    case 13:
      return 'inside';
    case 93:
    case 125:
      return 'item';
    case 45:
      if (/^(?:[ \t\r\n]|$)/.test(text.slice(at + 1, at + 2))) return 'item';
      if (!text.startsWith('---', at)) return 'key';
      return /^---[ \t]*(?:#.*)?$/.test(text.slice(at, lineEnd(text, at))) ? 'marker' : 'surprise';
    case 46:
      return text.startsWith('...', at) ? 'surprise' : 'key';
    default:
      return '\t%?:&*!|>@`,[{\u0085\u2028\u2029\ufeff'.includes(text.charAt(at)) ? 'surprise' : 'key';
  }
}
