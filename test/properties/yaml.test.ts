import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { bool, float, int, NONE, sameData, str } from '../../server/src/core/syntax/data.ts';
import type {
  Document,
  Entry,
  Mapping,
  StreamDocument,
  Value,
} from '../../server/src/core/syntax/document.ts';
import { walkEntries } from '../../server/src/core/syntax/document.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { wholeYamlDocument } from '../../server/src/core/syntax/yaml/yaml-document.ts';
import { isBrought } from '../../server/src/core/syntax/yaml/yaml-place.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import type { Edit } from '../../server/src/core/text/edit.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { type Span, textAt } from '../../server/src/core/text/span.ts';
import { canonical, typed } from '../oracle/typed-data.ts';
import { yamlDocuments, yamlSlips, yamlSoup } from './yaml-texts.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const anyText = fc.oneof(yamlSoup, yamlDocuments, yamlSlips);

const anyData: fc.Arbitrary<Data> = fc.oneof(
  fc.constant(NONE),
  fc.boolean().map(bool),
  fc.bigInt().map(int),
  fc.double().map(float),
  fc.string({ unit: 'binary' }).map(str),
  fc.string().map(str),
  fc
    .constantFrom(
      'yes',
      '1',
      '1.5',
      'null',
      '2024-01-02',
      '=',
      '<<',
      '',
      ' x',
      'a: b',
      'x #y',
      '{{ x }}',
      'two\nlines\n',
      '*a',
    )
    .map(str),
  fc
    .array(fc.oneof(fc.string(), fc.constantFrom('a, b', 'on', '?x')).map(str), { maxLength: 3 })
    .map((items) => ({ kind: 'list', items }) as const),
  fc
    .dictionary(fc.string(), fc.nat().map(int), { maxKeys: 3 })
    .map(
      (entries) =>
        ({ kind: 'dict', entries: Object.entries(entries).map(([k, v]) => [str(k), v] as const) }) as const,
    ),
  fc.constant({ kind: 'date', text: '2024-01-02' } as const),
);

function parse(text: string): Document {
  return yaml.parse(sourceFile('settings.yaml', text));
}

/** A text that loads, and which of its entries is meant. */
const loading = fc.tuple(yamlDocuments, fc.nat()).filter(([text]) => {
  const document = parse(text);
  return document.problems.length === 0 && document.root.entries.length > 0;
});

function chosen([text, choice]: readonly [string, number]): {
  readonly document: Document;
  readonly entry: Entry;
} {
  const document = parse(text);
  const entries = [...walkEntries(document.root)].map(({ entry }) => entry);
  return { document, entry: entries[choice % entries.length] as Entry };
}

function check<T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, law), { numRuns });
}

test('every text gives a document whose spans lie within it', () => {
  check(anyText, (text) => {
    const document = parse(text);
    for (const it of spansOf(document)) {
      assert.ok(0 <= it.start && it.start <= it.end && it.end <= text.length, JSON.stringify([text, it]));
    }
    for (const problem of document.problems) {
      assert.ok(problem.span.end > problem.span.start || text === '', JSON.stringify([text, problem]));
    }
  });
});

test('reading by blocks agrees with reading as a whole', () => {
  check(anyText, (text) => {
    const [byBlocks, whole] = [parse(text), wholeYamlDocument(yaml, sourceFile('settings.yaml', text))];
    assert.equal(byBlocks.problems.length === 0, whole.problems.length === 0, JSON.stringify(text));
    if (whole.problems.length > 0) return;
    assert.deepEqual(byBlocks.root.entries, whole.root.entries, JSON.stringify(text));
    assert.deepEqual(byBlocks.comments, whole.comments, JSON.stringify(text));
  });
});

/** A text that is one document whatever stands around it. */
const alone = fc
  .oneof(yamlDocuments, yamlSlips)
  .map((text) => (/[\r\n]$/.test(text) ? text : `${text}\n`))
  .filter((text) => !/^(?:---|\.\.\.|%|\ufeff)/m.test(text));

