import { str } from '../../syntax/data.ts';
import type { Edit } from '../../text/edit.ts';
import { dataFilesHolding, fileNames, readersWithoutFiles } from '../data-files-holding.ts';
import { defaultText } from '../default-text.ts';
import type { EnvironmentFacts, LayerFacts, MigrationFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { mayHoldUnseen } from '../plan-facts.ts';
import { type EnvironmentChange, edited } from './environment-change.ts';
import { takeOutMarked } from './layer-edits.ts';
import { ownFile } from './own-file.ts';
import { marker } from './pydantic-dual-read.ts';

/**
 * Sets the key in every environment where no layer sets it yet: to today's default, so that a new one moves no value,
 * or to what was answered for a key that becomes required. It goes into the environment's own dotenv file.
 */
export function setEdits(facts: MigrationFacts, id: string): EnvironmentChange {
  const key = facts.to ?? facts.from;
  const text = answeredText(facts);
  const notes: string[] = [];
  const environment: EnvironmentEdit[] = [];
  for (const it of facts.environments) {
    const held = it.layers.flatMap((layer) => layer.entries.get(key) ?? []).at(-1);
    if (held !== undefined) {
      if (facts.kind === 'flag' && held.text !== text) notes.push(differsNote(facts, it));
      continue;
    }
    // A variable stands above the file: it would take the file's value away at once.
    if (key === facts.from && dataFilesHolding(facts, it).length > 0) {
      notes.push(...fileNotes(facts, it));
      continue;
    }
    const place = ownFile(facts, it);
    const edits = text === undefined || place === undefined ? [] : insertion(place, key, text, id);
    if (mayHoldUnseen(it) || place?.path === undefined || edits.length === 0) notes.push(setNote(facts, it));
    else environment.push(edited(place, place.path, it, edits));
  }
  return { environment, notes };
}

/** Why nothing is written where a data file sets the key, and what is left to decide there. */
function fileNotes(facts: MigrationFacts, environment: EnvironmentFacts): readonly string[] {
  const { from, kind } = facts;
  const files = dataFilesHolding(facts, environment);
  const where = `in \`${environment.name}\``;
  const unread = files.filter((it) => it.old.length === 0);
  if (unread.length === files.length) {
    return [
      `${fileNames(unread)} names \`${from}\` and cannot be read as a whole: nothing is written ${where}; ${setNote(facts, environment)}`,
    ];
  }
  const read = fileNames(files.filter((it) => it.old.length > 0));
  const others = readersWithoutFiles(facts).map((it) => `\`${it.name}\``);
  const why =
    kind === 'default'
      ? `no ${kind} holds there and nothing is written`
      : 'nothing is written there: a variable would take the place of its value';
  return [
    `${read} sets \`${from}\` ${where}: ${why}`,
    ...(kind === 'flag' ? [`see that ${read} has the value of \`${from}\` that stays`] : []),
    ...(others.length > 0
      ? [`${others.join(', ')} does not read ${read}: decide by hand what it gets for \`${from}\` ${where}`]
      : []),
  ];
}

function differsNote({ from }: MigrationFacts, { name }: EnvironmentFacts): string {
  return `\`${from}\` has another value in \`${name}\` than the one that stays: that environment changes its behaviour, so change it first, and watch it`;
}

/** The text that the answers give; a secret has none. */
function answeredText(facts: MigrationFacts): string | undefined {
  if (facts.readers.some((reader) => [...reader.fields.values()].some((it) => it.secret))) return undefined;
  if (facts.kind !== 'default') return facts.answers.get('default_value');
  const field = facts.readers.find((reader) => reader.old !== undefined)?.old;
  const text = facts.answers.get('default_old') ?? (field && defaultText(field));
  // Where code has the new default already, the old one is not seen any more.
  return text === facts.answers.get('default_new') ? undefined : text;
}

function setNote(facts: MigrationFacts, environment: EnvironmentFacts): string {
  const key = facts.to ?? facts.from;
  const what = facts.kind === 'default' ? "to today's default " : '';
  return `set \`${key}\` ${what}in \`${environment.name}\`, unless it is set there already`;
}

function insertion({ document }: LayerFacts, key: string, text: string, id: string): readonly Edit[] {
  if (document === undefined) return [];
  return document.format.insert(document, document.root, {
    name: key,
    value: { data: str(text) },
    comment: marker(id),
  });
}

/** Takes out what `setEdits` wrote: the entries below the marker of this migration. */
export function unsetEdits(facts: MigrationFacts, id: string): EnvironmentChange {
  const key = facts.to ?? facts.from;
  const byPath = new Map<string, EnvironmentEdit>();
  for (const environment of facts.environments) {
    for (const layer of environment.layers) {
      const { document, path } = layer;
      const found = layer.entries.get(key);
      if (document === undefined || path === undefined || found?.entry === undefined || byPath.has(path))
        continue;
      const gone = takeOutMarked(document, found, marker(id));
      if (gone !== undefined) byPath.set(path, edited(layer, path, environment, gone));
    }
  }
  return { environment: [...byPath.values()], notes: unseenWords(facts, key) };
}

function unseenWords(facts: MigrationFacts, key: string): readonly string[] {
  return facts.environments
    .filter(mayHoldUnseen)
    .map((it) => `remove \`${key}\` from \`${it.name}\` where this migration set it`);
}
