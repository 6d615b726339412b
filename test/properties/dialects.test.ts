import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry } from '../../server/src/core/syntax/document.ts';
import { dotenvDialects, parseDialect } from '../../server/src/core/syntax/dotenv/dotenv-dialect.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { containsSpan } from '../../server/src/core/text/span.ts';
import { dialectTexts } from '../oracle/dialect-texts.ts';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };
const soup = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => dialectTexts(1, seed)[0] ?? '');
const anyText = fc.oneof({ weight: 6, arbitrary: soup }, fc.string({ unit: 'binary' }), fc.string());
const wantedText = fc.oneof(
  soup,
  fc.stringMatching(/^[ -~]{0,12}$/),
  fc.constantFrom('', '8000', 'a b', 'x#y', "it's"),
);

/** What is read of entries, positions left aside. */
function reading(entries: readonly Entry[]): string[] {
  return entries.map((entry) =>
    JSON.stringify([entry.key.name, entry.value], (key, value) =>
      key === 'span' || key === 'content' || key === 'quote' ? undefined : value,
    ),
  );
}

for (const dialect of dotenvDialects.filter((it) => it !== 'python-dotenv')) {
  const parse = (text: string) => parseDialect(sourceFile('.env', text), dialect);
  const apply = (document: Document, edits: readonly Edit[]) => parse(applyEdits(document.file.text, edits));
  const picked = (document: Document, at: number) => at % Math.max(1, document.root.entries.length);

  describe(dialect, () => {
    test('spans nest, lie in the text, and problems are visible on one line', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { root, comments, problems } = parse(text);
          let end = 0;
          for (const { key, value, span } of root.entries) {
            assert.ok(key.span.start >= end && span.start < span.end && containsSpan(root.span, span), text);
            assert.ok(containsSpan(span, key.span) && key.span.start < key.span.end);
            end = key.span.end;
            if (value?.kind !== 'scalar') continue;
            assert.ok(containsSpan(span, value.span) && containsSpan(value.span, value.content));
            end = value.span.end;
          }
          for (const { span } of comments) assert.match(text.charAt(span.start), /[#;]/);
          for (const { span, message } of problems) {
            assert.match(text.slice(span.start, span.end), /^[^\r\n]+$/);
            assert.doesNotMatch(message, /\.$/);
          }
        }),
        settings,
      );
    });

    test('removing an entry leaves every other as it was', () => {
      fc.assert(
        fc.property(anyText, fc.nat(), (text, at) => {
          const document = parse(text);
          const entry = document.root.entries[picked(document, at)];
          if (entry === undefined) return;
          const edits = document.format.remove(document, entry);
          if (edits.length === 0) return;
          const rest = document.root.entries.toSpliced(picked(document, at), 1);
          assert.deepEqual(reading(apply(document, edits).root.entries), reading(rest));
        }),
        settings,
      );
    });

    test('a replaced value and a new entry are read as the text, and nothing else changes', () => {
      fc.assert(
        fc.property(anyText, fc.nat(), wantedText, fc.boolean(), (text, at, wanted, adds) => {
          const document = parse(text);
          const index = picked(document, at);
          const entry = document.root.entries[index];
          if (entry === undefined) return;
          const added = { name: 'NEW_NAME', value: { data: str(wanted) } };
          const edits = adds
            ? document.format.insert(document, document.root, added, entry)
            : document.format.replace(document, entry, str(wanted));
          if (edits.length === 0) return;
          const after = apply(document, edits).root.entries;
          const place = adds ? index + 1 : index;
          const value = after[place]?.value;
          assert.ok(value?.kind === 'scalar');
          const pieces = value.parts?.map((it) => (it.kind === 'text' ? it.text : '?')).join('');
          assert.equal(pieces ?? (value.data.kind === 'str' ? value.data.value : undefined), wanted);
          const others = document.root.entries;
          assert.deepEqual(
            reading(after.toSpliced(place, 1)),
            reading(adds ? others : others.toSpliced(index, 1)),
          );
        }),
        settings,
      );
    });

    test('plain lines can be changed, renamed and added to', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[a-z0-9]{1,9}$/), fc.nat(2), (wanted, at) => {
          const document = parse('A=1\nB=2\nC=3\n');
          const entry = document.root.entries[at];
          assert.ok(entry);
          const { format } = document;
          const values = (edits: readonly Edit[]) => applyEdits(document.file.text, edits);
          assert.ok(
            values(format.replace(document, entry, str(wanted))).includes(`${entry.key.name}=${wanted}\n`),
          );
          assert.ok(values(format.rename(document, entry, 'NAME')).includes(`NAME=${at + 1}\n`));
          const added = { name: 'NAME', value: { data: str(wanted) } };
          const inserted = format.insert(document, document.root, added, entry);
          assert.ok(values(inserted).includes(`${entry.key.name}=${at + 1}\nNAME=${wanted}\n`));
        }),
        settings,
      );
    });
  });
}
