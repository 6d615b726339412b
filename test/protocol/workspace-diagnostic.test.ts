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

  it('shows 500 findings of a file and 10,000 of a workspace, and says how many there are beside', async () => {
    const many: Record<string, string> = {};
    for (let at = 0; at < 22; at++) many[`n${at}.env`] = 'A=1\n'.repeat(502);
    const server = await start({ files: { 'settings.py': SERVICE['settings.py'], ...many } });
    const { items } = await server.pullWorkspace();
    const shown = items.flatMap((it) => (it.kind === 'full' ? it.items : []));
    const rest = shown.filter((it) => it.code === 'limit-reached').map((it) => it.message);
    assert.ok(shown.length >= 10_000 && shown.length <= 10_001, String(shown.length));
    assert.equal(rest.length, 20, rest.join('\n'));
    for (const it of rest) assert.match(String(it), /^\d+ more findings? (is|are) not shown$/);
    const one = await server.pull('n21.env');
    assert.equal(one.kind === 'full' ? one.items.length : 0, 501);
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
