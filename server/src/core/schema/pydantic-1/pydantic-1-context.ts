import type { ConfigReader } from '../pydantic/config-reader.ts';
import type { ModelContext } from '../pydantic/pydantic-context.ts';

/** What reading the fields of one class of pydantic 1 carries along. */
export interface Context1 extends ModelContext {
  readonly reader: ConfigReader;
  /** `smart_union`. */
  readonly smartUnions: boolean;
  /** Why values of text fields are not claimed: the configuration of the class limits or changes all texts. */
  readonly texts?: string;
}

const TEXT_KEYS = [
  'anystr_strip_whitespace',
  'anystr_upper',
  'anystr_lower',
  'min_anystr_length',
  'max_anystr_length',
];

/** What a class's configuration says about its fields. */
export function context1(
  reader: ConfigReader,
  stack: ModelContext['stack'],
  isSettings: boolean,
  budget: ModelContext['budget'],
): Context1 {
  const key = TEXT_KEYS.find((it) => reader.entry(it) !== undefined);
  return {
    project: reader.project,
    reader,
    stack,
    strings: {},
    extra: 'ignore',
    decodes: true,
    validatesDefaults: false,
    pythonPatterns: false,
    names: { prefix: '', target: 'variable', byName: false, byAlias: true },
    ...(isSettings ? { variables: reader.flag('case_sensitive') ? 'exact' : 'folded' } : {}),
    budget,
    smartUnions: reader.flag('smart_union') ?? false,
    ...(key === undefined ? {} : { texts: `\`${key}\` of pydantic 1 is not evaluated` }),
  };
}
