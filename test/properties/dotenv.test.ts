import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry } from '../../server/src/core/syntax/document.ts';
import { interpolate } from '../../server/src/core/syntax/dotenv/dotenv-interpolate.ts';
import { dotenvTokens } from '../../server/src/core/syntax/dotenv/dotenv-tokens.ts';
import { dotenvVariables } from '../../server/src/core/syntax/dotenv/dotenv-variables.ts';
import { dotenv, parseDotenv } from '../../server/src/core/syntax/dotenv.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { containsSpan } from '../../server/src/core/text/span.ts';
import { dotenvTexts } from '../oracle/dotenv-texts.ts';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };
const soup = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => dotenvTexts(1, seed)[0] ?? '');
const anyText = fc.oneof({ weight: 4, arbitrary: soup }, fc.string({ unit: 'binary' }), fc.string());
const plainName = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/).filter((name) => name !== 'EXPORT');
const versions = fc.constantFrom('1.2.2' as const, '1.2.3' as const, '1.2.4' as const);

const parse = (text: string) => dotenv.parse(sourceFile('.env', text));
const apply = (document: Document, edits: readonly Edit[]) => parse(applyEdits(document.file.text, edits));

function dataOf({ value }: Entry): unknown {
  return value?.kind === 'scalar' ? value.data : undefined;
}

/** What is read of entries, positions left aside. */
function reading(entries: readonly Entry[]): unknown[] {
  return entries.map((entry) => [entry.key.name, dataOf(entry)]);
}

function textOf(document: Document, index: number): string | undefined {
  return interpolate(document.root.entries, () => undefined, { override: true })[index]?.text;
}

function overEntries(check: (document: Document, entry: Entry, index: number) => void): void {
  fc.assert(
    fc.property(anyText, (text) => {
      const document = parse(text);
      for (const [index, entry] of document.root.entries.entries()) check(document, entry, index);
    }),
    settings,
  );
}

test('tokens joined are the text', () => {
  fc.assert(
    fc.property(anyText, versions, (text, version) => {
      const tokens = dotenvTokens(text, version);
      assert.equal(tokens.map(({ span }) => text.slice(span.start, span.end)).join(''), text);
      for (const { span } of tokens) assert.ok(span.start < span.end);
    }),
    settings,
  );
});

test('spans nest, lie in the text, and problems are visible on one line', () => {
  fc.assert(
    fc.property(anyText, versions, (text, version) => {
      const { root, comments, problems } = parseDotenv(sourceFile('.env', text), { version });
      let end = 0;
      for (const { key, value, span } of root.entries) {
        assert.ok(span.start >= end && span.start < span.end && containsSpan(root.span, span));
        assert.ok(containsSpan(span, key.span) && key.span.start < key.span.end);
        end = span.end;
        if (value?.kind !== 'scalar') continue;
        assert.ok(containsSpan(span, value.span) && containsSpan(value.span, value.content));
        for (const part of value.parts ?? []) {
          if (part.kind === 'variable')
            assert.match(text.slice(part.span.start, part.span.end), /^\$\{.*\}$/s);
        }
      }
      for (const { span } of comments) assert.equal(text.charAt(span.start), '#');
      for (const { span, message } of problems) {
        assert.match(text.slice(span.start, span.end), /^[^\r\n]+$/);
        assert.doesNotMatch(message, /\.$/);
      }
    }),
    settings,
  );
});

test('removing an entry leaves every other as it was', () => {
  overEntries((document, entry, index) => {
    const after = apply(document, dotenv.remove(document, entry));
    assert.deepEqual(reading(after.root.entries), reading(document.root.entries.toSpliced(index, 1)));
  });
});

