import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messagesOf, rulesOf } from './diagnostics-of.ts';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('textDocument/diagnostic', () => {
  it('reports what is wrong in the text that is open, not in the file', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.change('.env', 'eighty', '80');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.close('.env');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    await server.stop();
  });

  it('says `unchanged` for the result that the client has', async () => {
    const server = await start({ files: SERVICE });
    const first = await server.pull('.env');
    assert.equal(first.kind, 'full');
    const second = await server.pull('.env', first.resultId);
    assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
    await server.stop();
  });

  it('follows an edit of the class in every settings file', async () => {
    const server = await start({ files: SERVICE });
    await server.open('settings.py');
    await server.open('.env');
    await server.change('settings.py', 'port: int = 8000', 'port: str = ""');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.stop();
  });

  it('raises nothing in settings files while a class is being typed', async () => {
    const server = await start({ files: { ...SERVICE, '.env': 'PORT=80\nWORKERS=1\n' } });
    await server.open('settings.py');
    await server.change('settings.py', 'port: int = 8000', 'port: int =');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.change('settings.py', 'port: int =\n', 'port: Annotated[int, Field(ge=\n');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.stop();
  });

  it('goes on with the last settings that Python accepted, and says so', async () => {
    const server = await start({ files: SERVICE });
    await server.open('settings.py');
    await server.change('settings.py', 'workers: int', 'workers: = int');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['type-mismatch']);
    const kept = await server.pull('settings.py');
    assert.deepEqual(messagesOf(kept), [
      'Python does not accept this code; until it does, `Settings` counts as it stood before',
    ]);
    assert.ok(kept.kind === 'full');
    assert.deepEqual(kept.items[0]?.range.start.line, 8);
    await server.change('settings.py', 'workers: = int', 'workers: int');
    assert.deepEqual(messagesOf(await server.pull('settings.py')), []);
    await server.change('settings.py', 'port: int = 8000', 'port: str = ""');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.stop();
  });

  it('is open where the file was broken from the start', async () => {
    const broken = SERVICE['settings.py'].replace('workers: int', 'workers: = int');
    const server = await start({ files: { ...SERVICE, '.env': 'UNKNOWN=1\n', 'settings.py': broken } });
    await server.open('settings.py');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    assert.deepEqual(messagesOf(await server.pull('settings.py')), [
      'nothing is said of unknown or missing keys of `Settings`: code that Python does not accept',
    ]);
    await server.change('settings.py', 'workers: = int', 'workers: int');
    assert.deepEqual(rulesOf(await server.pull('.env')), ['unknown-key']);
    await server.stop();
  });

  it('has no secret in what it says', async () => {
    const settings = SERVICE['settings.py'].replace('SecretStr = SecretStr("")', 'int');
    const server = await start({ files: { ...SERVICE, 'settings.py': settings } });
    const messages = messagesOf(await server.pull('.env')).join();
    assert.match(messages, /API_KEY/);
    assert.doesNotMatch(messages, /canary/);
    await server.stop();
  });
});
