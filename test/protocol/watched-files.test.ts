import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rulesOf } from './diagnostics-of.ts';
import { eventually } from './eventually.ts';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('workspace/didChangeWatchedFiles', () => {
  it('reads a changed file again and asks for a refresh', async () => {
    const server = await start({ files: SERVICE });
    await server.pull('.env');
    const { refreshes } = server.received;
    server.write('.env', 'PORT=80\n');
    await server.changedOnDisk('.env');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await eventually('a refresh', () => server.received.refreshes > refreshes);
    await server.stop();
  });

  it('keeps the text of the editor', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=81\n');
    server.write('.env', 'PORT=none\n');
    await server.changedOnDisk('.env');
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.stop();
  });

  it('finds the files of a folder that came, and forgets those of one that went', async () => {
    const server = await start({ files: SERVICE });
    await server.pull('.env');
    server.write('jobs/pyproject.toml', '[project]\nname = "jobs"\n');
    server.write('jobs/settings.py', SERVICE['settings.py']);
    server.write('jobs/.env', 'PORT=x\n');
    await server.changedOnDisk('jobs');
    assert.deepEqual(rulesOf(await server.pull('jobs/.env')), ['type-mismatch']);
    server.remove('jobs');
    await server.changedOnDisk('jobs');
    assert.deepEqual(rulesOf(await server.pull('jobs/.env')), []);
    await server.stop();
  });

  it('reads nothing below folders that are never looked into', async () => {
    const server = await start({ files: SERVICE });
    await server.pull('.env');
    const { refreshes } = server.received;
    server.write('node_modules/a/.env', 'PORT=x\n');
    await server.changedOnDisk('node_modules', 'node_modules/a/.env', '.git/index');
    assert.deepEqual(rulesOf(await server.pull('node_modules/a/.env')), []);
    assert.equal(server.received.refreshes, refreshes);
    await server.stop();
  });

  it('is asked for by dynamic registration', async () => {
    const server = await start({ files: SERVICE });
    await eventually('the registration', () =>
      server.received.registered.includes('workspace/didChangeWatchedFiles'),
    );
    await server.stop();
  });
});
