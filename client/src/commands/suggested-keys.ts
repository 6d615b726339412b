import type { MigrationKind, MigrationTarget } from '../protocol.ts';

/** Keys that a question begins with; people type over them. */
export interface SuggestedKeys {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** The keys that a migration of `target` may be about, of both sides. */
export function suggestedKeys(
  { kind, takes }: MigrationKind,
  target: MigrationTarget,
  targets: readonly MigrationTarget[],
): SuggestedKeys {
  const { key, replacement } = target;
  const add = (stem: string, word: string) =>
    `${stem}_${key === key.toUpperCase() ? word : word.toLowerCase()}`;
  switch (takes) {
    case 'old-new': {
      const name = kind === 'unit' ? otherUnit(key, add) : key;
      return { from: [key], to: [replacement ?? name] };
    }
    case 'one-to-many': {
      const stem = key.replace(/_(?:URL|DSN|ADDRESS)$/i, '');
      return { from: [key], to: [add(stem, 'HOST'), add(stem, 'PORT')] };
    }
    case 'many-to-one':
      return { from: neighbours(target, targets), to: [add(firstWord(key), 'URL')] };
    case 'pairs': {
      const keys = neighbours(target, targets);
      return { from: keys, to: keys };
    }
    case 'key-and-list':
      return { from: [key], to: [add(key, 'FALLBACKS')] };
    case 'key':
      return { from: [key], to: [] };
  }
}

/** The key with a unit at its end: seconds, and milliseconds where it says seconds. */
function otherUnit(key: string, add: (stem: string, word: string) => string): string {
  const stem = key.replace(/_(?:SECONDS|SECS|SEC)$/i, '');
  return stem === key ? add(key, 'SECONDS') : add(stem, 'MS');
}

/** `target` and the keys of its settings that begin with the same word. */
function neighbours(target: MigrationTarget, targets: readonly MigrationTarget[]): readonly string[] {
  const others = targets.filter(
    ({ key, folder, settings }) =>
      folder === target.folder &&
      settings === target.settings &&
      key !== target.key &&
      firstWord(key) === firstWord(target.key),
  );
  return [target.key, ...others.map(({ key }) => key)];
}

function firstWord(key: string): string {
  return key.split('_').find((word) => word !== '') ?? key;
}
