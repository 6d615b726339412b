import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Data, str } from '../../server/src/core/syntax/data.ts';
import { type Document, type Entry, type Value, walkEntries } from '../../server/src/core/syntax/document.ts';
import { toml } from '../../server/src/core/syntax/toml.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { containsSpan, type Span } from '../../server/src/core/text/span.ts';
import { tomlSoup } from './toml-texts.ts';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };

const anyText = fc.oneof(tomlSoup, fc.string({ unit: 'binary' }));

const name = fc.constantFrom('a', 'b', 'c', 'd', '"q q"', "'l'", '"\\u00e9"');
const scalar = fc.constantFrom('1', '"x"', "'y'", 'true', '1.5', '1979-05-27', '"""\nm\n"""', "'''n'''");
const list = fc.array(scalar, { maxLength: 3 }).map((items) => `[ ${items.join(', ')} ]`);
const inline = fc.uniqueArray(fc.tuple(name, scalar), { selector: ([key]) => key, maxLength: 3 });
const braces = inline.map((pairs) => `{ ${pairs.map(([key, value]) => `${key} = ${value}`).join(', ')} }`);
const dotted = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const pair = fc.tuple(dotted, fc.oneof(scalar, list, braces), fc.constantFrom('', ' # c'));
const line = fc.oneof(
  { weight: 6, arbitrary: pair.map(([key, value, comment]) => `${key} = ${value}${comment}`) },
  { weight: 3, arbitrary: dotted.map((key) => `[${key}]`) },
  { weight: 1, arbitrary: dotted.map((key) => `[[${key}]]`) },
  fc.constantFrom('', '# note', '  '),
);
/** Texts that are mostly valid: of random lines those are kept that leave the text valid. */
const valid = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, lineBreak, ends]) => {
    const kept: string[] = [];
    for (const next of lines) if (parse([...kept, next].join('\n')).problems.length === 0) kept.push(next);
    return (kept.join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak);
  });

function parse(text: string): Document {
  return toml.parse(sourceFile('a.toml', text));
}

function apply(document: Document, edits: readonly Edit[]): Document {
  const after = parse(applyEdits(document.file.text, edits));
  assert.deepEqual(after.problems, [], after.file.text);
  return after;
}

/** Every leaf with its path, in an order that does not depend on where tables are written. */
function leaves(document: Document): string[] {
  const found: string[] = [];
  for (const { entry, path } of walkEntries(document.root)) {
    if (entry.value !== undefined && entry.value.kind !== 'mapping')
      found.push(`${path.join('\n')} ${show(dataOf(entry.value))}`);
  }
  return found.sort();
}

function show(data: Data): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

function checkSpans(value: Value, outer: Span): void {
  assert.ok(containsSpan(outer, value.span), JSON.stringify([outer, value.span]));
  if (value.kind === 'scalar') assert.ok(containsSpan(value.span, value.content));
  if (value.kind === 'sequence') for (const item of value.items) checkSpans(item, value.span);
  if (value.kind !== 'mapping') return;
  for (const entry of value.entries) {
    assert.ok(containsSpan(value.span, entry.span) && containsSpan(entry.span, entry.key.span));
    assert.ok(entry.key.span.start < entry.key.span.end && entry.value !== undefined);
    checkSpans(entry.value, entry.span);
  }
}

/** Calls back with one entry of a valid text, nested ones included. */
function overEntries(check: (document: Document, entry: Entry, path: readonly string[]) => void): void {
  fc.assert(
    fc.property(valid, fc.nat(), (text, at) => {
      const document = parse(text);
      assert.deepEqual(document.problems, [], text);
      const all = [...walkEntries(document.root)];
      const chosen = all[at % Math.max(1, all.length)];
      if (chosen !== undefined) check(document, chosen.entry, chosen.path);
    }),
    settings,
  );
}

function entryAt(document: Document, path: readonly string[]): Entry | undefined {
  for (const found of walkEntries(document.root)) {
    if (JSON.stringify(found.path) === JSON.stringify(path)) return found.entry;
  }
  return undefined;
}

test('every text gives a document, with spans that nest and at most one problem', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, valid), (text) => {
      const { root, problems, comments } = parse(text);
      checkSpans(root, { start: 0, end: text.length });
      assert.ok(problems.length <= 1);
      for (const { span } of problems) assert.ok(span.start < span.end && span.end <= text.length);
      for (const { span } of comments) assert.equal(text.charAt(span.start), '#');
    }),
    settings,
  );
});

test('removing an entry leaves every other as it was', () => {
  overEntries((document, entry, path) => {
    const after = apply(document, toml.remove(document, entry));
    assert.equal(entryAt(after, path), undefined);
    const gone = path.join('\n');
    const others = leaves(document).filter(
      (leaf) => !leaf.startsWith(`${gone} `) && !leaf.startsWith(`${gone}\n`),
    );
    assert.deepEqual(leaves(after), others);
  });
});

test('a replaced value is read as the new one, and nothing else changes', () => {
  overEntries((document, entry, path) => {
    if (entry.value?.kind === 'mapping') return;
    const edits = toml.replace(document, entry, str('new\n"\'text'));
    if (edits.length === 0) return;
    const after = apply(document, edits);
    const value = entryAt(after, path)?.value;
    assert.ok(value !== undefined);
    assert.deepEqual(dataOf(value), str('new\n"\'text'));
    assert.equal(leaves(after).length, leaves(document).length);
  });
});

test('any text is written so that it is read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('"x"', "'x'", '"""x"""'), (wanted, own) => {
      const document = parse(`a = ${own}`);
      const [entry] = document.root.entries;
      assert.ok(entry !== undefined);
      const value = apply(document, toml.replace(document, entry, str(wanted))).root.entries[0]?.value;
      assert.deepEqual(value && dataOf(value), str(wanted));
    }),
    settings,
  );
});

test('an inserted entry is read beside its neighbour, and removing it gives the text again', () => {
  overEntries((document, near, path) => {
    const parentPath = path.slice(0, -1);
    const parent = parentPath.length === 0 ? document.root : entryAt(document, parentPath)?.value;
    assert.ok(parent?.kind === 'mapping');
    const added = { name: 'new key', value: { source: '[1, 2]' } };
    const edits = toml.insert(document, parent, added, near);
    if (edits.length === 0) return;
    const after = apply(document, edits);
    const inserted = entryAt(after, [...parentPath, 'new key']);
    assert.ok(inserted !== undefined);
    assert.equal(applyEdits(after.file.text, toml.remove(after, inserted)), document.file.text);
  });
});

test('renaming there and back gives the text again', () => {
  overEntries((document, entry, path) => {
    if (!/^[a-d]$/.test(entry.key.name) || document.file.text.includes('"a"')) return;
    const there = apply(document, toml.rename(document, entry, 'other'));
    const renamed = entryAt(there, [...path.slice(0, -1), 'other']);
    assert.ok(renamed !== undefined);
    assert.equal(
      applyEdits(there.file.text, toml.rename(there, renamed, entry.key.name)),
      document.file.text,
    );
  });
});
