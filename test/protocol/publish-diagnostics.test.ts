import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BARE } from './capabilities.ts';
import { eventually } from './eventually.ts';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('textDocument/publishDiagnostics, for a client that does not pull', () => {
  it('is sent for files that are not open, and is not announced as pull', async () => {
    const server = await start({ files: SERVICE, capabilities: BARE });
    assert.equal(server.initialized.capabilities.diagnosticProvider, undefined);
    assert.deepEqual(await published(server, '.env', 1), ['type-mismatch']);
    await server.stop();
  });

  it('follows what is typed, with the version of the text', async () => {
    const server = await start({ files: SERVICE, capabilities: BARE });
    await server.open('.env');
    await published(server, '.env', 1);
    await server.change('.env', 'eighty', '80');
    assert.deepEqual(await published(server, '.env', 0), []);
    assert.equal(server.received.published.get(server.uri('.env'))?.version, 2);
    await server.stop();
  });

  it('is taken back when the file goes', async () => {
    const server = await start({ files: { ...SERVICE, '.env.staging': 'PORT=many\n' }, capabilities: BARE });
    await published(server, '.env.staging', 1);
    server.remove('.env.staging');
    await server.changedOnDisk('.env.staging');
    assert.deepEqual(await published(server, '.env.staging', 0), []);
    await server.stop();
  });

  it('is not sent to a client that pulls', async () => {
    const server = await start({ files: SERVICE });
    await server.pull('.env');
    assert.equal(server.received.published.size, 0);
    await server.stop();
  });
});

function published(server: Session, path: string, count: number): Promise<readonly unknown[]> {
  return eventually(`${count} diagnostics in ${path}`, () => {
    const items = server.received.published.get(server.uri(path))?.diagnostics;
    return items?.length === count ? items.map((it) => it.code) : undefined;
  });
}
