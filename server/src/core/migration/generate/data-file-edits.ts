import type { DataFileFacts, MigrationFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';

/**
 * The edits of data files that the settings classes read. They ship with the code, below every variable: their key
 * changes with the code that reads NEW alone, and not before, so that NEW never stands there while OLD is set above.
 */
export function dataFileEdits(facts: MigrationFacts): {
  readonly environment: readonly EnvironmentEdit[];
  readonly notes: readonly string[];
} {
  const environment: EnvironmentEdit[] = [];
  const notes: string[] = [];
  for (const file of facts.dataFiles) {
    const { document } = file;
    if (file.unread) notes.push(byHand(facts, file));
    if (document === undefined || file.old.length === 0) continue;
    const { format } = document;
    const edits = file.old.flatMap((entry) =>
      file.newKey === undefined || file.hasNew
        ? format.remove(document, entry)
        : format.rename(document, entry, file.newKey),
    );
    const { path, production, tracked, environments } = file;
    const needsConfirmation = production || !tracked;
    environment.push({
      path,
      environments,
      edits: edits.map((edit) => ({ path, ...edit })),
      production,
      tracked,
      needsConfirmation,
    });
    notes.push(`\`${path}\` is read by the code itself: ship it in the same release as the code`);
  }
  return { environment, notes };
}

function byHand(facts: MigrationFacts, { path, oldKey, newKey }: DataFileFacts): string {
  const change =
    newKey === undefined ? `remove \`${oldKey}\`` : `put \`${newKey}\` in place of \`${oldKey}\``;
  const until = facts.kind === 'rename' ? ', and not before' : '';
  return `${change} in \`${path}\`, in the same pull request as this code${until}`;
}
