import { firstNotBelow, sameEnd, sameStart } from '../../text/same-ends.ts';
import { type Span, span } from '../../text/span.ts';
import { placedLater } from '../content-of.ts';
import type { Comment, Entry, Mapping, Problem, Scalar, TextPart, Value } from '../document.ts';
import { type DotenvContent, dotenvRun } from './dotenv-content.ts';
import type { DotenvVersion } from './dotenv-statement.ts';

/**
 * Reads a text of which an earlier version is known, so that a change costs what changed: statements before it are
 * taken over as they are, those behind it are moved.
 *
 * What a statement holds depends on its own text and the character behind it, except where a quote stays open: then on
 * all that follows. So nothing is taken over from the first problem on. Behind the change statements are the same from
 * the first place on at which both texts have one, for scanning never looks back.
 */
export function rereadDotenv(
  before: string,
  content: DotenvContent,
  text: string,
  version: DotenvVersion,
): DotenvContent {
  const same = sameStart(before, text);
  const sameTail = sameEnd(before, text, same);
  const limit = Math.min(same - 1, content.problems[0]?.span.start ?? same);
  const first = Math.max(0, firstAt(content.starts, limit + 1, (it) => it) - 1);
  const from = content.starts[first] ?? 0;
  const by = text.length - before.length;
  let next = first;
  const starts = (at: number) => {
    if (at < text.length - sameTail) return false;
    while ((content.starts[next] ?? before.length) < at - by) next++;
    return content.starts[next] === at - by;
  };
  const run = dotenvRun(text, version, from, starts);
  const tail = run.end < text.length ? run.end - by : before.length;
  const spliced = <T extends { readonly span: Span }>(all: readonly T[], own: readonly T[], move: Move<T>) =>
    splice(all, own, (it) => it.span.start, from, tail, by === 0 ? (it) => it : (it) => move(it, by));
  const shifted = (all: readonly number[], own: readonly number[]) =>
    splice(all, own, (it) => it, from, tail, by === 0 ? (it) => it : (it) => it + by);
  const places = shifted(
    content.places,
    run.entries.map((it) => it.span.start),
  );
  const contents = [
    ...content.contents.slice(0, firstNotBelow(content.places, from)),
    ...run.entries,
    ...content.contents.slice(firstNotBelow(content.places, tail)),
  ];
  return {
    root: placedRoot(text.length, contents, places),
    comments: spliced(content.comments, run.comments, movedComment),
    problems: spliced(content.problems, run.problems, movedProblem),
    starts: shifted(content.starts, run.starts),
    contents,
    places,
  };
}

/** A function of its own, so that what it makes later keeps nothing of the earlier version alive. */
function placedRoot(length: number, contents: readonly Entry[], places: readonly number[]): Mapping {
  return placedLater(span(0, length), contents, (index) => {
    const entry = contents[index] as Entry;
    return movedEntry(entry, (places[index] ?? 0) - entry.span.start);
  });
}

type Move<T> = (it: T, by: number) => T;

/** What stands before `from`, what was read anew, and what stood from `tail` on, moved. */
function splice<T>(
  all: readonly T[],
  own: readonly T[],
  start: (it: T) => number,
  from: number,
  tail: number,
  move: (it: T) => T,
): readonly T[] {
  const kept = all.slice(0, firstAt(all, from, start));
  for (const it of own) kept.push(it);
  for (let index = firstAt(all, tail, start); index < all.length; index++) kept.push(move(all[index] as T));
  return kept;
}

/** The index of the first item that starts at or after an offset. */
function firstAt<T>(all: readonly T[], offset: number, start: (it: T) => number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(all[middle] as T) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function moved(it: Span, by: number): Span {
  return { start: it.start + by, end: it.end + by };
}

/** A comment, moved. */
export function movedComment({ span: at, text, ownLine }: Comment, by: number): Comment {
  return { span: moved(at, by), text, ownLine };
}

/** A problem, moved. */
export function movedProblem(it: Problem, by: number): Problem {
  return { ...it, span: moved(it.span, by) };
}

/** An entry with all that is in it, moved. */
export function movedEntry(entry: Entry, by: number): Entry {
  if (by === 0) return entry;
  const { key, value, span: at } = entry;
  const place = { name: key.name, span: moved(key.span, by), data: key.data };
  if (value === undefined) return { key: place, span: moved(at, by) };
  return { key: place, value: movedValue(value, by), span: moved(at, by) };
}

function movedValue(value: Value, by: number): Value {
  return value.kind === 'scalar' ? movedScalar(value, by) : value;
}

function movedScalar({ kind, span: at, content, quote, data, parts }: Scalar, by: number): Scalar {
  const outer = moved(at, by);
  const inner = content === at ? outer : moved(content, by);
  const scalar: Scalar = { kind, span: outer, content: inner, quote, data };
  return parts === undefined ? scalar : { ...scalar, parts: parts.map((it) => movedPart(it, by)) };
}

function movedPart(part: TextPart, by: number): TextPart {
  return part.kind === 'text' ? part : { ...part, span: moved(part.span, by) };
}
