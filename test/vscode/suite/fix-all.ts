import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import { finding, noFinding, open, replace } from './example.ts';

describe('safe fixes', () => {
  it('are made on saving where the user wants it', async () => {
    const editor = workspace.getConfiguration('editor');
    const wish = { 'source.fixAll.crossfade': 'always' };
    await editor.update('codeActionsOnSave', wish, ConfigurationTarget.Global);
    try {
      const document = await open('config.yaml');
      const text = document.getText();
      await finding(document.uri, 'duplicate-key');
      await replace(document, 'payments_url:', 'payments_url: ');
      await document.save();
      assert.equal(document.getText().match(/^page_size:/gm)?.length, 1);
      assert.match(document.getText(), /^page_size: 50$/m);
      await noFinding(document.uri, 'duplicate-key');
      await editor.update('codeActionsOnSave', undefined, ConfigurationTarget.Global);
      await replace(document, document.getText(), text);
      await document.save();
      await finding(document.uri, 'duplicate-key');
    } finally {
      await editor.update('codeActionsOnSave', undefined, ConfigurationTarget.Global);
    }
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
