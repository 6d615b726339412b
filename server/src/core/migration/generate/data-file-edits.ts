import { bool, type Data, float, int, str } from '../../syntax/data.ts';
import type { Document, Entry } from '../../syntax/document.ts';
import { holdingMapping } from '../../syntax/holding-mapping.ts';
import type { Edit } from '../../text/edit.ts';
import { addressPart } from '../conversions/address.ts';
import type { DataFileFacts, DataKeyFacts, MigrationFacts } from '../facts.ts';
import type { KindName } from '../kinds/kinds.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';

/** Kinds with which an entry of a data file gets another name or spelling, or goes. */
const CHANGES_FILES: ReadonlySet<KindName> = new Set([
  'rename',
  'remove',
  'split',
  'merge',
  'move',
  'unit',
  'retype',
  'enum',
  'flag',
]);

/**
 * The edits of data files that the settings classes read. They ship with the code, below every variable: their keys
 * change with the code that reads the new ones alone, and not before, so that none of those stands there while an old
 * one is set above. What has no exact value under the new keys is left to people.
 */
export function dataFileEdits(facts: MigrationFacts): {
  readonly environment: readonly EnvironmentEdit[];
  readonly notes: readonly string[];
} {
  const environment: EnvironmentEdit[] = [];
  const notes: string[] = [];
  if (!CHANGES_FILES.has(facts.kind)) return { environment, notes };
  for (const file of facts.dataFiles) {
    if (file.unread) notes.push(byHand(facts, file, keyGroups(facts)[0]));
    const { document } = file;
    if (document === undefined) continue;
    const edits: Edit[] = [];
    for (const group of keyGroups(facts)) {
      const own = groupEdits(document, file, group);
      if (own === undefined) notes.push(byHand(facts, file, group));
      else edits.push(...own);
    }
    if (edits.length === 0) continue;
    environment.push(edited(file, edits));
    notes.push(`\`${file.path}\` is read by the code itself: ship it in the same release as the code`);
  }
  return { environment, notes };
}

function edited(file: DataFileFacts, edits: readonly Edit[]): EnvironmentEdit {
  const { path, production, tracked, environments } = file;
  return {
    path,
    environments,
    edits: edits.map((edit) => ({ path, ...edit })),
    production,
    tracked,
    needsConfirmation: production || !tracked,
  };
}

/** The edits of keys that belong together; undefined where people have to make them, empty where they are made. */
function groupEdits(document: Document, file: DataFileFacts, group: KeyGroup): readonly Edit[] | undefined {
  const olds = group.from.map((key) => file.keys.get(key));
  const held = olds.flatMap((it) => it?.entries ?? []);
  if (held.length === 0) return [];
  const news = group.to.map((key) => file.keys.get(key));
  if (news.includes(undefined)) return undefined;
  const stays = group.to.length > 0 && group.to.every((key) => group.from.includes(key));
  const missing = stays ? [] : news.filter((it) => it?.entries.length === 0);
  if (!stays && missing.length === 0) return removed(document, held);
  if (group.conversion?.name === 'same') {
    const [to] = news;
    return to && held.flatMap((entry) => document.format.rename(document, entry, to.name));
  }
  if (olds.some((it) => it?.entries.length !== 1)) return undefined;
  const texts = convertedTexts(group, held);
  if (texts === undefined) return undefined;
  const wanted = group.to.map((key, at) => ({ key, to: news[at], text: texts.get(key) ?? '' }));
  const open = stays ? wanted : wanted.filter((it) => missing.includes(it.to));
  return written(document, held, open);
}

function removed(document: Document, held: readonly Entry[]): readonly Edit[] | undefined {
  const gone = held.map((entry) => document.format.remove(document, entry));
  return gone.some((it) => it.length === 0) ? undefined : gone.flat();
}

/** What the new keys are set to, as texts; undefined where a value is no plain one, or has no exact counterpart. */
function convertedTexts(group: KeyGroup, held: readonly Entry[]): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const [at, key] of group.from.entries()) {
    const text = plainText(held[at]);
    if (text === undefined) return undefined;
    texts.set(key, text);
  }
  const converted = group.conversion?.toNew(texts);
  return group.to.every((key) => converted?.has(key)) ? converted : undefined;
}

function plainText(entry: Entry | undefined): string | undefined {
  const value = entry?.value;
  if (value?.kind !== 'scalar' || value.parts?.some((it) => it.kind !== 'text')) return undefined;
  const { data } = value;
  if (data.kind === 'bool') return data.value ? 'true' : 'false';
  return data.kind === 'int' || data.kind === 'float' || data.kind === 'str' ? String(data.value) : undefined;
}

interface WantedKey {
  readonly key: string;
  readonly to: DataKeyFacts | undefined;
  readonly text: string;
}

/** The first old entry becomes the first new one, the others come below it or go. */
function written(
  document: Document,
  [first, ...others]: readonly Entry[],
  [next, ...more]: readonly WantedKey[],
): readonly Edit[] | undefined {
  const { format } = document;
  if (first === undefined || next?.to === undefined) return undefined;
  const { name } = next.to;
  const renamed = name === first.key.name ? [] : format.rename(document, first, name);
  const replaced =
    plainText(first) === next.text ? [] : format.replace(document, first, dataFor(next, first));
  const parent = holdingMapping(document, first) ?? document.root;
  const added = more.map((it) =>
    format.insert(
      document,
      parent,
      { name: it.to?.name ?? '', value: { data: dataFor(it, undefined) } },
      first,
    ),
  );
  const gone = others.map((entry) => format.remove(document, entry));
  const isOpen = (name !== first.key.name && renamed.length === 0) || plainText(first) !== next.text;
  if (isOpen && renamed.length + replaced.length === 0) return undefined;
  if ([...added, ...gone].some((it) => it.length === 0)) return undefined;
  return [...renamed, ...replaced, ...added.flat(), ...gone.flat()];
}

/** A text as the file holds it: a number or a bool where the value before was one, or the part is one; else a text. */
function dataFor({ key, text }: WantedKey, before: Entry | undefined): Data {
  const kind = before?.value?.kind === 'scalar' ? before.value.data.kind : undefined;
  const part = before === undefined ? addressPart(key) : undefined;
  if ((kind === 'int' || kind === 'float' || part === 'port') && /^-?\d+(?:\.\d+)?$/.test(text)) {
    return /^-?\d+$/.test(text) ? int(BigInt(text)) : float(Number(text));
  }
  const isTruth = kind === 'int' || kind === 'bool' || part === 'tls';
  return isTruth && /^(?:true|false)$/.test(text) ? bool(text === 'true') : str(text);
}

function byHand(facts: MigrationFacts, file: DataFileFacts, group: KeyGroup | undefined): string {
  const names = (keys: readonly string[]) =>
    keys.map((key) => `\`${file.keys.get(key)?.name ?? nameIn(facts, file, key)}\``).join(', ');
  const olds = names(group?.from ?? []);
  const news = names(group?.to ?? []);
  const converted = group?.conversion?.name === 'same' ? '' : ', its value converted,';
  const change =
    news === ''
      ? `remove ${olds}`
      : news === olds
        ? `spell the value of ${olds} anew`
        : `put ${news}${converted} in place of ${olds}`;
  const until = facts.kind === 'remove' ? '' : ', and not before';
  return `${change} in \`${file.path}\`, in the same pull request as this code${until}`;
}

/** What a key is called in a file that cannot be read as a whole. */
function nameIn({ from, to }: MigrationFacts, { oldKey, newKey }: DataFileFacts, key: string): string {
  return key === from ? oldKey : key === to ? (newKey ?? key) : key;
}