const streams = fc
  .array(fc.tuple(alone, fc.constantFrom('---\n', '--- # next\n', '...\n---\n', '...\n%YAML 1.1\n---\n')), {
    minLength: 2,
    maxLength: 4,
  })
  .map((parts) => parts.map(([text, head], index) => [index === 0 ? '---\n' : head, text] as const));

test('a stream reads as its documents read alone', () => {
  check(streams, (parts) => {
    const text = parts.map(([head, body]) => head + body).join('');
    const { stream, comments } = parse(text);
    const shown = JSON.stringify(text);
    // A text that looks like a template alone is one in the stream, too: all of it.
    if (stream === undefined)
      return assert.ok(
        parts.some(([, body]) => /\{\{|\{%/.test(body)),
        shown,
      );
    assert.equal(stream.length, parts.length, shown);
    let offset = 0;
    for (const [index, [head, body]] of parts.entries()) {
      offset += head.length;
      const single = wholeYamlDocument(yaml, sourceFile('settings.yaml', body));
      const { root, problems } = stream[index] as StreamDocument;
      assert.equal(problems.length === 0, single.problems.length === 0, shown);
      if (single.problems.length === 0) {
        const entries = root?.kind === 'mapping' ? root.entries : [];
        assert.deepEqual(placed(entries), placed(single.root.entries, offset), shown);
        const own = comments.filter(({ span }) => offset <= span.start && span.start < offset + body.length);
        assert.equal(own.length, single.comments.length, shown);
      }
      offset += body.length;
    }
  });
});

function placed(entries: readonly Entry[], offset = 0): unknown {
  const move = ({ start, end }: Span) => [start + offset, end + offset];
  const visit = (value: Value | undefined): unknown => {
    if (value === undefined) return undefined;
    if (value.kind === 'scalar') return [move(value.span), move(value.content), typed(value.data)];
    if (value.kind === 'sequence') return [move(value.span), value.items.map(visit)];
    return [move(value.span), value.entries.map((it) => [move(it.span), move(it.key.span), visit(it.value)])];
  };
  return entries.map((it) => [move(it.span), move(it.key.span), it.key.name, visit(it.value)]);
}

test('edits in a document of a stream are those of the document alone', () => {
  check(fc.tuple(loading, streams, anyData, fc.boolean()), ([choice, parts, data, atEnd]) => {
    const { document, entry } = chosen(choice);
    const body = document.file.text;
    if (!/[\r\n]$/.test(body) || /^(?:---|\.\.\.|%|\ufeff)|[&*]/m.test(body)) return;
    const before = `${parts.map(([head, text]) => head + text).join('')}---\n`;
    const inStream = parse(before + body + (atEnd ? '' : '---\nz: 1\n'));
    const own = inStream.stream?.at(atEnd ? -1 : -2)?.root;
    if (own?.kind !== 'mapping') return;
    const same = [...walkEntries(own)].find(
      (it) => it.entry.span.start === entry.span.start + before.length,
    )?.entry;
    assert.ok(same, JSON.stringify(inStream.file.text));
    const edits = yaml.replace(document, entry, data);
    assert.deepEqual(
      yaml.replace(inStream, same, data),
      edits.map((it) => ({
        ...it,
        span: { start: it.span.start + before.length, end: it.span.end + before.length },
      })),
      JSON.stringify(inStream.file.text),
    );
    const after = apply(inStream, yaml.remove(inStream, same));
    const left = after?.stream?.at(atEnd ? -1 : -2);
    if (after === undefined) return;
    assert.deepEqual(left?.problems, [], JSON.stringify([inStream.file.text, after.file.text]));
    const rest = left?.root ?? own;
    assert.deepEqual(
      outline(rest),
      outline(own, same),
      JSON.stringify([inStream.file.text, after.file.text]),
    );
    const others = (it: Document) =>
      it.stream?.map(({ root }) => root && root !== own && root !== left?.root && outline(root));
    assert.deepEqual(others(after), others(inStream), JSON.stringify([inStream.file.text, after.file.text]));
  });
});

test('an edited text reads the same whatever was read before it', () => {
  check(fc.tuple(yamlDocuments, fc.nat(), fc.nat({ max: 8 }), yamlSoup), ([text, at, length, soup]) => {
    parse(text);
    const start = at % (text.length + 1);
    const edited = text.slice(0, start) + soup + text.slice(start + length);
    const [incremental, whole] = [
      parse(edited),
      wholeYamlDocument(yaml, sourceFile('settings.yaml', edited)),
    ];
    assert.equal(incremental.problems.length === 0, whole.problems.length === 0, JSON.stringify(edited));
    if (whole.problems.length === 0) assert.deepEqual(incremental.root.entries, whole.root.entries);
  });
});

test('values are those of the `yaml` package, where it reads a text without types', () => {
  check(yamlDocuments, (text) => {
    const document = parse(text);
    if (
      document.root.entries.length === 0 ||
      document.problems.length > 0 ||
      /<<|[!&*|>\t]|\\\r?$/m.test(text)
    )
      return;
    const options = { version: '1.1', schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' } as const;
    const theirs = parseDocument(text, options);
    if (theirs.errors.length > 0) return;
    assert.deepEqual(
      sources(document, document.root),
      theirSources(text, theirs.contents),
      JSON.stringify(text),
    );
  });
});

/** Keys and plain texts as written; quoted texts as read. */
function sources(document: Document, value: Value): unknown {
  if (value.kind === 'scalar') {
    const quoted = value.quote !== 'none';
    if (quoted) return value.data.kind === 'str' ? value.data.value : undefined;
    return textAt(document.file.text, value.span).replace(/\s+/g, ' ');
  }
  if (value.kind === 'sequence') return value.items.map((item) => sources(document, item));
  return value.entries.map((it) => [
    textAt(document.file.text, it.key.span),
    it.value === undefined ? undefined : sources(document, it.value),
  ]);
}

function theirSources(text: string, node: unknown): unknown {
  if (isScalar(node)) {
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    return quoted ? node.value : (node.source ?? '').replace(/\s+/g, ' ');
  }
  if (isSeq(node)) return node.items.map((item) => theirSources(text, item));
  if (!isMap(node)) return node === null || node === undefined ? '' : [];
  return node.items.map(({ key, value }) => {
    const [start = 0, end = 0] = isNode(key) ? (key.range ?? []) : [];
    return [text.slice(start, end), theirSources(text, value)];
  });
}

test('CRLF reads as LF does', () => {
  check(yamlDocuments, (text) => {
    const lf = text.replaceAll('\r\n', '\n');
    const [a, b] = [parse(lf), parse(lf.replaceAll('\n', '\r\n'))];
    assert.equal(a.problems.length === 0, b.problems.length === 0, JSON.stringify(text));
    if (a.problems.length > 0) return;
    assert.equal(canonical(typed(dataOf(a.root))), canonical(typed(dataOf(b.root))), JSON.stringify(text));
  });
});

test('removing an entry leaves the others as they are', () => {
  check(loading, (choice) => {
    const { document, entry } = chosen(choice);
    const after = apply(document, yaml.remove(document, entry));
    if (after === undefined) return;
    assert.deepEqual(after.problems, [], JSON.stringify([document.file.text, after.file.text]));
    assert.deepEqual(
      outline(after.root),
      outline(document.root, entry),
      JSON.stringify([document.file.text, after.file.text]),
    );
  });
});

test('a replaced value reads as the new one, and nothing else changes', () => {
  check(fc.tuple(loading, anyData), ([choice, data]) => {
    const { document, entry } = chosen(choice);
    const after = apply(document, yaml.replace(document, entry, data));
    if (after === undefined) return;
    const shown = JSON.stringify([document.file.text, after.file.text]);
    assert.deepEqual(after.problems, [], shown);
    const index = [...walkEntries(document.root)].findIndex((it) => it.entry === entry);
    const replaced = [...walkEntries(after.root)][index]?.entry;
    assert.ok(replaced?.value !== undefined, shown);
    assert.ok(sameData(dataOf(replaced.value), data), shown);
    assert.deepEqual(outline(after.root, replaced), outline(document.root, entry), shown);
  });
});

test('a renamed entry has the new key and its old value', () => {
  check(fc.tuple(loading, fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })), ([choice, name]) => {
    const { document, entry } = chosen(choice);
    const edits = yaml.rename(document, entry, name);
    const after = apply(document, edits);
    if (after === undefined) return;
    const shown = JSON.stringify([document.file.text, after.file.text]);
    assert.deepEqual(after.problems, [], shown);
    const at = edits[0]?.span.start;
    const renamed = [...walkEntries(after.root)].find((it) => it.entry.key.span.start === at)?.entry;
    assert.deepEqual(renamed?.key.data, str(name), shown);
    assert.deepEqual(renamed?.value && dataOf(renamed.value), entry.value && dataOf(entry.value), shown);
  });
});

test('what is inserted is read, and removing it gives the old text back', () => {
  const added = fc.record({ name: fc.stringMatching(/^[A-Z_]{8}$/), data: anyData, near: fc.boolean() });
  check(fc.tuple(loading, added), ([choice, { name, data, near }]) => {
    const { document, entry } = chosen(choice);
    const parent = parentOf(document.root, entry);
    if (parent === undefined) return;
    const edits = yaml.insert(document, parent, { name, value: { data } }, near ? entry : undefined);
    const after = apply(document, edits);
    if (after === undefined) return;
    const shown = JSON.stringify([document.file.text, after.file.text]);
    assert.deepEqual(after.problems, [], shown);
    const inserted = [...walkEntries(after.root)].find((it) => it.entry.key.name === name)?.entry;
    assert.ok(inserted?.value !== undefined && sameData(dataOf(inserted.value), data), shown);
    assert.deepEqual(outline(after.root, inserted), outline(document.root), shown);
    const back = apply(after, yaml.remove(after, inserted));
    assert.equal(back?.file.text, document.file.text, shown);
  });
});

/** The document after edits; undefined where the format makes none because the entry is written elsewhere. */
function apply(document: Document, edits: readonly Edit[]): Document | undefined {
  return edits.length === 0 ? undefined : parse(applyEdits(document.file.text, edits));
}

function parentOf(mapping: Mapping, entry: Entry): Mapping | undefined {
  if (mapping.entries.includes(entry)) return mapping;
  for (const { value } of mapping.entries) {
    const found = value?.kind === 'mapping' ? parentOf(value, entry) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keys and values of a mapping, one entry left out; a key that hid a merged one shows it again when it goes. */
function outline(value: Value, without?: Entry): unknown {
  if (value.kind === 'scalar') return typed(value.data);
  if (value.kind === 'sequence') return value.items.map((item) => outline(item, without));
  const entries = value.entries.filter((it) => it !== without && !isBrought(it));
  return {
    entries: entries.map((it) => [
      typed(it.key.data),
      it.value === undefined ? [] : outline(it.value, without),
    ]),
  };
}

function spansOf(document: Document): readonly Span[] {
  const visit = (value: Value): readonly Span[] => {
    if (value.kind === 'scalar') return [value.span, value.content];
    if (value.kind === 'sequence') return [value.span, ...value.items.flatMap(visit)];
    return [
      value.span,
      ...value.entries.flatMap((it) => [it.span, it.key.span, ...(it.value ? visit(it.value) : [])]),
    ];
  };
  return [
    ...visit(document.root),
    ...document.comments.map((it) => it.span),
    ...document.problems.map((it) => it.span),
  ];
}
