import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  insertVariable,
  type PlacedVariable,
  removeVariable,
  renameVariable,
  replaceVariable,
} from '../../server/src/core/supply/edit-variable.ts';
import type { Document, Entry, Mapping, Value } from '../../server/src/core/syntax/document.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { composeVariablesIn } from '../supply/compose-variables-in.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

/** One way to write variables, and how to find them again. */
interface Form {
  readonly name: string;
  readonly path: string;
  readonly write: (items: readonly Item[], style: Style) => string;
  readonly read: (document: Document) => readonly Found[];
}

interface Item {
  readonly name: string;
  readonly value: string;
  readonly quote: '' | '"' | "'";
  readonly comment: boolean;
}

interface Style {
  readonly indent: string;
  readonly eol: string;
  readonly tail: string;
  readonly final: boolean;
}

interface Found extends PlacedVariable {
  readonly name: string;
  readonly value: string | undefined;
}

const names = fc
  .stringMatching(/^[A-Z][A-Z_]{0,6}$/)
  .filter((it) => !/^(?:NO|ON|OFF|YES|TRUE|FALSE|NULL|Y|N)$/.test(it));
/** Texts that are the same with and without quotes. */
const plainValues = fc
  .stringMatching(/^[a-z][a-z0-9/.=-]{0,8}$/)
  .filter((it) => !/^(?:y|n|yes|no|on|off|true|false|null|[a-z]*[.e-]\d.*)$/.test(it));
/** Texts of any kind, as somebody may ask for. */
const anyValue = fc.oneof(
  plainValues,
  fc.string(),
  fc.constantFrom('a: b', 'x #y', '', ' ', '"', "'", '[1]', '8000', 'on', '{}'),
);

const items: fc.Arbitrary<readonly Item[]> = fc
  .uniqueArray(names, { minLength: 1, maxLength: 5 })
  .chain((all) =>
    fc.tuple(
      ...all.map((name) =>
        fc.record({
          name: fc.constant(name),
          value: plainValues,
          quote: fc.constantFrom('' as const, '"' as const, "'" as const),
          comment: fc.boolean(),
        }),
      ),
    ),
  );

const styles: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom('', '  ', '    '),
  eol: fc.constantFrom('\n', '\r\n'),
  tail: fc.constantFrom('', '    image: x', '# the end'),
  final: fc.boolean(),
});

const list: Form = {
  name: 'a list of a compose file',
  path: 'compose.yaml',
  write: (all, style) =>
    composed(
      style,
      all.flatMap(({ name, value, quote, comment }) => [
        ...(comment ? [`    ${style.indent}# about ${name}`] : []),
        `    ${style.indent}- ${quote}${name}=${value}${quote}${comment ? ' # note' : ''}`,
      ]),
    ),
  read: composeVariablesIn,
};

const mapping: Form = {
  name: 'a mapping of a compose file',
  path: 'compose.yaml',
  write: (all, style) =>
    composed(
      style,
      all.map(({ name, value, quote }) => `      ${style.indent}${name}: ${quote}${value}${quote}`),
    ),
  read: composeVariablesIn,
};

const flow: Form = {
  name: 'a list in brackets',
  path: 'compose.yaml',
  write: (all, style) => {
    const written = all.map(({ name, value, quote }) => `${quote}${name}=${value}${quote}`).join(', ');
    return ended(style, ['services:', '  api:', `    environment: [${written}]`, style.tail]);
  },
  read: composeVariablesIn,
};

const manifest: Form = {
  name: 'a list of a manifest',
  path: 'deploy.yaml',
  write: (all, style) =>
    ended(style, [
      'containers:',
      '  - name: api',
      '    env:',
      ...all.flatMap(({ name, value, quote, comment }) => [
        `    ${style.indent}- name: ${name}${comment ? ' # note' : ''}`,
        `    ${style.indent}  value: ${quote}${value}${quote}`,
      ]),
      style.tail,
    ]),
  read: namesAndValues,
};

const task: Form = {
  name: 'a list of JSON',
  path: 'task.json',
  write: (all, { indent, eol, final }) => {
    const objects = all.map(({ name, value }) => `${indent}  { "name": "${name}", "value": "${value}" }`);
    return `{${eol}"env": [${eol}${objects.join(`,${eol}`)}${eol}]}${final ? eol : ''}`;
  },
  read: namesAndValues,
};

const forms = [list, mapping, flow, manifest, task];

