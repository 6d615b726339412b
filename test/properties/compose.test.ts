import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { interpolate } from '../../server/src/core/supply/compose/compose-interpolate.ts';
import { compose } from '../../server/src/core/supply/compose.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

interface Vectors {
  readonly projects: readonly { readonly files: Readonly<Record<string, string>> }[];
}

const { projects } = JSON.parse(readFileSync('test/vectors/compose.json', 'utf8')) as Vectors;

/** A project of the vectors of which one file ends early, as while it is typed. */
const cut = fc
  .constantFrom(...projects.map((it) => it.files))
  .chain((files) => fc.tuple(fc.constant(files), fc.constantFrom(...Object.keys(files)), fc.nat()))
  .map(([files, path, length]) => {
    const text = files[path] ?? '';
    return { ...files, [path]: text.slice(0, length % (text.length + 1)) };
  });

test('every start of a compose file is read, and what is said of it stands in it', () => {
  fc.assert(
    fc.property(cut, (files) => {
      const sources = Object.entries(files).map(([path, text]) => sourceFile(path, text));
      const { workloads, problems } = compose.supplied(sources);
      const inside = (path: string, start: number, end: number) =>
        start >= 0 && start <= end && end <= (files[path] ?? '').length;
      for (const { path, span } of problems) {
        assert.ok(inside(path, span.start, span.end) && span.end > span.start, JSON.stringify(files));
      }
      for (const source of workloads.flatMap((it) => it.sources)) {
        if (source.kind !== 'variables') continue;
        for (const { path, entry } of source.variables) {
          const spans = [entry?.span, entry?.key.span, entry?.value?.span].filter((it) => it !== undefined);
          for (const { start, end } of spans) assert.ok(inside(path, start, end), JSON.stringify(files));
        }
      }
    }),
    { numRuns },
  );
});

test('a text without `$` stays as it is, and any text is answered', () => {
  const pieces = fc.array(
    fc.constantFrom('$', '{', '}', ':-', '-', '?', '+', 'A', 'b', ' ', '$$', '${A', '${A:-'),
  );
  const texts = fc.oneof(
    fc.string(),
    pieces.map((it) => it.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const made = interpolate(text, (name) => (name === 'A' ? { kind: 'text', text: 'a' } : undefined));
      if (!text.includes('$')) assert.deepEqual(made, { kind: 'text', text });
      assert.ok(made.kind !== 'text' || typeof made.text === 'string');
    }),
    { numRuns },
  );
});
