import type { ClassStatement } from '../../python/tree.ts';
import type { Constraints } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';

/** What reading the fields of one class carries along. */
export interface ModelContext {
  readonly project: PythonProject;
  /** Classes that are being read, outermost first, so that a recursive model ends. */
  readonly stack: readonly ClassStatement[];
  /** Constraints that the class's configuration puts on every `str`. */
  readonly strings: Constraints;
  /** What the class makes of unknown keys; a dataclass of the standard library takes it over. */
  readonly extra: 'forbid' | 'ignore' | 'allow';
  /** `validate_default`, which a named tuple takes over. */
  readonly validatesDefaults: boolean;
  /** The same where a configuration says it, which a named tuple takes over. */
  readonly extraGiven?: 'forbid' | 'ignore' | 'allow';
  /** `enable_decoding` of the settings class. */
  readonly decodes: boolean;
  /** `regex_engine='python-re'`. */
  readonly pythonPatterns: boolean;
  /** `use_enum_values`, `coerce_numbers_to_str` …: a reason why values of text fields are not claimed. */
  readonly textUndecided?: string;
  readonly names: NameContext;
  /** How variables are compared with the fields' names, where a variable that is set always sets its field. */
  readonly variables?: 'exact' | 'folded';
  /** Types that may still be read for the settings class; shared by all models inside it. */
  readonly budget: { left: number };
}

/** How the names of fields become keys and environment names. */
export interface NameContext {
  readonly prefix: string;
  readonly target: 'variable' | 'alias' | 'all';
  /** `populate_by_name`, `validate_by_name`. */
  readonly byName: boolean;
  readonly byAlias: boolean;
  /** `alias_generator`: what it makes of a name, `make` absent when that is not known. */
  readonly generator?: { readonly make?: (name: string) => string; readonly undecided: Undecided };
}

/** Something left open at a place in a file. */
export function undecidedAt(
  file: PythonFile,
  at: { readonly span: Undecided['span'] },
  reason: string,
  after = false,
): Undecided {
  const place = { reason, path: file.file.path, span: at.span };
  return after ? { ...place, after: true } : place;
}

/** Types that are read for one settings class at most: a chain of aliases that double each other ends here. */
export const MAX_TYPES = 20_000;

/** A model may nest this deep. */
export const MAX_NESTING = 8;
