import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Data, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, Format, Mapping, Value } from '../../server/src/core/syntax/document.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { containsSpan, type Span } from '../../server/src/core/text/span.ts';

export const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200), includeErrorInReport: true };

/** A format with texts of it: any at all, and those without a problem. */
export interface Subject {
  readonly format: Format;
  readonly path: string;
  readonly any: fc.Arbitrary<string>;
  readonly valid: fc.Arbitrary<string>;
}

interface Place {
  readonly entry: Entry;
  readonly parent: Mapping;
}

export function parse({ format, path }: Pick<Subject, 'format' | 'path'>, text: string): Document {
  return format.parse(sourceFile(path, text));
}

/** Spans lie in the text and in each other, entries in their mapping. */
export function checkSpans(document: Document): void {
  const whole = { start: 0, end: document.file.text.length };
  const told = () => JSON.stringify(document.file.text);
  for (const { span } of document.problems) assert.ok(containsSpan(whole, span), told());
  for (const { span } of document.comments) assert.ok(containsSpan(whole, span), told());
  checkValue(document.root, whole, told);
}

function checkValue(value: Value, outer: Span, told: () => string): void {
  assert.ok(containsSpan(outer, value.span) && value.span.start <= value.span.end, told());
  if (value.kind === 'scalar') assert.ok(containsSpan(value.span, value.content), told());
  if (value.kind === 'sequence') for (const item of value.items) checkValue(item, value.span, told);
  if (value.kind !== 'mapping') return;
  for (const entry of value.entries) {
    assert.ok(containsSpan(value.span, entry.span) && containsSpan(entry.span, entry.key.span), told());
    if (entry.value !== undefined) checkValue(entry.value, entry.span, told);
  }
}

/** Every text gives a document whose spans hold, and every edit of it can be applied. */
export function readsEveryText(subject: Subject): void {
  fc.assert(
    fc.property(subject.any, (text) => {
      const document = parse(subject, text);
      checkSpans(document);
      for (const { entry, parent } of places(document.root)) {
        const edits = [
          subject.format.remove(document, entry),
          subject.format.replace(document, entry, str('x')),
          subject.format.rename(document, entry, 'renamed'),
          subject.format.insert(document, parent, { name: 'added', value: { data: str('x') } }, entry),
        ];
        for (const edit of edits) applyEdits(text, edit);
      }
    }),
    runs,
  );
}

export function* places(parent: Mapping): Generator<Place> {
  for (const entry of parent.entries) {
    yield { entry, parent };
    yield* placesBelow(entry.value);
  }
}

function* placesBelow(value: Value | undefined): Generator<Place> {
  if (value?.kind === 'mapping') yield* places(value);
  if (value?.kind === 'sequence') for (const item of value.items) yield* placesBelow(item);
}

/** What a document holds but for one entry, in an order that does not depend on the text; empty mappings are nothing. */
function leaves(document: Document, except?: Entry): readonly string[] {
  return leavesOf(document.root, '', except).sort();
}

function leavesOf(mapping: Mapping, path: string, except: Entry | undefined): string[] {
  return mapping.entries.flatMap((entry) => {
    if (entry === except) return [];
    const here = `${path}\n${entry.key.name}`;
    if (entry.value?.kind === 'mapping') return leavesOf(entry.value, here, except);
    return [`${here} ${entry.value === undefined ? 'nothing' : shown(entry.value, except)}`];
  });
}

function shown(value: Value, except: Entry | undefined): string {
  if (value.kind === 'sequence') return `[${value.items.map((item) => shown(item, except)).join()}]`;
  return value.kind === 'scalar' ? printed(value.data) : `{${leavesOf(value, '', except).sort().join()}}`;
}

function printed(data: Data): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** Calls back with one entry of a valid text; at least some of the calls have to say that they did something. */
function overEntries(subject: Subject, check: (document: Document, place: Place) => boolean): void {
  let done = 0;
  fc.assert(
    fc.property(subject.valid, fc.nat(), (text, at) => {
      const document = parse(subject, text);
      assert.deepEqual(document.problems, [], text);
      const all = [...places(document.root)];
      const chosen = all[at % Math.max(1, all.length)];
      if (chosen !== undefined && check(document, chosen)) done++;
    }),
    runs,
  );
  assert.ok(done > runs.numRuns / 10, `only ${done} of ${runs.numRuns} texts were edited`);
}

