import { isJudged } from '../binding/judged.ts';
import type { Document, Entry, Value } from '../syntax/document.ts';
import { walkEntries } from '../syntax/document.ts';
import { type Span, span } from '../text/span.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** Page: invisible-character.md */
export const invisibleCharacter: Rule = {
  id: 'invisible-character',
  severity: 'warning',
  summary: 'A character that nobody sees, or a typographic quote, is part of a key or a value.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document || !isJudged(snapshot, file.path)) return;
    // Nearly every file has none, and looking for one costs far less than looking at all entries.
    if (!SUSPECT.test(document.file.text)) return;
    let from = 0;
    for (const { entry } of walkEntries(document.root)) {
      // Aliases and merges give one place several entries.
      if (entry.key.span.start < from) continue;
      from = entry.key.span.end;
      yield* inSpan(document, entry, entry.key.span, 'key');
      yield* inValue(document, entry, entry.value);
    }
  },
};

/** No width, a break that is none, or a direction for the text behind it. */
const UNSEEN = /[\u00ad\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/** Blanks that programs do not take for blanks, or not all of them. */
const BLANK = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu;
const QUOTES = /^[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]|[\u2018\u2019\u201c\u201d\u00ab\u00bb]$/gu;

/** All of them: of a text without any of these there is nothing to say. */
const SUSPECT = new RegExp(
  [UNSEEN, BLANK, QUOTES].map((it) => it.source.replace(/[$^]/g, '')).join('|'),
  'u',
);

const NAMES: ReadonlyMap<number, string> = new Map([
  [0xad, 'A soft hyphen'],
  [0x200b, 'A blank without width'],
  [0x200c, 'A non-joiner'],
  [0x2028, 'A line separator'],
  [0x2029, 'A paragraph separator'],
  [0x2060, 'A word joiner'],
  [0xfeff, 'A byte order mark'],
  [0xa0, 'A no-break space'],
]);

function* inValue(document: Document, entry: Entry, value: Value | undefined): Generator<Finding> {
  if (value?.kind === 'sequence') for (const item of value.items) yield* inValue(document, entry, item);
  if (value?.kind !== 'scalar') return;
  yield* inSpan(document, entry, value.content, 'value');
  if (value.quote === 'none') yield* quotesAround(document, entry, value.content);
}

function* inSpan(document: Document, entry: Entry, where: Span, what: 'key' | 'value'): Generator<Finding> {
  const text = document.file.text.slice(where.start, where.end);
  for (const match of text.matchAll(UNSEEN)) yield unseen(document, entry, where.start + match.index, what);
  // Prose may hold them; a setting's edge, its name and plain ASCII do not.
  const isPlain = /^[\t\n\r -~]*$/.test(text.replace(BLANK, ''));
  for (const match of text.matchAll(BLANK)) {
    const isEdge = match.index === 0 || match.index === text.length - 1;
    if (what === 'key' || isEdge || (isPlain && !/ /.test(text)))
      yield unseen(document, entry, where.start + match.index, what);
  }
}

function unseen(document: Document, entry: Entry, at: number, what: 'key' | 'value'): Finding {
  const { text, path } = document.file;
  const code = text.codePointAt(at) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const where = span(at, at + 1);
  const isOwnLine = code === 0x2028 || code === 0x2029;
  return {
    span: where,
    message: `${NAMES.get(code) ?? 'A character that is not seen'} (${hex}) is part of ${what === 'key' ? 'the key' : `the value of \`${shown(entry)}\``}`,
    key: entry.key.name,
    fixes: isOwnLine
      ? []
      : [
          {
            title: `Remove ${hex}`,
            safety: 'unsafe',
            kind: 'quickfix',
            edits: [{ path, span: where, newText: '' }],
          },
        ],
  };
}

/** Text editors turn quotes into these; no reader takes them for quotes. */
function* quotesAround(document: Document, entry: Entry, where: Span): Generator<Finding> {
  const { text, path } = document.file;
  const written = text.slice(where.start, where.end);
  const found = [...written.matchAll(QUOTES)];
  if (found.length !== 2) return;
  const edits = found.map((match) => ({
    path,
    span: span(where.start + match.index, where.start + match.index + 1),
    newText: '"',
  }));
  const inner = written.slice(1, -1);
  const fixable = document.format.name === 'dotenv' && !/["\\$`]/.test(inner);
  yield {
    span: span(where.start, where.start + 1),
    message: `Typographic quotes are part of the value of \`${shown(entry)}\`: no program takes them away`,
    key: entry.key.name,
    fixes: fixable ? [{ title: 'Write straight quotes', safety: 'unsafe', kind: 'quickfix', edits }] : [],
  };
}

function shown({ key }: Entry): string {
  return key.name.replace(UNSEEN, '').replace(BLANK, ' ');
}
