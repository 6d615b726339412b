import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CodeAction, commands } from 'vscode';
import { eventually } from './eventually.ts';
import { finding, open } from './example.ts';

describe('code actions', () => {
  it('offer the migration of a deprecated key', async () => {
    const { uri } = await open('.env');
    const { range } = await finding(uri, 'deprecated-key');
    const action = await eventually('the migration on the light bulb', async () => {
      const actions = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
      );
      return actions.find(({ command }) => command?.command === 'crossfade.generateMigration');
    });
    const argument = action.command?.arguments?.[0];
    assert.equal(argument.kind, 'rename');
    assert.equal(argument.from, 'DB_POOL');
    assert.equal(argument.to, 'DB_POOL_SIZE');
  });
});