/** The document after edits: still valid, with the line breaks and the final line break that it had. */
function edited(subject: Subject, before: Document, edits: readonly Edit[]): Document {
  const { text } = before.file;
  const after = parse(subject, applyEdits(text, edits));
  const told = JSON.stringify([text, after.file.text]);
  assert.deepEqual(after.problems, [], told);
  checkSpans(after);
  if (text.trim() === '' || after.file.text.trim() === '') return after;
  const breaks = breaksOf(text);
  for (const lineBreak of breaksOf(after.file.text))
    assert.ok(breaks.has(lineBreak) || breaks.size === 0, told);
  const blankLine = /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(text);
  if (!blankLine) assert.equal(/[\r\n]$/.test(after.file.text), /[\r\n]$/.test(text), told);
  return after;
}

function breaksOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/\r\n|\n|\r/g) ?? []);
}

export function removingLeavesOthers(subject: Subject): void {
  overEntries(subject, (document, { entry }) => {
    const edits = subject.format.remove(document, entry);
    if (edits.length === 0) return false;
    const after = edited(subject, document, edits);
    assert.deepEqual(leaves(after), leaves(document, entry), JSON.stringify(document.file.text));
    return true;
  });
}

export function replacingReadsBack(subject: Subject, texts: fc.Arbitrary<string>): void {
  const wanted = fc.sample(texts, runs.numRuns);
  let turn = 0;
  overEntries(subject, (document, { entry, parent }) => {
    const value = str(wanted[turn++ % wanted.length] ?? '');
    const at = [...places(document.root)].findIndex((it) => it.entry === entry);
    const edits = subject.format.replace(document, entry, value);
    if (edits.length === 0) return false;
    const after = edited(subject, document, edits);
    const found = [...places(after.root)][at];
    assert.ok(found?.entry.value !== undefined && parent.entries.length === found.parent.entries.length);
    assert.deepEqual(dataOf(found.entry.value), value, after.file.text);
    assert.deepEqual(leaves(after, found.entry), leaves(document, entry), document.file.text);
    const again = applyEdits(after.file.text, subject.format.replace(after, found.entry, value));
    assert.equal(again, after.file.text, 'twice is once');
    return true;
  });
}

export function insertingIsUndone(subject: Subject, added: { name: string; value: Data; comment?: string }) {
  overEntries(subject, (document, { entry, parent }) => {
    const { name, value, comment } = added;
    if (parent.entries.some((it) => it.key.name === name)) return false;
    const near = added.comment === undefined ? undefined : entry;
    const more = comment === undefined ? {} : { comment };
    const edits = subject.format.insert(document, parent, { name, value: { data: value }, ...more }, near);
    if (edits.length === 0) return false;
    const after = edited(subject, document, edits);
    const found = [...places(after.root)].find((it) => it.entry.key.name === name);
    assert.ok(found?.entry.value !== undefined, after.file.text);
    assert.deepEqual(dataOf(found.entry.value), value);
    assert.deepEqual(leaves(after, found.entry), leaves(document), after.file.text);
    if (comment !== undefined) return true;
    const back = applyEdits(after.file.text, subject.format.remove(after, found.entry));
    assert.equal(back, document.file.text, after.file.text);
    return true;
  });
}

export function renamingGoesBack(subject: Subject): void {
  overEntries(subject, (document, { entry, parent }) => {
    if (parent.entries.some((it) => it !== entry && it.key.name === entry.key.name)) return false;
    const written = document.file.text.slice(entry.key.span.start, entry.key.span.end);
    const edits = subject.format.rename(document, entry, 'renamed');
    if (edits.length === 0) return false;
    const there = edited(subject, document, edits);
    const found = [...places(there.root)].find((it) => it.entry.key.name === 'renamed');
    assert.ok(found !== undefined, there.file.text);
    assert.equal(leaves(there).length, leaves(document).length);
    const name = subject.format.name === 'ini' ? written : entry.key.name;
    const back = edited(subject, there, subject.format.rename(there, found.entry, name));
    assert.deepEqual(leaves(back), leaves(document));
    return true;
  });
}
