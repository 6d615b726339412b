import type { SourceFile } from '../text/source-file.ts';
import { findMention, type Mention } from './find-mention.ts';
import { isIndexed, wordHash, wordsOf } from './words.ts';

/** Where files mention a name as a whole word, in the order of the files; every file counts once per name. */
export type MentionIndex = (name: string) => readonly Mention[];

/** Versions that stand beside an index before a new one is cheaper to ask. */
const MAX_REPLACED = 32;

/** What an index was made of: files that stay, and those that stand in their place by now. */
interface Parts {
  readonly files: readonly SourceFile[];
  readonly base: MentionIndex;
  readonly replaced: ReadonlyMap<string, SourceFile | undefined>;
}

const partsOf = new WeakMap<MentionIndex, Parts>();

/**
 * An index of files that no reader understands. Nothing is read before the first question; then the words of each
 * file once, and a question costs what the files cost that hold the name. Keeps a few bytes for each different word of
 * each file, and no text.
 */
export function mentionIndex(files: readonly SourceFile[]): MentionIndex {
  let table: ((name: string) => readonly Mention[]) | undefined;
  const index = remembered((name) => {
    table ??= wordTable(files);
    return table(name);
  });
  partsOf.set(index, { files, base: index, replaced: new Map() });
  return index;
}

/** The index with one file in another version, or without it; the words of no other file are looked at again. */
export function withMentionsOf(
  index: MentionIndex,
  path: string,
  file: SourceFile | undefined,
): MentionIndex {
  const { files, base, replaced } = partsOf.get(index) ?? { files: [], base: index, replaced: new Map() };
  const now = new Map(replaced).set(path, file);
  if (now.size > MAX_REPLACED && partsOf.has(index)) return mentionIndex(inPlace(files, now));
  const changed = remembered((name) => {
    const before = base(name);
    const fresh = [...now.values()].flatMap((it) => (it && mentionIn(it, name)) ?? []);
    const kept = before.some((it) => now.has(it.path)) ? before.filter((it) => !now.has(it.path)) : before;
    return fresh.length === 0 ? kept : [...kept, ...fresh].sort(byPath);
  });
  partsOf.set(changed, { files, base, replaced: now });
  return changed;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function inPlace(
  files: readonly SourceFile[],
  replaced: ReadonlyMap<string, SourceFile | undefined>,
): readonly SourceFile[] {
  const kept = files.filter((file) => !replaced.has(file.path));
  return [...kept, ...[...replaced.values()].flatMap((it) => it ?? [])].sort(byPath);
}

function remembered(search: MentionIndex): MentionIndex {
  const known = new Map<string, readonly Mention[]>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      found = search(name);
      known.set(name, found);
    }
    return found;
  };
}

/** The words that every mention of a name holds next to its ends. */
function wordsAt(name: string): readonly string[] {
  const words = name.match(/\w+/g) ?? [];
  return [...new Set([words[0], words.at(-1)])].filter((it) => it !== undefined && isIndexed(it)) as string[];
}

function mentionIn(file: SourceFile, name: string): Mention | undefined {
  const asked = wordsAt(name);
  if (asked.length === 0) return findMention(file, name);
  const { hashes, offsets } = wordsOf(file);
  const at = hashes.indexOf(wordHash(asked[0] as string));
  if (at >= 0 && asked[0] === name) return mentionFrom(file, name, offsets[at] as number);
  return asked.some((word) => hashes.includes(wordHash(word))) ? findMention(file, name) : undefined;
}

/** The place of a word that most likely stands at an offset: two words of one file can have the same hash. */
function mentionFrom(file: SourceFile, name: string, offset: number): Mention | undefined {
  return findMention(file, name, file.text.startsWith(name, offset) ? offset : 0);
}

/** The words of all files, grouped by the lower bits of their hashes, with the file and the first offset of each. */
function wordTable(files: readonly SourceFile[]): (name: string) => readonly Mention[] {
  const words = files.map(wordsOf);
  const total = words.reduce((sum, it) => sum + it.hashes.length, 0);
  const mask = (1 << Math.max(4, Math.ceil(Math.log2(total + 1)))) - 1;
  const ends = new Uint32Array(mask + 2);
  for (const { hashes } of words) for (const hash of hashes) countAt(ends, (hash & mask) + 1);
  for (let at = 1; at < ends.length; at++) ends[at] = (ends[at] as number) + (ends[at - 1] as number);
  const found = {
    hashes: new Int32Array(total),
    owners: new Uint32Array(total),
    offsets: new Uint32Array(total),
  };
  const next = ends.slice();
  for (const [owner, { hashes, offsets }] of words.entries()) {
    for (const [index, hash] of hashes.entries()) {
      const at = countAt(next, hash & mask);
      found.hashes[at] = hash;
      found.owners[at] = owner;
      found.offsets[at] = offsets[index] as number;
    }
  }
  const holding = (word: string): readonly number[] => {
    const hash = wordHash(word);
    const places: number[] = [];
    for (let at = ends[hash & mask] as number; at < (ends[(hash & mask) + 1] as number); at++)
      if (found.hashes[at] === hash) places.push(at);
    return places;
  };
  const fileAt = (place: number) => files[found.owners[place] as number] as SourceFile;
  return (name) => {
    const asked = wordsAt(name);
    if (asked.length === 0) return files.flatMap((file) => findMention(file, name) ?? []);
    if (asked[0] === name)
      return holding(name).flatMap(
        (place) => mentionFrom(fileAt(place), name, found.offsets[place] as number) ?? [],
      );
    const holders = new Set(asked.flatMap(holding).map(fileAt));
    return files.filter((file) => holders.has(file)).flatMap((file) => findMention(file, name) ?? []);
  };
}

/** Adds one to a counter and gives what it was. */
function countAt(counters: Uint32Array, at: number): number {
  const before = counters[at] as number;
  counters[at] = before + 1;
  return before;
}
