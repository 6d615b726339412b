import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DidChangeWorkspaceFoldersNotification } from 'vscode-languageserver/node';
import { rulesOf } from './diagnostics-of.ts';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

const TWO = Object.fromEntries(
  ['a', 'b'].flatMap((folder) => Object.entries(SERVICE).map(([path, text]) => [`${folder}/${path}`, text])),
);

describe('workspace/didChangeWorkspaceFolders', () => {
  it('keeps folders apart', async () => {
    const files = { ...TWO, 'b/settings.py': TWO['b/settings.py']?.replace('port: int', 'port: str') ?? '' };
    const server = await start({ files, folders: ['a', 'b'] });
    assert.deepEqual(rulesOf(await server.pull('a/.env')), ['type-mismatch']);
    assert.deepEqual(rulesOf(await server.pull('b/.env')), []);
    await server.stop();
  });

  it('drops a folder that leaves and reads one that joins', async () => {
    const server = await start({ files: TWO, folders: ['a'] });
    assert.deepEqual(rulesOf(await server.pull('b/.env')), []);
    await changeFolders(server, ['b'], ['a']);
    assert.deepEqual(rulesOf(await server.pull('b/.env')), ['type-mismatch']);
    assert.deepEqual(rulesOf(await server.pull('a/.env')), []);
    await server.stop();
  });

  it('reports a file of a folder inside of another folder once', async () => {
    const server = await start({ files: TWO, folders: ['', 'b'] });
    const { items } = await server.pullWorkspace();
    assert.deepEqual(items.map((it) => it.uri).sort(), [server.uri('a/.env'), server.uri('b/.env')]);
    await server.stop();
  });
});

function changeFolders(server: Session, added: string[], removed: string[]): Promise<void> {
  const folders = (paths: string[]) => paths.map((path) => ({ uri: server.uri(path), name: path }));
  return server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: folders(added), removed: folders(removed) },
  });
}
