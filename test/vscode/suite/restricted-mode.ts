import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { crossfade, finding, open, underlined } from './example.ts';
import { completePlan } from './server-commands.ts';

describe('restricted mode', () => {
  it('still gives diagnostics', async () => {
    assert.equal(workspace.isTrusted, false);
    const document = await open('.env.staging');
    assert.equal(underlined(document, await finding(document.uri, 'type-mismatch')), '30s');
    assert.equal(underlined(document, await finding(document.uri, 'deprecated-key')), 'DB_POOL');
    assert.equal(crossfade().isActive, true);
  });

  it('does not know what git knows, until the user trusts the workspace', async () => {
    assert.equal(await confirmations(), 4);
    await commands.executeCommand('workbench.trust.manage');
    await eventually('trust', () => workspace.isTrusted || undefined);
    await eventually('facts from git', async () => ((await confirmations()) === 2 ? true : undefined));
    await finding((await open('.env.staging')).uri, 'type-mismatch');
  });
});

/** How many files of a plan ask first. */
async function confirmations(): Promise<number> {
  const { steps } = await completePlan({ kind: 'rename', from: 'RETRY_COUNT', to: 'MAX_RETRIES' });
  return steps.filter(({ needsConfirmation }) => needsConfirmation).length;
}
