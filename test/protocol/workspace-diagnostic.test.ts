import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('workspace/diagnostic', () => {
  it('reports files that are not open', async () => {
    const server = await start({ files: SERVICE });
    const report = await server.pullWorkspace();
    assert.deepEqual(summary(report), { [server.uri('.env')]: 1 });
    await server.stop();
  });

  it('is held open until something differs, then answered with that', async () => {
    const server = await start({ files: SERVICE });
    const known = resultIds(await server.pullWorkspace());
    const held = server.pullWorkspace(known);
    assert.equal(await state(held, server.pull('.env')), 'pending');
    await server.open('.env');
    await server.change('.env', 'eighty', '80');
    assert.deepEqual(summary(await held), { [server.uri('.env')]: 0 });
    await server.stop();
  });

  it('is answered as cancelled when the client cancels it', async () => {
    const server = await start({ files: SERVICE });
    const known = resultIds(await server.pullWorkspace());
    const source = new CancellationTokenSource();
    const held = server.pullWorkspace(known, source.token);
    assert.equal(await state(held, server.pull('.env')), 'pending');
    source.cancel();
    await assert.rejects(held, { code: LSPErrorCodes.RequestCancelled });
    await server.stop();
  });

  it('is answered empty when another one takes its place', async () => {
    const server = await start({ files: SERVICE });
    const known = resultIds(await server.pullWorkspace());
    const first = server.pullWorkspace(known);
    const second = server.pullWorkspace(known);
    assert.deepEqual(await first, { items: [] });
    assert.equal(await state(second, server.pull('.env')), 'pending');
    const shutdown = server.stop();
    assert.deepEqual(await second, { items: [] });
    await shutdown;
  });

  it('takes the findings of a file back that is gone', async () => {
    const server = await start({ files: SERVICE });
    const gone = { uri: server.uri('.env.old'), value: 'before' };
    const known = resultIds(await server.pullWorkspace());
    assert.deepEqual(summary(await server.pullWorkspace([...known, gone])), { [gone.uri]: 0 });
    await server.stop();
  });
});

function summary(report: WorkspaceDiagnosticReport): Record<string, number> {
  return Object.fromEntries(report.items.map((it) => [it.uri, it.kind === 'full' ? it.items.length : -1]));
}

function resultIds(report: WorkspaceDiagnosticReport): { uri: string; value: string }[] {
  return report.items.map((it) => ({ uri: it.uri, value: it.resultId ?? '' }));
}

/** Whether an answer is still out when a later request has been answered. */
async function state(held: Promise<unknown>, later: Promise<unknown>): Promise<'answered' | 'pending'> {
  return Promise.race([held.then(() => 'answered' as const), later.then(() => 'pending' as const)]);
}
