import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('textDocument/completion', () => {
  it('offers the keys that are not set yet', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=80\nW');
    const labels = await labelsAt(server, '.env', 'W');
    assert.ok(labels.includes('WORKERS'), labels.join());
    assert.ok(!labels.includes('PORT'));
    await server.stop();
  });

  it('replaces what is typed of the key', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'WOR');
    const items = await server.complete('.env', server.position('.env', 'WOR', 'end'));
    const item = (Array.isArray(items) ? items : []).find((it) => it.label === 'WORKERS');
    assert.ok(item?.textEdit && 'range' in item.textEdit);
    assert.deepEqual(item.textEdit.range.start, { line: 0, character: 0 });
    await server.stop();
  });

  it('is empty outside of settings files', async () => {
    const server = await start({ files: SERVICE });
    await server.open('notes.txt', 'W');
    assert.deepEqual(await labelsAt(server, 'notes.txt', 'W'), []);
    await server.stop();
  });
});

async function labelsAt(server: Session, path: string, part: string): Promise<readonly string[]> {
  const items = await server.complete(path, server.position(path, part, 'end'));
  return (Array.isArray(items) ? items : (items?.items ?? [])).map((it) => it.label);
}
