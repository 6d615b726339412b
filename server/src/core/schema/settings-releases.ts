import type { MinorBounds } from './version-bounds.ts';

/**
 * What differs between the releases of pydantic-settings, 2.0 to 2.16, as data. Each row was observed by running
 * generated classes on the releases (`npm run oracle -- --library-version 2.7.1`); a row is read from top to bottom, and
 * the last release at or before the locked one says what holds.
 */

/** Behaviour of one release. */
export interface SettingsRelease {
  /**
   * Which values are stored under the field's preferred alias, so that the higher layer wins: `plain` those that are
   * not paths into JSON, `all` also where the preferred alias is such a path, `parts` only what is made of variables
   * below the field's name.
   */
  readonly normalisesAliases: 'never' | 'parts' | 'plain' | 'all';
  /**
   * Which keys of YAML, TOML and JSON files are renamed to the preferred alias: none, the aliases in any order, the
   * aliases in their order, those and the field's name where that is allowed.
   */
  readonly renamesFileKeys: 'never' | 'any' | 'aliases' | 'names';
  /** Keys of YAML, TOML and JSON files are compared without case unless names are case-sensitive. */
  readonly foldsFileKeys: boolean;
  /** Files without any content that count as holding nothing, where the library would raise: none, YAML, JSON too. */
  readonly takesEmpty: 'none' | 'yaml' | 'json';
  /**
   * Which unknown dotenv keys are taken for a field's: those that begin as the name of any field, of a model, of a
   * complex field, of a complex field with the nested delimiter behind it.
   */
  readonly ownsBeginnings: 'any' | 'models' | 'complex' | 'delimited';
  /** Dotenv keys that no field reads count up to the delimiter, as those of fields do that got no value. */
  readonly takesFirstKeys: boolean;
  /** An unknown dotenv key does not replace what a field took under the same key. */
  readonly keepsTaken: boolean;
  /** The prefix of unknown dotenv keys is compared without case too, unless names are case-sensitive. */
  readonly foldsPrefix: boolean;
  /** A lone `AliasPath` is read under its first name only, and always as JSON. */
  readonly readsPathHeads: boolean;
  /** A field with a prefix is not read without it. */
  readonly prefixIsNeeded: boolean;
  /** `populate_by_name` lets variables set a field by its name as well. */
  readonly readsNames: boolean;
  /** Parts of a name are split off behind the field's name; before, behind as many characters as the prefix has. */
  readonly splitsBehindName: boolean;
  /**
   * Which parts of a dict are read as JSON: none, those of `dict[…]`, those of `dict` too, by what a field of one of its
   * types takes and else by the type of its values, by the type of its values alone.
   */
  readonly decodesDictParts: 'never' | 'typed' | 'bare' | 'by-type' | 'by-value';
  /** A secret for a union with a complex member is read as JSON. */
  readonly decodesSecretUnions: boolean;
  /**
   * How parts find a field of a nested model: by its exact name in a model alone, by its exact name, by its name, by its
   * aliases too.
   */
  readonly findsParts: 'direct' | 'exact' | 'name' | 'alias';
  /** A value that stands for none may be given to a complex field; before, it had to be JSON as well. */
  readonly noneForComplex: boolean;
  /** Parts below a path into JSON are decoded. */
  readonly decodesPathParts: boolean;
  /** Which keys of a nested model get the case of its fields: names, names below `Optional` too, aliases, and so on. */
  readonly restoresCase: 'names' | 'optional-names' | 'aliases' | 'nested-optional' | 'dataclasses';
  /** Where enums are found by member names: the field itself, its type's arguments, at any depth. */
  readonly findsEnums: 'never' | 'field' | 'arguments' | 'any-depth';
  /**
   * How defaults that are models stay below what is given: under the field's name or only alias, under the preferred
   * alias, there unless nothing changed them.
   */
  readonly partialDefaults: 'by-name' | 'always' | 'unless-equal';
  /**
   * Which root models are read as JSON: all, those whose own class declares a root that is no scalar and those that do
   * not declare it themselves, those whose root is no scalar.
   */
  readonly readsRoots: 'all' | 'own' | 'root';
  /** A union inside a union that has metadata of its own makes the outer one complex. */
  readonly seesNestedUnions: boolean;
  /** Which defaults of discriminated unions stay below what is given: all, none, those of the member that it chooses. */
  readonly taggedDefaults: 'all' | 'none' | 'of-member';
  /** Sources merge from the lowest rank to the highest, so that a value that is no mapping hides all below it. */
  readonly mergesUpwards: boolean;
  /** Variables of strict types are converted first: not, for strict classes, then also as JSON and in strict unions. */
  readonly convertsStrict: 'never' | 'class' | 'unions';
}

type Rows = {
  readonly [Name in keyof SettingsRelease]: readonly (readonly [since: number, SettingsRelease[Name]])[];
};

