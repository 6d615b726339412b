import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Uri, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { exampleUri, finding, open } from './example.ts';
import { completePlan, server } from './server-commands.ts';
import { undoIn } from './undo.ts';

const REQUEST = { kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' } as const;

describe('a migration', () => {
  it('starts from the key at the cursor', async () => {
    const document = await open('.env');
    const { range } = await finding(document.uri, 'deprecated-key');
    const { targets, preselected } = await server('crossfade.server.migrationTargets', {
      uri: document.uri.toString(),
      position: { line: range.start.line, character: range.start.character },
    });
    assert.equal(preselected, 'DB_POOL');
    const target = targets.find(({ key }) => key === 'DB_POOL');
    assert.equal(target?.deprecated, true);
    assert.deepEqual([...(target?.environments ?? [])].sort(), ['development', 'production', 'staging']);
  });

  it('has a plan that is read before anything is written', async () => {
    await open('.env');
    const plan = await server('crossfade.server.planMigration', REQUEST);
    assert.ok(plan.ok, JSON.stringify(plan));
    const report = await workspace.openTextDocument(Uri.parse(plan.planUri));
    assert.match(report.getText(), /DB_POOL_SIZE/);
    assert.match(report.getText(), /✗ refuses the file/);
    const { records } = await server('crossfade.server.listRecords', {});
    assert.deepEqual(records, []);
  });

  it('writes record, test and code in one edit, which is saved', async () => {
    const plan = await completePlan(REQUEST);
    const { id, folder } = plan;
    const code = await server('crossfade.server.applyMigrationStep', { id, folder, step: 'code' });
    assert.deepEqual(code, { applied: true });
    const { records } = await server('crossfade.server.listRecords', {});
    assert.deepEqual(
      records.map(({ uri }) => uri),
      [plan.recordUri],
    );
    assert.match(await text('app/settings.py'), /db_pool_size: int/);
    assert.deepEqual(
      workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.path),
      [],
    );
    assert.doesNotMatch(await text('.env.staging'), /DB_POOL_SIZE/);
  });

  it('is taken back with one undo', async () => {
    await undoIn('app/settings.py', 'db_pool_size: int');
    await eventually('the end of the record', async () => {
      const files = await workspace.findFiles('settings-migrations/*.md');
      return files.length === 0 || undefined;
    });
  }).timeout(60_000);
});

async function text(path: string): Promise<string> {
  return (await workspace.openTextDocument(exampleUri(path))).getText();
}
