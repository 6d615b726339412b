import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CodeAction, commands, Position, Range, Uri, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { finding, open } from './example.ts';
import { completePlan, server } from './server-commands.ts';

const REQUEST = { kind: 'rename', from: 'RETRY_COUNT', to: 'MAX_RETRIES' } as const;

describe('a workspace of two folders', () => {
  it('has the findings and the keys of both', async () => {
    const { uri } = await open('.env');
    await finding(uri, 'deprecated-key');
    const { targets } = await server('crossfade.server.migrationTargets', {});
    const folderOf = (key: string) => targets.find((target) => target.key === key)?.folder;
    assert.equal(folderOf('DB_POOL'), folder('orders-api').toString());
    assert.equal(folderOf('RETRY_COUNT'), folder('billing').toString());
  });

  it('offers a migration for the folder of the document', async () => {
    const uri = Uri.joinPath(folder('billing'), '.env');
    await workspace.openTextDocument(uri);
    const key = new Range(new Position(2, 0), new Position(2, 5));
    const action = await eventually('a migration of the key', async () => {
      const actions = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        key,
      );
      return actions.find(({ command }) => command?.command === 'crossfade.generateMigration');
    });
    assert.equal(action.command?.arguments?.[0].uri, folder('billing').toString());
  });

  it('writes the record where the service is, and only the environment file that is asked for', async () => {
    const plan = await completePlan({ ...REQUEST, uri: folder('billing').toString() });
    assert.equal(plan.folder, folder('billing').toString());
    assert.deepEqual(
      plan.steps.filter((step) => step.needsConfirmation).map(({ id, reason }) => [id, reason]),
      [
        ['env:.env.production', 'Production reads this file.'],
        ['env:.env.qa', 'Git is not known to track this file, so git may not bring its old text back.'],
      ],
    );
    const report = await workspace.openTextDocument(Uri.parse(plan.planUri));
    assert.match(report.getText(), /^# Rename RETRY_COUNT to MAX_RETRIES$/m);
    assert.deepEqual(await step(plan, 'code'), { applied: true });
    await workspace.saveAll(false);
    const { records } = await server('crossfade.server.listRecords', {});
    assert.deepEqual(
      records.map(({ uri }) => uri),
      [plan.recordUri],
    );
    assert.ok(plan.recordUri.startsWith(folder('billing').toString()));
    assert.deepEqual(await step(plan, 'env:.env.staging'), { applied: true });
    assert.match(await text('.env.staging'), /^MAX_RETRIES=3$/m);
    assert.doesNotMatch(await text('.env.production'), /MAX_RETRIES/);
  });

  it('names the migration that is in the way of another one', async () => {
    const refused = await server('crossfade.server.planMigration', {
      ...REQUEST,
      to: 'RETRIES',
      uri: folder('billing').toString(),
    });
    assert.ok(!refused.ok);
    assert.match(refused.message, /^billing: /);
    const report = await workspace.openTextDocument(Uri.parse(refused.planUri ?? ''));
    assert.match(report.getText(), /← now/);
  });
});

function step(plan: { readonly id: string; readonly folder: string }, id: string) {
  return server('crossfade.server.applyMigrationStep', { id: plan.id, folder: plan.folder, step: id });
}

function folder(name: string): Uri {
  const found = workspace.workspaceFolders?.find((it) => it.name === name);
  if (!found) throw new Error(`no folder ${name} is open`);
  return found.uri;
}

async function text(path: string): Promise<string> {
  return (await workspace.openTextDocument(Uri.joinPath(folder('billing'), path))).getText();
}
