import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { int, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, Mapping } from '../../server/src/core/syntax/document.ts';
import { iniValues } from '../../server/src/core/syntax/ini/ini-options.ts';
import { ini } from '../../server/src/core/syntax/ini.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

function parse(text: string): Document {
  return ini.parse(sourceFile('settings.ini', text));
}

function section(document: Document, name: string): Mapping {
  const value = document.root.entries.find((it) => it.key.name === name)?.value;
  assert.ok(value?.kind === 'mapping', name);
  return value;
}

function option(document: Document, name: string, inside = 's'): Entry {
  const found = section(document, inside).entries.find((it) => it.key.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function edited(document: Document, edits: readonly Edit[]): string {
  return applyEdits(document.file.text, edits);
}

describe('INI as configparser reads it', () => {
  const text =
    '[DEFAULT]\nhome = /srv\n\n[s]\nUrl: %(home)s/x # all of it\nlist =\n    one\n\n    two\n[t]\n';

  it('has a mapping for each section, with names in lower case and values of several lines', () => {
    const document = parse(text);
    assert.deepEqual(document.problems, []);
    assert.deepEqual(
      document.root.entries.map((it) => it.key.name),
      ['DEFAULT', 's', 't'],
    );
    const value = option(document, 'list').value;
    assert.deepEqual(value?.kind === 'scalar' && value.data, str('\none\n\ntwo'));
    const { key, span } = option(document, 'url');
    assert.deepEqual(
      [text.slice(key.span.start, key.span.end), text.slice(span.start, span.end)],
      ['Url', 'Url: %(home)s/x # all of it'],
    );
  });

  it('fills references from the section and from DEFAULT', () => {
    const values = iniValues(parse(text), 's');
    assert.deepEqual(values?.get('url'), { kind: 'value', text: '/srv/x # all of it' });
    assert.deepEqual([...(values?.keys() ?? [])], ['home', 'url', 'list']);
    assert.equal(iniValues(parse(text), 'nowhere'), undefined);
  });

  it('gives up a value that references make endless', () => {
    const lines = ['[s]', `a0 = ${'x'.repeat(50)}`];
    for (let level = 1; level < 9; level++) lines.push(`a${level} = ${`%(a${level - 1})s`.repeat(50)}`);
    assert.deepEqual(iniValues(parse(lines.join('\n')), 's')?.get('a8'), { kind: 'limit' });
  });

  it('says what Python would stop at, and reads the rest', () => {
    const { root, problems } = parse('[s]\nbogus\na = 1\nA = 2\n[s]\nb = 3\n');
    assert.deepEqual(
      problems.map((it) => it.upstream),
      ['DuplicateOptionError', 'ParsingError', 'DuplicateSectionError'],
    );
    assert.equal(root.entries.length, 2);
    assert.match(parse('a = 1\n').problems[0]?.message ?? '', /^No section starts above this line/);
  });
});

describe('edits of INI files', () => {
  it('take an option out with all its lines, and a section with its options', () => {
    const document = parse('[s]\na = 1\n# about b\nb = 2\n  3\nc = 4\n\n[t]\nd = 5\n');
    assert.equal(
      edited(document, ini.remove(document, option(document, 'b'))),
      '[s]\na = 1\n# about b\nc = 4\n\n[t]\nd = 5\n',
    );
    const whole = document.root.entries[0];
    assert.ok(whole !== undefined);
    assert.equal(edited(document, ini.remove(document, whole)), '\n[t]\nd = 5\n');
  });

  it('leave a section whose end an indented header below would take for its own', () => {
    const document = parse('[a]\nx = 1\n[b]\n  y = 2\n [c]\nz = 3\n');
    const middle = document.root.entries[1];
    assert.ok(middle !== undefined);
    assert.deepEqual(ini.remove(document, middle), []);
  });

  it('put a new option beside its nearest relative, with its delimiter and indentation', () => {
    const document = parse('[s]\r\n  smtp_host:x\r\n    y\r\n  url:z\r\n');
    const insert = (name: string) =>
      edited(document, ini.insert(document, section(document, 's'), { name, value: { data: int(25) } }));
    assert.equal(insert('smtp_port'), '[s]\r\n  smtp_host:x\r\n    y\r\n  smtp_port:25\r\n  url:z\r\n');
    assert.equal(insert('other'), '[s]\r\n  smtp_host:x\r\n    y\r\n  url:z\r\n  other:25\r\n');
  });

  it('fill an empty section, and add a section', () => {
    const document = parse('; note\n[s]\n\n[t]\nx=1');
    const added = { name: 'a', value: { data: str('b') }, comment: 'why' };
    assert.equal(
      edited(document, ini.insert(document, section(document, 's'), added)),
      '; note\n[s]\n; why\na=b\n\n[t]\nx=1',
    );
    const value = { data: { kind: 'dict', entries: [[str('y'), str('1')]] } } as const;
    assert.equal(
      edited(document, ini.insert(document, document.root, { name: 'u', value })),
      '; note\n[s]\n\n[t]\nx=1\n\n[u]\ny = 1',
    );
  });

  it('write several lines indented, and nothing that would be read otherwise', () => {
    const document = parse('[s]\na = 1\n');
    const replace = (text: string) => ini.replace(document, option(document, 'a'), str(text));
    assert.equal(edited(document, replace('x\ny\n\nz')), '[s]\na = x\n    y\n\n    z\n');
    for (const text of [' x', 'x\n', 'x\n# y', 'x\n  y', '100%', '%(a)s', '${' + 'a}'])
      assert.deepEqual(replace(text), [], text);
  });

  it('rename options and sections where the name is free and can be read', () => {
    const document = parse('[s]\na = 1\nb = 2\n[t]\n');
    const rename = (name: string) => ini.rename(document, option(document, 'a'), name);
    assert.equal(edited(document, rename('New')), '[s]\nNew = 1\nb = 2\n[t]\n');
    for (const name of ['B', 'x = y', '#x', '[x]', '', 'x\ny']) assert.deepEqual(rename(name), [], name);
    const [first] = document.root.entries;
    assert.ok(first !== undefined);
    assert.deepEqual(ini.rename(document, first, 't'), []);
    assert.equal(edited(document, ini.rename(document, first, 'u')), '[u]\na = 1\nb = 2\n[t]\n');
  });
});
