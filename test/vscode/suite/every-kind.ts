import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, Uri, window, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { exampleUri, open } from './example.ts';
import { server } from './server-commands.ts';
import { undoIn } from './undo.ts';

const PLAN = /^crossfade:\/plan\//;

describe('a migration of another kind', () => {
  it('is offered with all the others, rename and remove first', async () => {
    const { kinds } = await server('crossfade.server.migrationTargets', {});
    assert.equal(kinds.length, 17);
    assert.deepEqual(
      kinds.slice(0, 3).map(({ title, summary }) => `${title}: ${summary}`),
      [
        'Rename: Give a key another name',
        'Remove: Take a key away',
        'Split: Put several keys in the place of one',
      ],
    );
  });

  it('asks for the new key and the conversion, and is written with the keyboard', async () => {
    const owners = exampleUri('CODEOWNERS');
    await workspace.fs.writeFile(owners, Buffer.from('* @orders-team\n'));
    await open('app/settings.py');
    const before = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
    const request = { kind: 'unit', from: 'REQUEST_TIMEOUT' };
    await eventually('the owner of the settings', async () => {
      const given = { ...request, to: 'REQUEST_TIMEOUT_SECONDS', convert: 'minutes-to-seconds' };
      const plan = await server('crossfade.server.planMigration', given);
      assert.ok(plan.ok);
      return plan.questions.length === 0 || undefined;
    });
    let over = false;
    void commands.executeCommand('crossfade.generateMigration', request).then(() => {
      over = true;
    });
    await eventually('the plan after the suggested name and the first conversion', async () => {
      const plan = workspace.textDocuments.find(
        ({ uri }) => PLAN.test(uri.toString()) && !before.has(uri.toString()),
      );
      if (plan) return plan;
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return undefined;
    });
    await eventually('the end of the command', async () => {
      if (!over) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return over || undefined;
    });
    const { records } = await server('crossfade.server.listRecords', {});
    const [record] = records;
    assert.equal(record?.title, 'Change the unit of REQUEST_TIMEOUT: REQUEST_TIMEOUT_SECONDS');
    const text = (await workspace.openTextDocument(Uri.parse(record?.uri ?? '', true))).getText();
    assert.match(text, /^kind: unit$/m);
    assert.match(text, /^convert: microseconds-to-seconds$/m);
    assert.ok(window.visibleTextEditors.some(({ document }) => document.uri.toString() === record?.uri));
    await takeBack(record?.uri ?? '');
    await workspace.fs.delete(owners);
  }).timeout(120_000);
});

/** One undo in the settings code takes back the record as well. */
async function takeBack(record: string): Promise<void> {
  await undoIn('app/settings.py', 'request_timeout_seconds');
  await eventually('the end of the record', async () => {
    const files = await workspace.findFiles('settings-migrations/*.md');
    return files.every((it) => it.toString() !== record) || undefined;
  });
}
