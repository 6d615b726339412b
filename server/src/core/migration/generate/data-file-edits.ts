import { type Data, float, int, str } from '../../syntax/data.ts';
import type { Document, Entry } from '../../syntax/document.ts';
import type { Edit } from '../../text/edit.ts';
import type { DataFileFacts, MigrationFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { keyGroups } from './key-groups.ts';

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
    const changed = file.old.map((entry) => {
      if (file.newKey === undefined || file.hasNew) return format.remove(document, entry);
      const value = valueEdits(facts, document, entry);
      return value && [...format.rename(document, entry, file.newKey), ...value];
    });
    if (changed.includes(undefined)) {
      notes.push(byHand(facts, file));
      continue;
    }
    const edits = changed.flatMap((it) => it ?? []);
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

/** The converted value of an entry; undefined where it has no exact counterpart. */
function valueEdits(facts: MigrationFacts, document: Document, entry: Entry): readonly Edit[] | undefined {
  if (facts.kind !== 'unit') return [];
  const [group] = keyGroups(facts);
  const [to = ''] = facts.toKeys;
  const { value } = entry;
  if (value?.kind !== 'scalar' || value.parts?.some((it) => it.kind !== 'text')) return undefined;
  const { data } = value;
  if (data.kind !== 'int' && data.kind !== 'float' && data.kind !== 'str') return undefined;
  const text = String(data.value);
  const next = group?.conversion?.toNew(new Map([[facts.from, text]]))?.get(to);
  if (next === undefined) return undefined;
  if (next === text) return [];
  const edits = document.format.replace(document, entry, data.kind === 'str' ? str(next) : numberOf(next));
  return edits.length === 0 ? undefined : edits;
}

function numberOf(text: string): Data {
  return /^-?\d+$/.test(text) ? int(BigInt(text)) : float(Number(text));
}

function byHand(facts: MigrationFacts, { path, oldKey, newKey }: DataFileFacts): string {
  const converted = facts.kind === 'unit' ? ', its value converted,' : '';
  const change =
    newKey === undefined ? `remove \`${oldKey}\`` : `put \`${newKey}\`${converted} in place of \`${oldKey}\``;
  const until = facts.kind === 'remove' ? '' : ', and not before';
  return `${change} in \`${path}\`, in the same pull request as this code${until}`;
}
