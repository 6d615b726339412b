import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { rulesOf } from './diagnostics-of.ts';
import { eventually } from './eventually.ts';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('crossfade/trustGranted', () => {
  it('reads the workspace again with what git knows', async () => {
    const server = await start({ files: SERVICE });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: server.root, stdio: 'ignore' });
    git('init', '--quiet');
    git('add', '.env');
    await server.pull('.env');
    const { refreshes } = server.received;
    await server.trust();
    assert.deepEqual(rulesOf(await server.pull('.env')).includes('type-mismatch'), true);
    await eventually('a refresh', () => server.received.refreshes > refreshes);
    await server.stop();
  });

  it('keeps the texts that are open', async () => {
    const server = await start({ files: SERVICE });
    await server.open('.env', 'PORT=80\n');
    await server.trust();
    assert.deepEqual(rulesOf(await server.pull('.env')), []);
    await server.stop();
  });

  it('changes nothing when the workspace is trusted already', async () => {
    const server = await start({ files: SERVICE, initializationOptions: { trusted: true } });
    await server.pull('.env');
    const { refreshes } = server.received;
    await server.trust();
    await server.pull('.env');
    assert.equal(server.received.refreshes, refreshes);
    await server.stop();
  });
});
