import type { MigrationFacts } from './facts.ts';

/** Kinds that leave the declaration of the field as it is. */
const OF_VALUES: ReadonlySet<string> = new Set(['value', 'layer', 'rotate-credential']);

/**
 * One declaration that several classes read under different names: an edit of it would change all of the keys. In a
 * sentence without a full stop; undefined where the kind edits no declaration, or none serves another key.
 */
export function sharedDeclaration({ kind, otherNames: [other] }: MigrationFacts): string | undefined {
  if (!other || OF_VALUES.has(kind)) return undefined;
  return `\`${other.reader}\` reads the same field of \`${other.path}\` as \`${other.key}\`: a change of its declaration reaches both keys, and a migration looks after one; declare the field in the class that is to change first`;
}
