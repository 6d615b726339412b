/** What one framework renamed or removed, as data that code only compares. */
export interface Catalog {
  readonly framework: string;
  /** Name of its distribution in lock files. */
  readonly distribution: string;
  /** The release from which the changes hold. */
  readonly since: string;
  readonly entries: readonly CatalogEntry[];
}

export interface CatalogEntry {
  /** Name of the environment variable. */
  readonly name: string;
  /** What takes its place; absent when nothing does. */
  readonly to?: string;
  /** How the value changes on the way; absent when it stays the same. */
  readonly convert?: string;
  /** Why it is gone, or what does its work now. */
  readonly note?: string;
}
