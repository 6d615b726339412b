import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, Uri, window, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { open } from './example.ts';
import { server } from './server-commands.ts';

describe('environments', () => {
  it('are compared in a read-only document', async () => {
    await open('.env');
    const { folders } = await server('crossfade.server.listEnvironments', {});
    const [first] = folders;
    assert.ok(first);
    const environments = first.environments.map((it) => it.name);
    assert.deepEqual(environments, ['development', 'production', 'staging']);
    const place = await server('crossfade.server.compareEnvironments', {
      folder: first.folder,
      environments,
    });
    assert.ok(place.ok);
    const report = await workspace.openTextDocument(Uri.parse(place.uri, true));
    assert.match(report.getText(), /\| `DB_POOL` \| different \| `5` · \.env:4 \|/);
    assert.match(report.getText(), /`PAYMENTS_API_KEY` \| missing in one \| `•••• #1`/);
    assert.doesNotMatch(report.getText(), /synthetic-/);
  });

  it('show what the settings hold in one of them', async () => {
    const { folders } = await server('crossfade.server.listEnvironments', {});
    const place = await server('crossfade.server.effectiveSettings', {
      folder: folders[0]?.folder ?? '',
      environments: ['staging'],
    });
    assert.ok(place.ok);
    const report = await workspace.openTextDocument(Uri.parse(place.uri, true));
    assert.match(report.getText(), /\*\*The service does not start\.\*\*/);
  });

  it('are joined by a JSON Schema of the settings', async () => {
    const uri = /^crossfade:\/schema\//;
    await acceptUntil('the schema', commands.executeCommand('crossfade.exportJsonSchema'), uri, /\.json/);
    const shown = workspace.textDocuments.find((it) => uri.test(it.uri.toString()));
    assert.equal(JSON.parse(shown?.getText() ?? '').title, 'Settings');
  });

  it('are chosen with the keyboard, and the report opens', async () => {
    const compared = commands.executeCommand('crossfade.compareEnvironments');
    await acceptUntil('the comparison', compared, /^crossfade:\/environments\//);
    const shown = commands.executeCommand('crossfade.showEffectiveSettings');
    await acceptUntil('the settings', shown, /^crossfade:\/settings\//);
  });
});

/** Takes what is chosen already, as Enter does, until the command is over and its report is open in a tab. */
async function acceptUntil(
  what: string,
  command: Thenable<unknown>,
  uri: RegExp,
  label = /\.md/,
): Promise<void> {
  let over = false;
  void command.then(() => {
    over = true;
  });
  await eventually(`${what} after a choice`, async () => {
    if (!over) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return over || undefined;
  });
  await eventually(what, () => {
    const open = workspace.textDocuments.some((it) => uri.test(it.uri.toString()));
    const tabs = window.tabGroups.all.flatMap((it) => it.tabs);
    return open && tabs.some((it) => label.test(it.label)) ? true : undefined;
  });
}
