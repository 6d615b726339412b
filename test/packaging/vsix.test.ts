import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

const SHIPPED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/changelog.md',
  'extension/client/media/icon.png',
  'extension/client/media/view.svg',
  'extension/dist/client.cjs',
  'extension/dist/server-main.cjs',
  'extension/dist/server.cjs',
  'extension/dist/tree-sitter-python.wasm',
  'extension/dist/web-tree-sitter.wasm',
  'extension/package.json',
  'extension/readme.md',
  'extension/syntaxes/migration-record.injection.tmLanguage.json',
];

describe('the packed extension', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'crossfade-vsix-'));
  let archive: Buffer;
  let entries: ZipEntry[];

  before(() => {
    const file = path.join(folder, 'crossfade.vsix');
    execFileSync(process.execPath, ['scripts/package.mjs', '--out', file], { stdio: 'pipe' });
    archive = readFileSync(file);
    entries = zipEntries(archive);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what it needs and nothing else', () => {
    assert.deepEqual(entries.map(({ name }) => name).sort(), SHIPPED);
  });

  it('is small', () => {
    assert.ok(archive.length <= 1.5 * 1024 * 1024, `${archive.length} bytes`);
    assert.ok(entries.every(({ size }) => size > 0));
  });
});
