import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, Format } from '../../server/src/core/syntax/document.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { containsSpan } from '../../server/src/core/text/span.ts';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };
const plainName = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);

export interface Laws {
  readonly format: Format;
  readonly path: string;
  /** Texts of all kinds. */
  readonly texts: fc.Arbitrary<string>;
  /** Texts that can be written as a value wherever there is an entry. */
  readonly values: fc.Arbitrary<string>;
  /** Texts with an entry, where every edit has to be possible. */
  readonly usual: fc.Arbitrary<string>;
}

/** What has to hold for every format of assignments in statements. */
export function assignmentLaws({ format, path, texts, values, usual }: Laws): void {
  const parse = (text: string) => format.parse(sourceFile(path, text));
  const apply = (document: Document, edits: readonly Edit[]) => parse(applyEdits(document.file.text, edits));
  const both = fc.oneof(texts, usual);
  const marked = fc.oneof(
    texts.map((text) => ({ text, isUsual: false })),
    usual.map((text) => ({ text, isUsual: true })),
  );
  const pick = (document: Document, at: number) => {
    const index = at % Math.max(1, document.root.entries.length);
    return { index, entry: document.root.entries[index] };
  };

  test(`${format.name}: spans nest, lie in the text, and problems are visible`, () => {
    fc.assert(
      fc.property(fc.oneof(both, fc.string({ unit: 'binary' })), (text) => {
        const { root, comments, problems } = parse(text);
        let end = 0;
        for (const { key, value, span } of root.entries) {
          assert.ok(span.start >= end && span.start < span.end && containsSpan(root.span, span));
          assert.ok(containsSpan(span, key.span) && key.span.start < key.span.end);
          end = span.end;
          if (value?.kind !== 'scalar') continue;
          assert.ok(containsSpan(span, value.span) && containsSpan(value.span, value.content));
          for (const part of value.parts ?? [])
            if (part.kind === 'variable') assert.ok(containsSpan(value.span, part.span));
        }
        for (const { span } of comments) assert.match(text.charAt(span.start), /[#;]/);
        for (const { span, message } of problems) {
          assert.ok(span.start < span.end && span.end <= text.length, message);
          assert.doesNotMatch(message, /\.$/);
        }
      }),
      settings,
    );
  });

  test(`${format.name}: removing an entry leaves every other as it was`, () => {
    fc.assert(
      fc.property(usual, fc.nat(), (text, at) => {
        const document = parse(text);
        const { index, entry } = pick(document, at);
        if (entry === undefined) return;
        const edits = format.remove(document, entry);
        assert.ok(edits.length > 0, 'an entry of a usual text can be removed');
        const after = apply(document, edits);
        assert.deepEqual(reading(after.root.entries), reading(document.root.entries.toSpliced(index, 1)));
      }),
      settings,
    );
  });

  test(`${format.name}: a replaced value is read as the new text, and nothing else changes`, () => {
    fc.assert(
      fc.property(marked, fc.nat(), values, ({ text, isUsual }, at, wanted) => {
        const document = parse(text);
        const { index, entry } = pick(document, at);
        if (entry === undefined) return;
        const edits = format.replace(document, entry, str(wanted));
        if (edits.length === 0) {
          const isSo = isDeepStrictEqual(dataOf(entry), str(wanted));
          assert.ok(isSo || !isUsual, JSON.stringify(wanted));
        } else {
          const after = apply(document, edits);
          assert.deepEqual(dataOf(after.root.entries[index]), str(wanted));
          assert.deepEqual(
            reading(after.root.entries.toSpliced(index, 1)),
            reading(document.root.entries.toSpliced(index, 1)),
          );
          const again = after.root.entries[index];
          assert.ok(again);
          assert.equal(
            applyEdits(after.file.text, format.replace(after, again, str(wanted))),
            after.file.text,
          );
        }
      }),
      settings,
    );
  });

  test(`${format.name}: an inserted entry is read, and removing it gives the text again`, () => {
    fc.assert(
      fc.property(
        both,
        plainName,
        values,
        fc.option(fc.nat(), { nil: undefined }),
        (text, name, value, at) => {
          const document = parse(text);
          const near = at === undefined ? undefined : pick(document, at).entry;
          const edits = format.insert(document, document.root, { name, value: { data: str(value) } }, near);
          if (edits.length === 0) return;
          const after = apply(document, edits);
          const before = reading(document.root.entries);
          const index = reading(after.root.entries).findIndex((it, place) => it !== before[place]);
          const added = after.root.entries[index];
          assert.ok(added);
          assert.equal(added.key.name, name);
          assert.deepEqual(dataOf(added), str(value));
          assert.equal(applyEdits(after.file.text, format.remove(after, added)), text);
        },
      ),
      settings,
    );
  });

  test(`${format.name}: an entry can be added to a usual text`, () => {
    fc.assert(
      fc.property(usual, values, fc.nat(), (text, value, at) => {
        const document = parse(text);
        const near = pick(document, at).entry;
        const added = { name: 'ADDED_NAME', value: { data: str(value) } };
        assert.ok(format.insert(document, document.root, added, near).length > 0);
      }),
      settings,
    );
  });

  test(`${format.name}: renaming there and back gives the text again`, () => {
    fc.assert(
      fc.property(usual, plainName, fc.nat(), (text, name, at) => {
        const document = parse(text);
        const { index, entry } = pick(document, at);
        if (entry === undefined || !/^[A-Z]\w*$/.test(entry.key.name)) return;
        const there = apply(document, format.rename(document, entry, name));
        const renamed = there.root.entries[index];
        assert.ok(renamed);
        assert.equal(renamed.key.name, name);
        assert.equal(applyEdits(there.file.text, format.rename(there, renamed, entry.key.name)), text);
      }),
      settings,
    );
  });
}

function dataOf(entry: Entry | undefined): unknown {
  return entry?.value?.kind === 'scalar' ? entry.value.data : undefined;
}

/** What is read of entries, positions left aside, as text that can be compared. */
function reading(entries: readonly Entry[]): string[] {
  return entries.map((entry) => {
    const data = dataOf(entry) as { readonly value?: string } | undefined;
    return `${entry.key.name}=${data?.value}`;
  });
}
