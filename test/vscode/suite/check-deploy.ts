import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, Uri, window, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { open } from './example.ts';
import { server } from './server-commands.ts';

const REPORT = /^crossfade:\/deploy\//;

describe('a deploy', () => {
  it('is checked between two versions, in a read-only document', async () => {
    await open('.env');
    const { folders } = await server('crossfade.server.listRefs', {});
    const [first] = folders;
    assert.ok(first);
    assert.ok(first.refs.some((it) => it.kind === 'branch'));
    const place = await server('crossfade.server.checkDeploy', {
      folder: first.folder,
      from: 'HEAD',
      to: '.',
    });
    assert.ok(place.ok);
    const report = await workspace.openTextDocument(Uri.parse(place.uri, true));
    assert.match(report.getText(), /^# .*HEAD.*the working tree/);
    assert.match(report.getText(), /\| `app\.settings:Settings` \| production \|/);
    assert.doesNotMatch(report.getText(), /synthetic-/);
  });

  it('is chosen with the keyboard, and the report opens', async () => {
    let over = false;
    void commands.executeCommand('crossfade.checkDeploy').then(() => {
      over = true;
    });
    await eventually('a report after two choices', async () => {
      if (!over) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return over || undefined;
    });
    await eventually('the report in a tab', () => {
      const shown = workspace.textDocuments.some((it) => REPORT.test(it.uri.toString()));
      const tabs = window.tabGroups.all.flatMap((it) => it.tabs);
      return shown && tabs.some((it) => /\.md/.test(it.label)) ? true : undefined;
    });
  });
});
