import { lastByPath } from '../../text/last-by-path.ts';
import { firstNotBelow, sameEnd, sameStart } from '../../text/same-ends.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { type Span, span } from '../../text/span.ts';
import { placedLater } from '../content-of.ts';
import type { Document, Entry, Mapping } from '../document.ts';
import { movedEntryBy } from '../moved-by.ts';
import { readJson } from './json-read.ts';

type JsonContent = Pick<Document, 'root' | 'comments' | 'problems'>;

/** An object that Python reads, in pieces. */
interface Members {
  readonly text: string;
  /** Of the object, with its braces. */
  readonly span: Span;
  /** As they were first read; where those stand now is in `places`. */
  readonly contents: readonly Entry[];
  readonly places: readonly number[];
}

const lastMembers = lastByPath<Members>();

/**
 * What a JSON file holds for Python. Where an earlier version of the file held an object without a mistake, only the
 * members that a change touches are read again, and the others are the same objects: a text that is the members of an
 * object between braces of its own is so between commas of another object, too.
 */
export function rereadJson(file: SourceFile): JsonContent {
  const before = lastMembers.get(file.path);
  const members = (before && membersAfter(before, file.text)) ?? undefined;
  if (members) {
    lastMembers.set(file, members);
    return { root: rootOf(members), comments: [], problems: [] };
  }
  const content = readJson(file.text, 'python');
  const { root, problems } = content;
  if (problems.length > 0 || root.entries.length === 0) {
    lastMembers.set(file, undefined);
    return content;
  }
  const places = root.entries.map((it) => it.span.start);
  const own = { text: file.text, span: root.span, contents: root.entries, places };
  lastMembers.set(file, own);
  return { ...content, root: rootOf(own) };
}

/** A function of its own, so that what it makes later keeps no text alive. */
function rootOf({ span: at, contents, places }: Members): Mapping {
  return placedLater(at, contents, (index) => {
    const entry = contents[index] as Entry;
    return movedEntryBy(entry, (places[index] as number) - entry.span.start);
  });
}

/** Undefined where reading the changed members alone does not tell what the text holds. */
function membersAfter(before: Members, text: string): Members | undefined {
  const { contents, places, span: at } = before;
  const head = sameStart(before.text, text);
  const tail = sameEnd(before.text, text, head);
  const by = text.length - before.text.length;
  const changeEnd = before.text.length - tail;
  if (head <= at.start || changeEnd >= at.end) return undefined;
  // The comma before a member that starts above the change is above it, too.
  const first = Math.max(0, firstNotBelow(places, head) - 1);
  let next = Math.max(first + 1, firstNotBelow(places, changeEnd));
  if (next < places.length && commaAfter(before, next - 1) < changeEnd) next++;
  const from = first === 0 ? at.start + 1 : commaAfter(before, first - 1) + 1;
  const to = next < places.length ? commaAfter(before, next - 1) : at.end - 1;
  const own = readJson(`{${text.slice(from, to + by)}}`, 'python');
  if (own.problems.length > 0 || own.root.entries.length === 0) return undefined;
  const inFile = from - 1;
  return {
    text,
    span: span(at.start, at.end + by),
    contents: [...contents.slice(0, first), ...own.root.entries, ...contents.slice(next)],
    places: [
      ...places.slice(0, first),
      ...own.root.entries.map((it) => it.span.start + inFile),
      ...places.slice(next).map((it) => it + by),
    ],
  };
}

/** Between a member and the next stand blanks and the comma. */
function commaAfter({ text, contents, places }: Members, index: number): number {
  const { start, end } = (contents[index] as Entry).span;
  return text.indexOf(',', (places[index] as number) + end - start);
}
