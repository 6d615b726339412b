import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type {
  MigrationRequest,
  PlannedMigration,
  ServerCommand,
  ServerCommands,
} from '../../../client/src/protocol.ts';

/** Runs a command of the server, as the extension does. */
export function server<C extends ServerCommand>(
  command: C,
  params: ServerCommands[C]['params'],
): Thenable<ServerCommands[C]['result']> {
  return commands.executeCommand(command, params);
}

/** A plan whose questions all have an answer: the first choice, else a team. */
export async function completePlan(request: MigrationRequest): Promise<PlannedMigration> {
  const answers: Record<string, string> = {};
  for (let round = 0; round < 5; round += 1) {
    const plan = await server('crossfade.server.planMigration', { ...request, answers });
    assert.ok(plan.ok, JSON.stringify(plan));
    if (plan.questions.length === 0) return plan;
    for (const { id, choices } of plan.questions) answers[id] = choices?.[0] ?? '@orders-team';
  }
  throw new Error('the questions do not end');
}
