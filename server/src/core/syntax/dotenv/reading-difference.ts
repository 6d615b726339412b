import type { Document, Entry, TextPart } from '../document.ts';
import { plainText } from './dotenv-dialect-edits.ts';

/** What two programs do with one line, in words that follow their names. No text of the file is in them. */
export interface ReadingDifference {
  readonly first: string;
  readonly second: string;
}

/** One program's reading of a line; without an entry it reads none there. */
export interface LineReading {
  readonly document: Document;
  readonly entry: Entry | undefined;
}

/** How two readings of one line differ; undefined where they agree, or it is not known. */
export function readingDifference(a: LineReading, b: LineReading): ReadingDifference | undefined {
  if (a.entry === undefined || b.entry === undefined) return unread(a, b);
  if (a.entry.key.name !== b.entry.key.name || a.entry.value === undefined || b.entry.value === undefined)
    return undefined;
  const first = plainText(a.entry);
  const second = plainText(b.entry);
  if (first !== undefined && second !== undefined) return first === second ? undefined : texts(first, second);
  return variables(a.entry, b.entry);
}

function unread(a: LineReading, b: LineReading): ReadingDifference | undefined {
  if (a.entry === undefined && b.entry === undefined) return undefined;
  const first = a.entry ? 'reads this line' : lost(a.document);
  const second = b.entry ? 'reads this line' : lost(b.document);
  return { first, second };
}

function lost({ problems }: Document): string {
  return problems.some((it) => it.refuses) ? 'refuses the file' : 'skips it';
}

function texts(first: string, second: string): ReadingDifference {
  for (const { words, holds } of TRAITS) {
    const [less, more] = words;
    if (holds(first, second)) return { first: less, second: more };
    if (holds(second, first)) return { first: more, second: less };
  }
  return { first: 'reads one text', second: 'another' };
}

interface Trait {
  /** Of the program whose text is given first, and of the other. */
  readonly words: readonly [string, string];
  readonly holds: (less: string, more: string) => boolean;
}

const TRAITS: readonly Trait[] = [
  {
    words: ['takes the quotes away', 'keeps them'],
    holds: (less, more) => /^(["']).*\1$/s.test(more) && more.slice(1, -1) === less,
  },
  {
    words: ['takes only what is between the quotes', 'takes all of the line'],
    holds: (less, more) =>
      /^["']/.test(more) && more.slice(1).startsWith(less) && /["']/.test(more.charAt(less.length + 1)),
  },
  {
    words: ['cuts the value at `#`', 'takes all of the line'],
    holds: (less, more) => more.startsWith(less) && /^\s*#/.test(more.slice(less.length)),
  },
  {
    words: ['drops the blanks at the end', 'keeps them'],
    holds: (less, more) => more.trimEnd() === less,
  },
  {
    words: ['reads a backslash as an escape', 'keeps it'],
    holds: (less, more) => backslashes(less) < backslashes(more),
  },
  {
    words: ['ends the value with the line', 'reads on'],
    holds: (less, more) => !less.includes('\n') && more.includes('\n'),
  },
];

function backslashes(text: string): number {
  return text.split('\\').length;
}

function variables(a: Entry, b: Entry): ReadingDifference | undefined {
  const first = pieces(a);
  const second = pieces(b);
  if (first === undefined || second === undefined || first.join(' ') === second.join(' ')) return undefined;
  const words = (own: readonly string[]) =>
    own.length === 0 ? 'takes `$` as it stands' : 'puts something in its place';
  if (first.length > 0 && second.length > 0) return undefined;
  return { first: words(first), second: words(second) };
}

/** What is put in, in order; undefined where something outside of the value makes it unknown. */
function pieces({ value }: Entry): readonly string[] | undefined {
  if (value?.kind !== 'scalar') return undefined;
  const found = (value.parts ?? []).filter(
    (it): it is Exclude<TextPart, { kind: 'text' }> => it.kind !== 'text',
  );
  if (found.some(({ span }) => span.start < value.span.start || span.end > value.span.end)) return undefined;
  return found.map((it) => (it.kind === 'variable' ? it.name : it.kind));
}
