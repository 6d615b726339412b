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
 * file once, and a question costs what the files cost that hold the name. Keeps eight bytes for each different word of
 * each file, and no text.
 */
export function mentionIndex(files: readonly SourceFile[]): MentionIndex {
  let table: ((name: string) => readonly SourceFile[]) | undefined;
  const index = remembered((name) => {
    table ??= wordTable(files);
    return table(name).flatMap((file) => findMention(file, name) ?? []);
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
    const fresh = [...now.values()].flatMap((it) =>
      it && mayMention(it, name) ? (findMention(it, name) ?? []) : [],
    );
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

function mayMention(file: SourceFile, name: string): boolean {
  const asked = wordsAt(name);
  return asked.length === 0 || asked.some((word) => wordsOf(file).includes(wordHash(word)));
}

/** The files by their words: word hashes and files side by side, grouped by the lower bits of the hash. */
function wordTable(files: readonly SourceFile[]): (name: string) => readonly SourceFile[] {
  const words = files.map(wordsOf);
  const total = words.reduce((sum, it) => sum + it.length, 0);
  const mask = (1 << Math.max(4, Math.ceil(Math.log2(total + 1)))) - 1;
  const ends = new Uint32Array(mask + 2);
  for (const hashes of words) for (const hash of hashes) countAt(ends, (hash & mask) + 1);
  for (let at = 1; at < ends.length; at++) ends[at] = (ends[at] as number) + (ends[at - 1] as number);
  const found = { hashes: new Int32Array(total), owners: new Uint32Array(total) };
  const next = ends.slice();
  for (const [owner, hashes] of words.entries()) {
    for (const hash of hashes) {
      const at = countAt(next, hash & mask);
      found.hashes[at] = hash;
      found.owners[at] = owner;
    }
  }
  const holding = (word: string): readonly number[] => {
    const hash = wordHash(word);
    const owners: number[] = [];
    for (let at = ends[hash & mask] as number; at < (ends[(hash & mask) + 1] as number); at++)
      if (found.hashes[at] === hash) owners.push(found.owners[at] as number);
    return owners;
  };
  return (name) => {
    const asked = wordsAt(name);
    if (asked.length === 0) return files;
    const owners = new Set(asked.flatMap(holding));
    return [...owners].sort((a, b) => a - b).map((owner) => files[owner] as SourceFile);
  };
}

/** Adds one to a counter and gives what it was. */
function countAt(counters: Uint32Array, at: number): number {
  const before = counters[at] as number;
  counters[at] = before + 1;
  return before;
}
