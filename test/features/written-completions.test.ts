import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completions } from '../../server/src/core/features/completions.ts';
import { rules } from '../../server/src/core/rules/registry.ts';
import { workspace } from '../workspace.ts';

/** Labels offered where `|` stands in a file. */
function offered(path: string, marked: string): readonly string[] {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return completions(workspace({ [path]: text }), path, offset).map((it) => it.label);
}

describe('a comment for crossfade', () => {
  it('is completed in every file that has comments', () => {
    for (const path of ['.env', 'settings.py', 'config.yaml', 'settings-migrations/a.md'])
      assert.deepEqual(offered(path, '# crossfade: |'), ['ignore[', 'ignore-file[', 'accept['], path);
    assert.deepEqual(offered('settings.py', 'x = 1  # crossfade: ig|'), [
      'ignore[',
      'ignore-file[',
      'accept[',
    ]);
  });

  it('names every rule that it does not name yet', () => {
    assert.equal(offered('.env', '# crossfade: ignore[|').length, rules.length);
    const more = offered('.env', '# crossfade: ignore-file[unknown-key, |');
    assert.equal(more.length, rules.length - 1);
    assert.ok(!more.includes('unknown-key'));
    assert.ok(offered('settings.py', '# crossfade: accept[|').includes('default'));
  });

  it('asks for its reason', () => {
    assert.deepEqual(offered('.env', '# crossfade: ignore[unknown-key] |'), ['-- reason']);
    assert.deepEqual(offered('.env', '# crossfade: ignore[unknown-key] -- it is |'), []);
    assert.deepEqual(offered('.env', '# crossfades: |'), []);
  });
});

const RECORD = (fields: string) => `---\nschema: 1\n${fields}---\n`;

describe('the conversion of a record', () => {
  it('is any of them while no key is named', () => {
    const names = offered('settings-migrations/a.md', RECORD('convert: |\n'));
    for (const it of [
      'same',
      'csv-json',
      'url-parts',
      'join-host-port',
      'minutes-to-seconds',
      'bytes-to-megabytes',
    ])
      assert.ok(names.includes(it), it);
  });

  it('is one that can serve the keys of the record', () => {
    const keys = 'from: [REDIS_URL]\nto: [REDIS_HOST, REDIS_PORT]\n';
    const names = offered('settings-migrations/a.md', RECORD(`${keys}convert: |\n`));
    assert.ok(names.includes('url-host-port') && names.includes('custom'), names.join());
    assert.ok(!names.includes('minutes-to-seconds') && !names.includes('csv-json'), names.join());
  });
});
