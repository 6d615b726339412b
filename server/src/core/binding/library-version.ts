/**
 * Behaviour of pydantic-settings that differs between releases, by locked version; the newest is assumed where no
 * lock file names one. Observed on releases 2.0.3 to 2.15.0.
 */
export interface LibraryBehaviour {
  /** Values found under any alias are stored under the preferred one, so that the higher layer wins. */
  readonly normalisesAliases: boolean;
  /** Keys of YAML, TOML and JSON files are compared without case unless names are case-sensitive. */
  readonly foldsFileKeys: boolean;
  /** A dotenv key belongs to a complex field only at the nested delimiter, not by any common beginning. */
  readonly checksNestedBoundary: boolean;
  /** What a strict class makes of unknown dotenv keys is as described here. */
  readonly knownExtras: boolean;
  /** A field with a prefix is not read without it. */
  readonly prefixIsNeeded: boolean;
}

/** The behaviour of a release; undefined means the newest. */
export function behaviourOf(version: string | undefined): LibraryBehaviour {
  if (version === undefined) return NEWEST;
  return BY_MINOR[minorOf(version)] ?? NEWEST;
}

function behaviourFrom(minor: number): LibraryBehaviour {
  return {
    normalisesAliases: (minor >= 7 && minor < 13) || minor >= 14,
    foldsFileKeys: minor >= 15,
    checksNestedBoundary: minor >= 15,
    knownExtras: minor >= 2,
    prefixIsNeeded: minor >= 11,
  };
}

/** Nothing changed after release 2.15 that is known here. */
const NEWEST: LibraryBehaviour = behaviourFrom(15);
const BY_MINOR: readonly LibraryBehaviour[] = Array.from({ length: 16 }, (_, minor) => behaviourFrom(minor));

/** The `N` of `2.N`; 0 before that, infinite for later major versions and for what is not a version. */
function minorOf(version: string): number {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (!match) return Number.POSITIVE_INFINITY;
  const major = Number(match[1]);
  if (major > 2) return Number.POSITIVE_INFINITY;
  return major < 2 ? 0 : Number(match[2]);
}
