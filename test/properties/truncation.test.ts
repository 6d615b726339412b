import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { str } from '../../server/src/core/syntax/data.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { iniValues } from '../../server/src/core/syntax/ini/ini-options.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { decode } from '../../server/src/host/read-file.ts';
import { checkSpans, places } from './format-laws.ts';

const FOLDER = 'test/fixtures/formats';
const names = readdirSync(FOLDER).sort();

test('there are files of every format', () => {
  const formats = names.map((name) => documentOf(decode(name, new Uint8Array()))?.format.name);
  assert.ok(names.length >= 30);
  assert.deepEqual([...new Set(formats)].sort(), ['dotenv', 'ini', 'json', 'jsonc', 'toml', 'yaml']);
});

for (const name of names) {
  test(`${name}, cut off at any byte, is read without an exception, and with spans inside`, () => {
    const bytes = readFileSync(join(FOLDER, name));
    for (let size = 0; size <= bytes.length; size++) {
      const file = decode(name, bytes.subarray(0, size));
      const document = documentOf(file);
      assert.ok(document !== undefined);
      checkSpans(document);
      dataOf(document.root);
      for (const { key } of document.root.entries)
        if (document.format.name === 'ini') iniValues(document, key.name);
      const last = [...places(document.root)].at(-1);
      if (last === undefined) continue;
      const { format } = document;
      const added = { name: 'ADDED', value: { data: str('x') } };
      for (const edits of [
        format.remove(document, last.entry),
        format.replace(document, last.entry, str('x')),
        format.rename(document, last.entry, 'RENAMED'),
        format.insert(document, last.parent, added, last.entry),
      ])
        applyEdits(file.text, edits);
    }
  });
}
