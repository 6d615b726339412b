import type { Mention } from '../core/snapshot.ts';
import type { SourceFile } from '../core/text/source-file.ts';

/** Where files mention a name as a whole word; every file counts once per name. */
export type MentionIndex = (name: string) => readonly Mention[];

/** What an index was made of: files that stay, and those that stand in their place by now. */
interface Parts {
  readonly base: MentionIndex;
  readonly replaced: ReadonlyMap<string, SourceFile | undefined>;
}

const partsOf = new WeakMap<MentionIndex, Parts>();

/**
 * Where files that no reader understands mention a name as a whole word. Searched on demand and remembered: a
 * workspace asks for the few names that are unknown or missing.
 */
export function mentionIndex(files: readonly SourceFile[]): MentionIndex {
  return remembered((name) => files.flatMap((file) => mentionsIn(file, name)));
}

/** The index with one file in another version, or without it; nothing else is searched again. */
export function withMentionsOf(
  index: MentionIndex,
  path: string,
  file: SourceFile | undefined,
): MentionIndex {
  const { base, replaced } = partsOf.get(index) ?? { base: index, replaced: new Map() };
  const now = new Map(replaced).set(path, file);
  const changed = remembered((name) => [
    ...base(name).filter((it) => !now.has(it.path)),
    ...[...now.values()].flatMap((it) => (it ? mentionsIn(it, name) : [])),
  ]);
  partsOf.set(changed, { base, replaced: now });
  return changed;
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

function mentionsIn(file: SourceFile, name: string): Mention[] {
  if (name === '') return [];
  const python = file.path.endsWith('.py');
  for (let at = file.text.indexOf(name); at >= 0; at = file.text.indexOf(name, at + 1)) {
    const before = file.text.charAt(at - 1);
    const after = file.text.charAt(at + name.length);
    if (isWordPart(before) || isWordPart(after)) continue;
    // In Python a bare word is a variable; only a text can name a key.
    if (python && !isQuote(before) && !isQuote(after)) continue;
    return [{ path: file.path, line: lineOf(file.text, at) }];
  }
  return [];
}

function isWordPart(character: string): boolean {
  return /^[A-Za-z0-9_]$/.test(character);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
