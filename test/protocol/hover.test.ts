import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MarkupContent } from 'vscode-languageserver/node';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('textDocument/hover', () => {
  it('tells the field that a key sets', async () => {
    const server = await start({ files: SERVICE });
    const hover = await server.hover('.env', server.position('.env', 'PORT'));
    assert.ok(hover && MarkupContent.is(hover.contents));
    assert.match(hover.contents.value, /port/);
    assert.deepEqual(hover.range?.start.line, 0);
    await server.stop();
  });

  it('shows no secret, on the key, on the value or in the class', async () => {
    const server = await start({ files: SERVICE });
    const places = [
      ['.env', server.position('.env', 'API_KEY')],
      ['.env', server.position('.env', 's3cr3t')],
      ['settings.py', server.position('settings.py', 'api_key')],
    ] as const;
    const hovers = await Promise.all(places.map(([path, at]) => server.hover(path, at)));
    assert.ok(hovers.some((it) => it !== null));
    assert.doesNotMatch(JSON.stringify(hovers), /canary/);
    await server.stop();
  });

  it('is empty where there is nothing to say', async () => {
    const server = await start({ files: { ...SERVICE, 'notes.txt': 'PORT' } });
    assert.equal(await server.hover('notes.txt', { line: 0, character: 0 }), null);
    assert.equal(await server.hover('absent.env', { line: 7, character: 7 }), null);
    await server.stop();
  });
});