test('a replaced value is read as the new text, and nothing else changes', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), anyText, (text, at, wanted) => {
      const document = parse(text);
      const index = at % Math.max(1, document.root.entries.length);
      const entry = document.root.entries[index];
      if (entry === undefined) return;
      const edits = dotenv.replace(document, entry, str(wanted));
      if (edits.length === 0) {
        const open = document.problems.some(({ message }) => message.includes('never closed'));
        assert.ok(open || dotenvVariables(wanted).length > 0, JSON.stringify(wanted));
        return;
      }
      const after = apply(document, edits);
      assert.equal(textOf(after, index), wanted);
      assert.equal(after.root.entries[index]?.key.name, entry.key.name);
      assert.deepEqual(
        reading(after.root.entries.toSpliced(index, 1)),
        reading(document.root.entries.toSpliced(index, 1)),
      );
      assert.deepEqual(
        after.comments.map((comment) => comment.text),
        document.comments.map((comment) => comment.text),
      );
    }),
    settings,
  );
});

test('an inserted entry is read where it was put, and removing it gives the text again', () => {
  fc.assert(
    fc.property(
      anyText,
      plainName,
      anyText,
      fc.option(fc.nat(), { nil: undefined }),
      (text, name, value, at) => {
        const document = parse(text);
        const { entries } = document.root;
        const near = at === undefined ? undefined : entries[at % Math.max(1, entries.length)];
        const edits = dotenv.insert(document, document.root, { name, value: { data: str(value) } }, near);
        if (edits.length === 0) return;
        const after = apply(document, edits);
        const index = near === undefined ? entries.length : entries.indexOf(near) + 1;
        assert.deepEqual(reading(after.root.entries.toSpliced(index, 1)), reading(entries));
        const inserted = after.root.entries[index];
        assert.ok(inserted !== undefined);
        assert.deepEqual(reading([inserted]), [[name, str(value)]]);
        assert.equal(applyEdits(after.file.text, dotenv.remove(after, inserted)), text);
      },
    ),
    settings,
  );
});

test('a value inserted as it stands elsewhere is read as it is there', () => {
  overEntries((document, entry) => {
    if (entry.value === undefined) return;
    const source = document.file.text.slice(entry.value.span.start, entry.value.span.end);
    const [edit] = dotenv.insert(document, document.root, { name: 'COPY', value: { source } }, entry);
    if (edit === undefined) return;
    const after = apply(document, [edit]);
    const copy = after.root.entries[document.root.entries.indexOf(entry) + 1];
    assert.equal(copy?.key.name, 'COPY');
    assert.ok(copy !== undefined);
    assert.deepEqual(dataOf(copy), dataOf(entry));
  });
});

test('renaming there and back gives the text again', () => {
  fc.assert(
    fc.property(anyText, plainName, fc.nat(), (text, name, at) => {
      const document = parse(text);
      const plain = document.root.entries.filter(({ key }) => /^[A-Z]\w*$/.test(key.name));
      const entry = plain[at % Math.max(1, plain.length)];
      if (entry === undefined) return;
      const index = document.root.entries.indexOf(entry);
      const there = apply(document, dotenv.rename(document, entry, name));
      const renamed = there.root.entries[index];
      assert.ok(renamed !== undefined);
      assert.equal(renamed.key.name, name);
      assert.deepEqual(dataOf(renamed), dataOf(entry));
      assert.equal(applyEdits(there.file.text, dotenv.rename(there, renamed, entry.key.name)), text);
    }),
    settings,
  );
});

test('any name that is written is read again', () => {
  fc.assert(
    fc.property(anyText, anyText, (text, name) => {
      const document = parse(text);
      const [entry] = document.root.entries;
      if (entry === undefined) return;
      const edits = dotenv.rename(document, entry, name);
      if (edits.length > 0) assert.equal(apply(document, edits).root.entries[0]?.key.name, name);
    }),
    settings,
  );
});

test('line endings change nothing but line endings', () => {
  fc.assert(
    fc.property(soup, fc.constantFrom('\r\n', '\r'), (text, lineBreak) => {
      const unix = parse(text.replace(/\r\n?/g, '\n'));
      const other = parse(unix.file.text.replaceAll('\n', lineBreak));
      assert.deepEqual(reading(other.root.entries), reading(unix.root.entries));
      assert.deepEqual(
        other.problems.map(({ message }) => message),
        unix.problems.map(({ message }) => message),
      );
    }),
    settings,
  );
});
