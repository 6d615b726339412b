import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection, HoverParams } from 'vscode-languageserver/node';
import { type Guard, guardWith } from '../../server/src/lsp/guard.ts';
import { rulesOf } from './diagnostics-of.ts';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('a handler that fails', () => {
  it('answers with its fallback and is reported once, with method and place but no content', async () => {
    const { guard, lines } = guarded();
    const work = (): string => {
      throw new TypeError('cannot read s3cr3t-canary');
    };
    assert.equal(await guard('textDocument/hover', undefined, 'nothing', work), 'nothing');
    assert.equal(await guard('textDocument/hover', undefined, 'nothing', work), 'nothing');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^textDocument\/hover failed after \d+ ms: TypeError in .*guard\.test/);
    assert.doesNotMatch(lines.join(), /canary/);
  });

  it('is reported for each method and each place', async () => {
    const { guard, lines } = guarded();
    const reject = () => Promise.reject(new RangeError('x'));
    await guard('textDocument/hover', undefined, null, reject);
    await guard('textDocument/completion', undefined, null, reject);
    assert.equal(lines.length, 2);
  });

  it('leaves the server alive when a client sends what no client may', async () => {
    const server = await start({ files: SERVICE });
    const broken = { textDocument: { uri: server.uri('.env') }, position: null } as unknown as HoverParams;
    assert.equal(await server.connection.sendRequest('textDocument/hover', broken), null);
    await server.take(/^textDocument\/hover failed/);
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: {},
      contentChanges: 5,
    });
    await server.take(/didChange failed|not open/);
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });
});

function guarded(): { readonly guard: Guard; readonly lines: string[] } {
  const lines: string[] = [];
  const connection = { console: { error: (line: string) => lines.push(line) } } as unknown as Connection;
  return { guard: guardWith(connection, () => false), lines };
}
