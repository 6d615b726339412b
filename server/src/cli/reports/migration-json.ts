import type { CreateResult } from '../../core/migration/create-migration.ts';
import type { AskedKeys } from '../asked-keys.ts';
import type { WrittenChange } from '../write-change.ts';
import { jsonText } from './json-text.ts';

/** `migrate --format json`, version 1. Names and places only. */
export function migrationJson(
  asked: AskedKeys,
  planned: CreateResult & { readonly ok: true },
  done: WrittenChange,
): string {
  const { change, plan, grid, gates, questions, id, phase } = planned;
  return jsonText(
    {
      version: 1,
      id,
      kind: asked.kind,
      from: asked.fromKeys,
      to: asked.toKeys,
      phase,
      record: change.record.path,
      plan,
      grid,
      written: done.written,
      held: done.held,
      environmentFiles: change.environment.map(
        ({ path, environments, production, tracked, needsConfirmation }) => ({
          path,
          environments,
          production,
          tracked,
          needsConfirmation,
        }),
      ),
      notes: change.notes,
      questions,
      gates: gates.map(({ id: gate, environment, verdict, reason, path, waived }) => ({
        id: gate,
        environment,
        verdict,
        reason,
        path: path ?? null,
        waived: waived ?? null,
      })),
    },
    2,
  );
}
