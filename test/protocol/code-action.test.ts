import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CodeAction, CodeActionKind, TextDocumentEdit } from 'vscode-languageserver/node';
import { BARE } from './capabilities.ts';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

const TWICE = { ...SERVICE, '.env': 'PORT=1\nPORT=2\nPORT=2\n' };
const TITLE = 'Remove this `PORT`, which is never read';

describe('textDocument/codeAction and codeAction/resolve', () => {
  it('gives edits for the version of the text, with an annotation', async () => {
    const server = await start({ files: TWICE });
    await server.open('.env');
    const [action] = (await server.codeActions('.env', { line: 0, character: 1 })).filter(titled(TITLE));
    assert.equal(action?.edit, undefined);
    const edit = (await server.resolve(action as CodeAction)).edit;
    const [change] = (edit?.documentChanges ?? []).filter(TextDocumentEdit.is);
    assert.deepEqual(change?.textDocument, { uri: server.uri('.env'), version: 1 });
    const [annotation] = Object.values(edit?.changeAnnotations ?? {});
    assert.deepEqual(annotation, { label: TITLE, needsConfirmation: false });
    await server.stop();
  });

  it('edits the line that was asked for, when two fixes have one title', async () => {
    const server = await start({ files: TWICE });
    await server.open('.env');
    assert.equal((await editedLine(server, 0))[0], 0);
    assert.equal((await editedLine(server, 1))[0], 1);
    await server.stop();
  });

  it('gives no edit once the text has moved on, and says so', async () => {
    const server = await start({ files: TWICE });
    await server.open('.env');
    const [action] = (await server.codeActions('.env', { line: 0, character: 1 })).filter(titled(TITLE));
    await server.change('.env', 'PORT=1', 'PORT=10');
    assert.equal((await server.resolve(action as CodeAction)).edit, undefined);
    await server.take(/has changed since/);
    await server.stop();
  });

  it('gives plain edits at once to a client that resolves nothing', async () => {
    const server = await start({ files: TWICE, capabilities: BARE });
    const [action] = (await server.codeActions('.env', { line: 0, character: 1 })).filter(titled(TITLE));
    assert.deepEqual(Object.keys(action?.edit?.changes ?? {}), [server.uri('.env')]);
    assert.equal(action?.edit?.documentChanges, undefined);
    await server.stop();
  });

  it('fixes everything that is safe when that kind is asked for, and only then', async () => {
    const server = await start({ files: TWICE });
    await server.open('.env');
    const only = [`${CodeActionKind.SourceFixAll}.crossfade`];
    const [all, ...others] = await server.codeActions('.env', { line: 0, character: 0 }, { only });
    assert.deepEqual(others, []);
    assert.equal(all?.kind, only[0]);
    assert.ok((await server.resolve(all as CodeAction)).edit);
    const plain = await server.codeActions('.env', { line: 0, character: 0 });
    assert.ok(plain.every((it) => it.kind !== only[0]));
    await server.stop();
  });
});

function titled(title: string): (action: CodeAction) => boolean {
  return (action) => action.title === title;
}

async function editedLine(server: Session, line: number): Promise<readonly (number | undefined)[]> {
  const actions = (await server.codeActions('.env', { line, character: 1 })).filter(titled(TITLE));
  const edits = await Promise.all(actions.map((it) => server.resolve(it)));
  return edits.map(
    (it) => it.edit?.documentChanges?.filter(TextDocumentEdit.is)[0]?.edits[0]?.range.start.line,
  );
}
