import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CodeLens, commands, type Uri, window, workspace } from 'vscode';
import type { RecordTarget } from '../../../client/src/protocol.ts';
import { eventually } from './eventually.ts';
import { exampleUri, open } from './example.ts';
import { completePlan, server } from './server-commands.ts';

const REQUEST = { kind: 'rename', from: 'ALLOWED_ORIGINS', to: 'CORS_ORIGINS' } as const;

describe('an open migration', () => {
  let target: RecordTarget & { readonly folder: string };
  let record: string;
  const text = async (path: string) => (await workspace.openTextDocument(exampleUri(path))).getText();

  it('says whose turn it is, and why', async () => {
    const plan = await completePlan(REQUEST);
    target = { id: plan.id, folder: plan.folder };
    record = `settings-migrations/${plan.id}.md`;
    const written = await server('crossfade.server.applyMigrationStep', { ...target, step: 'code' });
    assert.deepEqual(written, { applied: true });
    const { migrations } = await server('crossfade.server.migrationStatus', {});
    // Another test may have left a record in an editor that it closed without saving.
    const state = migrations.find((it) => it.id === plan.id);
    assert.deepEqual(
      [state?.phase, state?.next, state?.turn, state?.blocked],
      ['expand', 'migrate', 'release', true],
    );
    assert.ok(
      state?.gates.some(
        ({ id, environment, verdict }) => id === 'G8' && environment === 'staging' && verdict === 'unknown',
      ),
    );
    assert.ok(
      state?.gates.some(({ id, verdict, uri }) => id === 'G12' && verdict === 'yes' && uri === undefined),
    );
  });

  it('has lenses on the line of its phase', async () => {
    const document = await open(record);
    const titles = await lensTitles(document.uri, (it) => it.length === 2);
    assert.match(titles[0] ?? '', /^\$\(lock\) migrate is held back by G8 in 3 environments: \S/);
    assert.equal(titles[1], '$(discard) Roll back to draft');
    const [lens] = await lenses(document.uri);
    assert.match(document.lineAt(lens?.range.start.line ?? 0).text, /^phase: expand$/);
  });

  it('is not advanced while a gate holds it back', async () => {
    const refused = await server('crossfade.server.planMove', { ...target, move: 'advance' });
    assert.ok(!refused.ok && refused.blocked);
    assert.match(refused.message, /^`migrate` is held back by G8: \S.* in \w+$/);
  });

  it('stands in the view, which the keyboard reaches', async () => {
    await commands.executeCommand('crossfade.migrations.focus');
    await commands.executeCommand('list.expand');
    await open(record);
  });

  it('advances once somebody takes responsibility, and offers each environment file', async () => {
    const waived = (await text(record)).replace(
      'waive: {}',
      'waive:\n  G8: { reason: looked at, by: "@on-call", "on": 2026-09-23 }',
    );
    await workspace.fs.writeFile(exampleUri(record), new TextEncoder().encode(waived));
    const plan = await eventually('a plan that is not held back', async () => {
      const move = await server('crossfade.server.planMove', { ...target, move: 'advance' });
      return move.ok ? move : undefined;
    });
    assert.deepEqual(
      plan.steps.map(({ id, needsConfirmation }) => [id, needsConfirmation]),
      [
        ['code', false],
        ['env:.env', false],
        ['env:.env.production', true],
        ['env:.env.staging', false],
      ],
    );
    assert.ok(plan.said.includes('WAIVED: G8 in staging'));
    for (const step of ['code', 'env:.env.staging']) {
      const applied = await server('crossfade.server.applyMove', { ...target, move: 'advance', step });
      assert.deepEqual(applied, { applied: true }, step);
    }
    assert.match(await text(record), /^phase: migrate$/m);
    assert.match(await text('.env.staging'), /^CORS_ORIGINS=/m);
    const document = await open(record);
    const titles = await lensTitles(document.uri, (it) => it.length === 3);
    assert.deepEqual(titles.slice(0, 2).sort(), [
      '$(edit) Edit .env (development)',
      '$(edit) Edit .env.production (production)',
    ]);
  });

  it('is taken back step by step, its record last', async () => {
    const move = 'rollback' as const;
    const plan = await server('crossfade.server.planMove', { ...target, move });
    assert.ok(plan.ok, JSON.stringify(plan));
    // What is not committed was never there for git: the phase of the last commit is a draft that has no record.
    assert.ok(plan.steps.length > 0);
    assert.equal(plan.steps.at(-1)?.id, 'code');
    for (const { id } of plan.steps) {
      const applied = await server('crossfade.server.applyMove', { ...target, move, step: id });
      assert.deepEqual(applied, { applied: true }, id);
    }
    await eventually(
      'the record in an earlier phase',
      async () => /^phase: (?:expand|draft)$/m.test(await text(record)) || undefined,
    );
    assert.match(await text('.env.staging'), /^ALLOWED_ORIGINS=/m);
  });

  it('is abandoned, and nothing of it is left', async () => {
    for (let round = 0; round < 3 && !/^phase: abandoned$/m.test(await text(record)); round += 1) {
      const move = 'abandon' as const;
      const plan = await server('crossfade.server.planMove', { ...target, move });
      assert.ok(plan.ok, JSON.stringify(plan));
      for (const { id } of plan.steps)
        assert.deepEqual(await server('crossfade.server.applyMove', { ...target, move, step: id }), {
          applied: true,
        });
    }
    assert.match(await text(record), /^phase: abandoned$/m);
    assert.doesNotMatch(await text('app/settings.py'), /cors_origins/);
    const { migrations } = await server('crossfade.server.migrationStatus', {});
    assert.deepEqual(migrations, []);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(exampleUri(record));
    assert.equal(window.visibleTextEditors.length, 0);
  });
});

async function lenses(uri: Uri): Promise<readonly CodeLens[]> {
  return (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10)) ?? [];
}

function lensTitles(uri: Uri, enough: (titles: readonly string[]) => boolean): Promise<readonly string[]> {
  return eventually('the lenses of the record', async () => {
    const titles = (await lenses(uri)).map(({ command }) => command?.title ?? '');
    return enough(titles) ? titles : undefined;
  });
}
