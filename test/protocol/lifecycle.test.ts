import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CancellationTokenSource,
  ErrorCodes,
  InitializeRequest,
  LSPErrorCodes,
  ShutdownRequest,
} from 'vscode-languageserver/node';
import { rulesOf } from './diagnostics-of.ts';
import { connect, start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('requests of any kind', () => {
  it('are answered once when they are cancelled at any time', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env');
    for (let round = 0; round < 50; round++) {
      const source = new CancellationTokenSource();
      const answer = server.pull('.env', undefined, source.token);
      if (round % 3 === 0) source.cancel();
      else if (round % 3 === 1) setImmediate(() => source.cancel());
      const [result] = await Promise.allSettled([answer]);
      if (result?.status === 'rejected') assert.equal(result.reason.code, LSPErrorCodes.RequestCancelled);
    }
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });

  it('are refused when they are unknown, and when the server is initialized already', async () => {
    const server = await start({ files: SERVICE });
    await assert.rejects(server.connection.sendRequest('textDocument/unheardOf', {}), {
      code: ErrorCodes.MethodNotFound,
    });
    const again = { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null };
    await assert.rejects(server.connection.sendRequest(InitializeRequest.type, again), {
      code: ErrorCodes.InvalidRequest,
    });
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });

  it('are refused after `shutdown`', async () => {
    const server = await start({ files: SERVICE });
    await server.connection.sendRequest(ShutdownRequest.type);
    await assert.rejects(server.pull('.env'), { code: ErrorCodes.InvalidRequest });
    await server.stop();
  });

  it('are refused before `initialize`', async () => {
    const { client, end } = connect(null);
    await assert.rejects(client.sendRequest('textDocument/hover', {}), {
      code: ErrorCodes.ServerNotInitialized,
    });
    end();
  });
});
