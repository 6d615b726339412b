import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ConfigurationTarget, commands, languages, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { finding, open } from './example.ts';

describe('crossfade.enable', () => {
  it('ends the server and starts it again without a reload', async () => {
    const { uri } = await open('config.yaml');
    await finding(uri, 'duplicate-key');
    const settings = workspace.getConfiguration('crossfade');
    await settings.update('enable', false, ConfigurationTarget.Global);
    await eventually('the end of all findings', () =>
      languages.getDiagnostics(uri).length === 0 ? true : undefined,
    );
    await settings.update('enable', undefined, ConfigurationTarget.Global);
    await finding(uri, 'duplicate-key');
  });

  it('goes with a restart that gives the same findings', async () => {
    const { uri } = await open('config.yaml');
    const before = (await finding(uri, 'duplicate-key')).message;
    await Promise.all([
      commands.executeCommand('crossfade.restartLanguageServer'),
      commands.executeCommand('crossfade.restartLanguageServer'),
    ]);
    assert.equal((await finding(uri, 'duplicate-key')).message, before);
  });
});
