import type { ChangedKeys, Kind, KindName } from './kinds.ts';

/** How the keys of a kind are written after its name: `<old> <new>`. */
export function keyUsage(kind: Kind): string {
  return keyHelp(kind)
    .map(([written]) => written)
    .join(' ');
}

/** What the words after the name of a kind are, in their order, for its help: as it is written, and what it means. */
export function keyHelp({ takes }: Kind): readonly (readonly [string, string])[] {
  switch (takes) {
    case 'old-new':
      return [
        ['<old>', 'the key of today'],
        ['<new>', 'its new name'],
      ];
    case 'key':
      return [['<key>', 'the key, as environments name it']];
    case 'one-to-many':
      return [
        ['<old>', 'the key of today'],
        ['<new...>', 'the keys in its place'],
      ];
    case 'many-to-one':
      return [['<keys...>', 'the old keys, and the new one last: DB_HOST DB_PORT DB_URL']];
    case 'pairs':
      return [['<pairs...>', 'OLD=NEW for each key: SMTP_HOST=MAIL_HOST SMTP_PORT=MAIL_PORT']];
    case 'key-and-list':
      return [
        ['<key>', 'the key that is exchanged'],
        ['[list]', 'the key with the list of others that are accepted; default: KEY_FALLBACKS'],
      ];
  }
}

/** Kinds after which nothing stands in the place of the key. */
const LEAVING: ReadonlySet<KindName> = new Set(['remove', 'flag']);

/**
 * The keys of both sides, from the words after the name of a kind.
 * @returns a sentence about what is wrong with them, where nothing can be made of them
 */
export function keyArguments(kind: Kind, words: readonly string[]): ChangedKeys | string {
  const [first, second] = words;
  if (first === undefined) return `${kind.name} takes ${keyUsage(kind)}`;
  switch (kind.takes) {
    case 'old-new':
      return words.length === 2 && second !== undefined
        ? { from: [first], to: [second] }
        : `${kind.name} takes the old and the new name`;
    case 'key':
      if (words.length > 1) return `${kind.name} takes one key`;
      return { from: [first], to: LEAVING.has(kind.name) ? [] : [first] };
    case 'one-to-many':
      return words.length > 2
        ? { from: [first], to: words.slice(1) }
        : `${kind.name} takes the old key and at least two new ones`;
    case 'many-to-one':
      return words.length > 2
        ? { from: words.slice(0, -1), to: words.slice(-1) }
        : `${kind.name} takes at least two old keys, and the new one last`;
    case 'pairs':
      return pairs(kind, words);
    case 'key-and-list':
      return words.length > 2
        ? `${kind.name} takes the key, and the list of further keys that are accepted`
        : { from: [first], to: [first, second ?? `${first}_FALLBACKS`] };
  }
}

/** The words after the name of a kind that say these keys: what `keyArguments` reads. */
export function keyWords({ takes }: Kind, { from, to }: ChangedKeys): readonly string[] {
  switch (takes) {
    case 'old-new':
    case 'one-to-many':
    case 'many-to-one':
      return [...from, ...to];
    case 'key':
      return [...from, ...to.filter((it) => !from.includes(it))];
    case 'pairs':
      return Array.from(
        { length: Math.max(from.length, to.length) },
        (_, at) => `${from[at] ?? ''}=${to[at] ?? ''}`,
      );
    case 'key-and-list':
      return [...from, ...(to[0] === from[0] ? to.slice(1) : to)];
  }
}

function pairs({ name }: Kind, words: readonly string[]): ChangedKeys | string {
  const split = words.map((word) => word.split('='));
  const wrong = words.find((_, index) => {
    const parts = split[index] ?? [];
    return parts.length !== 2 || parts.some((part) => part === '');
  });
  if (wrong !== undefined) return `${name} takes pairs OLD=NEW, and \`${wrong}\` is none`;
  return { from: split.map((parts) => parts[0] ?? ''), to: split.map((parts) => parts[1] ?? '') };
}
