import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
} from 'vscode-languageserver/node';
import { rulesOf } from './diagnostics-of.ts';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('textDocument/didOpen, didChange and didClose', () => {
  it('ignores changes of a document that is not open, with one line in the log', async () => {
    const server = await start({ files: SERVICE });
    await change(server, server.uri('.env'), 3, 0, 'PORT=80\n');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.take(/not open/);
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: server.uri('.env') },
    });
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });

  it('ignores a version that goes back', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=80\n');
    await change(server, server.uri('.env'), 0, 0, 'PORT=x\n');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.take(/old one/);
    await server.stop();
  });

  it('takes a range outside of the text as the end of the text', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=80\n');
    await change(server, server.uri('.env'), 2, 900, 'WORKERS=x\n');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });

  it('touches no disk for other schemes and answers them empty', async () => {
    const server = await start({ files: SERVICE });
    for (const uri of [
      'untitled:Untitled-1',
      'git:/x/.env?ref',
      'vscode-vfs://github/a/b/.env',
      'file:////',
    ]) {
      await server.open(uri, 'PORT=x\n');
      await change(server, uri, 2, 0, '#');
      assert.deepEqual(rulesOf(await server.pull(uri)), []);
      assert.equal(await server.hover(uri, { line: 0, character: 0 }), null);
      await server.close(uri);
    }
    await server.stop();
  });

  it('knows a document by all spellings of its URI', async () => {
    const server = await start({ files: { ...SERVICE, 'a b/.env': '' } });
    const written = server.uri('a b/.env').replace('%20', ' ').replace('.env', '%2Eenv');
    await server.open(written, 'A=1\nA=2\n');
    assert.deepEqual(rulesOf(await server.pull('a b/.env')), ['duplicate-key']);
    await server.close('a b/.env');
    assert.deepEqual(rulesOf(await server.pull('a b/.env')), []);
    await server.stop();
  });

  it('answers with the last of many changes', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=0\n');
    const pulls = [];
    for (let version = 2; version <= 300; version++) {
      await server.change('.env', `PORT=${version - 2}\n`, `PORT=${version - 1}\n`);
      if (version % 10 === 0) pulls.push(server.pull('.env'));
    }
    await server.change('.env', 'PORT=299', 'PORT=x');
    await Promise.all(pulls);
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });
});

/** Sends a change of an empty range at the start of a line. */
function change(server: Session, uri: string, version: number, line: number, text: string): Promise<void> {
  const at = { line, character: 0 };
  return server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version },
    contentChanges: [{ range: { start: at, end: at }, text }],
  });
}
