import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, Uri, workspace } from 'vscode';
import type { PlannedMigration, ServerCommand, ServerCommands } from '../../../client/src/protocol.ts';
import { exampleUri, finding, open } from './example.ts';

function server<C extends ServerCommand>(
  command: C,
  params: ServerCommands[C]['params'],
): Thenable<ServerCommands[C]['result']> {
  return commands.executeCommand(command, params);
}

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
    assert.deepEqual(
      plan.steps.filter(({ needsConfirmation }) => needsConfirmation).map(({ id }) => id),
      ['env:.env.production'],
    );
    const { records } = await server('crossfade.server.listRecords', {});
    assert.deepEqual(records, []);
  });

  it('writes record, test and code in one edit, and an environment file when asked', async () => {
    const plan = await completePlan();
    const code = await server('crossfade.server.applyMigrationStep', { id: plan.id, step: 'code' });
    assert.deepEqual(code, { applied: true });
    await workspace.saveAll(false);
    const { records } = await server('crossfade.server.listRecords', {});
    assert.deepEqual(
      records.map(({ id }) => id),
      [plan.id],
    );
    assert.doesNotMatch(await text('.env.staging'), /DB_POOL_SIZE/);
    const file = await server('crossfade.server.applyMigrationStep', {
      id: plan.id,
      step: 'env:.env.staging',
    });
    assert.deepEqual(file, { applied: true });
    assert.match(await text('.env.staging'), /^DB_POOL_SIZE=/m);
    assert.doesNotMatch(await text('.env.production'), /DB_POOL_SIZE/);
  });
});

/** A plan whose questions all have an answer: the first choice, else a team. */
async function completePlan(): Promise<PlannedMigration> {
  const answers: Record<string, string> = {};
  for (let round = 0; round < 5; round += 1) {
    const plan = await server('crossfade.server.planMigration', { ...REQUEST, answers });
    assert.ok(plan.ok, JSON.stringify(plan));
    if (plan.questions.length === 0) return plan;
    for (const { id, choices } of plan.questions) answers[id] = choices?.[0] ?? '@orders-team';
  }
  throw new Error('the questions do not end');
}

async function text(path: string): Promise<string> {
  return (await workspace.openTextDocument(exampleUri(path))).getText();
}
