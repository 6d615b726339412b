/** What one framework renamed or removed, as data that code only compares. */
export interface Catalog {
  readonly framework: string;
  /** Name of its distribution in lock files. */
  readonly distribution: string;
  /**
   * Where its names stand: variables of the process environment; names that a module of settings assigns; keys of a
   * table, by their path; keys of a class's configuration; arguments of `Field`.
   */
  readonly home:
    | 'variables'
    | 'django-module'
    | 'celery-module'
    | 'ruff-table'
    | 'pydantic-config'
    | 'pydantic-field';
  /** The release from which the changes hold, where an entry says nothing else. */
  readonly since: string;
  /** The release that no longer reads the old names, where an entry says nothing else; absent where it still does. */
  readonly gone?: string;
  /** The framework refuses old and new names side by side, so that all of them change in one step. */
  readonly exclusive?: true;
  readonly entries: readonly CatalogEntry[];
}

export interface CatalogEntry {
  /** Name of the variable or setting, or the path of the key. */
  readonly name: string;
  /** What takes its place; absent when nothing does. */
  readonly to?: string;
  /** The release from which the new name is read and the old one is on its way out. */
  readonly since?: string;
  /** The release that no longer reads the old name. */
  readonly gone?: string;
  /** How the value changes on the way, in words; absent when it stays the same. */
  readonly convert?: string;
  /** The same by the name of a conversion. */
  readonly conversion?: string;
  /** A name beside which the framework refuses this one. */
  readonly refuses?: string;
  /** What the name that takes its place has to hold besides, in words. */
  readonly needs?: string;
  /** The framework refuses the name, so that the module which holds it cannot be imported. */
  readonly raises?: true;
  /** Why it is gone, or what does its work now. */
  readonly note?: string;
}
