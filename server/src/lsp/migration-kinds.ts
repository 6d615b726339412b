import { type KeyShape, KIND_NAMES, type KindName, kindNamed } from '../core/migration/kinds/kinds.ts';

/** A kind of migration, as the editor offers it. */
export interface OfferedKind {
  readonly kind: KindName;
  /** `Rotate credential`. */
  readonly title: string;
  /** What it does: `Give a key another name`. */
  readonly summary: string;
  readonly takes: KeyShape;
}

/** Every kind; the one that people want most often comes first. */
export function migrationKinds(): readonly OfferedKind[] {
  return KIND_NAMES.map((kind) => {
    const { summary, takes } = kindNamed(kind);
    return { kind, title: sentence(kind.replaceAll('-', ' ')), summary: sentence(summary), takes };
  });
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
