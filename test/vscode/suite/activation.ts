import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from 'vscode';
import { eventually } from './eventually.ts';
import { crossfade, open } from './example.ts';

describe('activation', () => {
  it('happens when a service is opened', async () => {
    await open('.env');
    await eventually('the activation', () => crossfade().isActive || undefined);
    assert.equal(crossfade().isActive, true);
  });

  it('brings every command of the manifest', async () => {
    const declared: { command: string }[] = crossfade().packageJSON.contributes.commands;
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
    assert.ok(known.has('crossfade.generateMigration'));
  });
});