function composed(style: Style, lines: readonly string[]): string {
  return ended(style, ['services:', '  api:', '    environment:', ...lines, style.tail]);
}

function ended({ eol, final }: Style, lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join(eol) + (final ? eol : '');
}

/** `name` and `value` of the items of every list, as suppliers of manifests find them. */
function namesAndValues(document: Document): readonly Found[] {
  const visit = (value: Value | undefined): readonly Found[] => {
    if (value?.kind === 'sequence') {
      return value.items.flatMap((item) => (item.kind === 'mapping' ? (pair(item) ?? visit(item)) : []));
    }
    return value?.kind === 'mapping' ? value.entries.flatMap((it) => visit(it.value)) : [];
  };
  return visit(document.root);
}

function pair(item: Mapping): readonly Found[] | undefined {
  const member = (key: string) => item.entries.find((it) => it.key.name === key)?.value;
  const [name, value] = [member('name'), member('value')];
  if (name?.kind !== 'scalar' || name.data.kind !== 'str' || value?.kind !== 'scalar') return undefined;
  const key = { name: name.data.value, span: name.span, data: name.data };
  const entry: Entry = { key, value, span: item.span };
  const text = value.data.kind === 'str' ? value.data.value : undefined;
  return [{ name: key.name, value: text, entry, shape: 'name-value' }];
}

function parse(form: Form, text: string): { readonly document: Document; readonly found: readonly Found[] } {
  const document = documentOf(sourceFile(form.path, text));
  assert.ok(document);
  assert.deepEqual(document.problems, [], text);
  return { document, found: form.read(document) };
}

function pairs(found: readonly Found[]): readonly (readonly [string, string | undefined])[] {
  return found.map((it) => [it.name, it.value]);
}

interface Case {
  readonly text: string;
  readonly document: Document;
  readonly found: readonly Found[];
  readonly chosen: Found;
  readonly at: number;
}

function law(title: string, check: (form: Form, it: Case, value: string) => void): void {
  for (const form of forms) {
    test(`${title}: ${form.name}`, () => {
      const property = fc.property(items, styles, fc.nat(), anyValue, (all, style, choice, value) => {
        const text = form.write(all, style);
        const { document, found } = parse(form, text);
        assert.deepEqual(
          pairs(found),
          all.map((it) => [it.name, it.value]),
        );
        const at = choice % found.length;
        check(form, { text, document, found, chosen: found[at] as Found, at }, value);
      });
      fc.assert(property, { numRuns });
    });
  }
}

function edited(text: string, edits: readonly Edit[]): string {
  assert.ok(edits.length > 0, text);
  return applyEdits(text, edits);
}

law('removing takes one variable and leaves the others', (form, { text, document, found, chosen }) => {
  const after = edited(text, removeVariable(document, chosen));
  assert.deepEqual(pairs(parse(form, after).found), pairs(found.filter((it) => it !== chosen)), after);
});

law('renaming changes one name', (form, { text, document, found, at, chosen }) => {
  const after = edited(text, renameVariable(document, chosen, 'NEW_NAME'));
  const expected = found.map((it, index) => [index === at ? 'NEW_NAME' : it.name, it.value]);
  assert.deepEqual(pairs(parse(form, after).found), expected, after);
});

law('a replaced value is read', (form, { text, document, found, at, chosen }, value) => {
  const after = edited(text, replaceVariable(document, chosen, value.replaceAll('$', '')));
  const expected = found.map((it, index) => [it.name, index === at ? value.replaceAll('$', '') : it.value]);
  assert.deepEqual(pairs(parse(form, after).found), expected, after);
});

law(
  'an inserted variable stands behind the one it is like',
  (form, { text, document, found, at, chosen }) => {
    const after = edited(text, insertVariable(document, chosen, { name: 'NEW_NAME' }));
    const expected = [...pairs(found)];
    expected.splice(at + 1, 0, ['NEW_NAME', chosen.value]);
    assert.deepEqual(pairs(parse(form, after).found), expected, after);
  },
);

law('inserting and removing gives the text back', (form, { text, document, chosen, at }) => {
  const after = edited(text, insertVariable(document, chosen, { name: 'NEW_NAME' }));
  const again = parse(form, after);
  const added = again.found[at + 1];
  assert.equal(added?.name, 'NEW_NAME');
  assert.equal(edited(after, removeVariable(again.document, added as Found)), text);
});