/** By the `N` of `2.N` since which it holds. */
const ROWS: Rows = {
  normalisesAliases: [
    [0, 'never'],
    [7, 'all'],
    [13, 'parts'],
    [14, 'plain'],
  ],
  renamesFileKeys: [
    [0, 'never'],
    [8, 'any'],
    [11, 'aliases'],
    [12, 'names'],
  ],
  foldsFileKeys: [
    [0, false],
    [15, true],
  ],
  takesEmpty: [
    [0, 'none'],
    [3, 'yaml'],
    [16, 'json'],
  ],
  ownsBeginnings: [
    [0, 'any'],
    [5, 'models'],
    [6, 'complex'],
    [15, 'delimited'],
  ],
  takesFirstKeys: [
    [0, true],
    [2, false],
  ],
  keepsTaken: [
    [0, false],
    [6, true],
  ],
  foldsPrefix: [
    [0, false],
    [16, true],
  ],
  readsPathHeads: [
    [0, false],
    [16, true],
  ],
  prefixIsNeeded: [
    [0, false],
    [11, true],
  ],
  readsNames: [
    [0, false],
    [6, true],
  ],
  splitsBehindName: [
    [0, false],
    [8, true],
  ],
  decodesDictParts: [
    [0, 'never'],
    [3, 'typed'],
    [9, 'bare'],
    [13, 'by-type'],
    [16, 'by-value'],
  ],
  decodesSecretUnions: [
    [0, false],
    [2, true],
  ],
  findsParts: [
    [0, 'direct'],
    [2, 'exact'],
    [3, 'name'],
    [6, 'alias'],
  ],
  noneForComplex: [
    [0, false],
    [3, true],
  ],
  decodesPathParts: [
    [0, false],
    [15, true],
  ],
  restoresCase: [
    [0, 'names'],
    [3, 'optional-names'],
    [10, 'aliases'],
    [15, 'nested-optional'],
    [16, 'dataclasses'],
  ],
  findsEnums: [
    [0, 'never'],
    [3, 'field'],
    [5, 'arguments'],
    [15, 'any-depth'],
  ],
  partialDefaults: [
    [0, 'by-name'],
    [7, 'always'],
    [12, 'unless-equal'],
  ],
  readsRoots: [
    [0, 'all'],
    [5, 'own'],
    [9, 'root'],
  ],
  seesNestedUnions: [
    [0, false],
    [14, true],
  ],
  taggedDefaults: [
    [0, 'all'],
    [15, 'none'],
    [16, 'of-member'],
  ],
  mergesUpwards: [
    [0, true],
    [4, false],
  ],
  convertsStrict: [
    [0, 'never'],
    [12, 'class'],
    [14, 'unions'],
  ],
};

/** Configuration keys by the `N` of `2.N` since which the library looks at them; before, they mean nothing. */
const KEYS: Readonly<Record<string, number>> = {
  env_ignore_empty: 2,
  env_parse_none_str: 2,
  env_parse_enums: 3,
  nested_model_default_partial_update: 5,
  enable_decoding: 7,
  env_nested_max_split: 8,
  yaml_config_section: 10,
  env_prefix_target: 13,
  deep_merge: 13,
  dotenv_filtering: 14,
  toml_table_header: 15,
  env_file_depth: 16,
};

/** Nothing that is known here changed after this release. */
const LAST = 16;
const BY_MINOR: readonly SettingsRelease[] = Array.from({ length: LAST + 1 }, (_, minor) => releaseOf(minor));

function releaseOf(minor: number): SettingsRelease {
  const entries = Object.entries(ROWS).map(([name, row]) => {
    const [, value] = row.findLast(([since]) => since <= minor) ?? [];
    return [name, value];
  });
  return Object.fromEntries(entries);
}

/** The behaviour of a release; undefined means the newest. */
export function behaviourOf(version: string | undefined): SettingsRelease {
  return BY_MINOR[minorOf(version)] as SettingsRelease;
}

/** Whether a release looks at a configuration key. */
export function readsKey(version: string | undefined, key: string): boolean {
  return minorOf(version) >= (KEYS[key] ?? 0);
}

/**
 * One release, as `2.N`, for each behaviour that bounds below the last known release leave, the newest first. Empty where
 * they leave the newest, which is then taken.
 */
export function releasesWithin({ from, to }: MinorBounds): readonly string[] {
  if (to >= LAST) return [];
  const found: number[] = [];
  for (let minor = to; minor >= from; minor--) {
    const next = found.at(-1);
    if (next === undefined || changesAfter(minor, next)) found.push(minor);
  }
  return found.map((minor) => `2.${minor}`);
}

/** True where something changed after the one release, up to the other. */
function changesAfter(minor: number, next: number): boolean {
  const since = [...Object.values(ROWS).flatMap((row) => row.map(([it]) => it)), ...Object.values(KEYS)];
  return since.some((it) => minor < it && it <= next);
}

/** The `N` of `2.N`, at most the last that is known; 0 before that. */
function minorOf(version: string | undefined): number {
  const match = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!match) return LAST;
  const major = Number(match[1]);
  if (major > 2) return LAST;
  return major < 2 ? 0 : Math.min(Number(match[2]), LAST);
}
