import type { ClassInfo } from '../class-lineage.ts';
import type { Loading } from '../loading.ts';
import type { Undecided } from '../schema.ts';
import type { ConfigReader } from './config-reader.ts';
import { undecidedAt } from './pydantic-context.ts';
import { extraOf } from './pydantic-extra.ts';
import { namedFiles } from './pydantic-files.ts';
import { readSources } from './pydantic-sources.ts';

/** How a settings class is loaded, and what of it leaves the schema open. */
export interface ReadLoading {
  readonly loading: Loading;
  readonly problems: readonly Undecided[];
}

/** Keys whose effects are not modelled: what they bring in may set any field. */
const OPENING: Readonly<Record<string, string>> = {
  cli_parse_args: 'the command line may set fields (`cli_parse_args`)',
};

/** Reads the configuration that says how values reach the fields; defaults are those of pydantic-settings 2.15. */
export function readLoading(reader: ConfigReader, info: ClassInfo): ReadLoading {
  const problems: Undecided[] = [];
  for (const [key, reason] of Object.entries(OPENING)) {
    const entry = reader.entry(key);
    const off = entry?.value.kind === 'bool' && !entry.value.value;
    if (entry && !off) problems.push(undecidedAt(entry.file, entry.value, reason));
  }
  const sources = readSources(reader, info);
  const delimiter = reader.text('env_nested_delimiter');
  const maxSplit = reader.number('env_nested_max_split');
  const none = reader.text('env_parse_none_str');
  const target = reader.text('env_prefix_target');
  const filtering = reader.text('dotenv_filtering');
  const byName = (reader.flag('validate_by_name') ?? false) || (reader.flag('populate_by_name') ?? false);
  const version = reader.project.version('pydantic-settings');
  const dotenvVersion = reader.project.version('python-dotenv');
  const loading: Loading = {
    ...dotenvFiles(reader),
    secretsDirs: secretsDirs(reader, problems),
    ...sources.loading,
    extra: extraOf(reader, 'forbid'),
    caseSensitive: reader.flag('case_sensitive') ?? false,
    envPrefix: reader.text('env_prefix') ?? '',
    ...(target === 'alias' || target === 'all' ? { envPrefixTarget: target } : {}),
    ignoreEmpty: reader.flag('env_ignore_empty') ?? false,
    ...(delimiter ? { nestedDelimiter: delimiter } : {}),
    ...(maxSplit === undefined ? {} : { nestedMaxSplit: maxSplit }),
    ...(none === undefined ? {} : { parseNoneStr: none }),
    ...(byName ? { populateByName: true } : {}),
    ...(filtering === 'match_prefix' || filtering === 'only_existing' ? { dotenvFiltering: filtering } : {}),
    ...(reader.flag('nested_model_default_partial_update') ? { nestedPartialUpdate: true } : {}),
    ...(reader.flag('strict') ? { strict: true } : {}),
    ...(reader.flag('env_parse_enums') ? { parseEnums: true } : {}),
    validateDefault: reader.flag('validate_default') ?? true,
    hideInput: reader.flag('hide_input_in_errors') ?? false,
    ...(version === undefined ? {} : { version }),
    ...(dotenvVersion === undefined ? {} : { dotenvVersion }),
  };
  return { loading, problems: [...problems, ...sources.problems] };
}

function dotenvFiles(reader: ConfigReader): Pick<Loading, 'envFiles'> & Partial<Loading> {
  const entry = reader.entry('env_file');
  const encoding = reader.text('env_file_encoding');
  const other = encoding !== undefined && !/^utf-?_?8$/i.test(encoding) ? { envFileEncoding: encoding } : {};
  if (!entry) return { envFiles: [] };
  const named = namedFiles(reader.project, 'env_file', entry);
  return {
    envFiles: named.files,
    ...(named.undecided ? { envFileUndecided: named.undecided } : {}),
    ...(named.pattern ? { envFilePattern: named.pattern } : {}),
    ...other,
  };
}

function secretsDirs(reader: ConfigReader, problems: Undecided[]): readonly string[] {
  const entry = reader.entry('secrets_dir');
  if (!entry) return [];
  const named = namedFiles(reader.project, 'secrets_dir', entry);
  const rooted = named.files.find((it) => it.base === 'root');
  if (named.undecided) problems.push(named.undecided);
  if (rooted) problems.push(undecidedAt(entry.file, entry.value, '`secrets_dir` is built from `__file__`'));
  return rooted ? [] : named.files.map((it) => it.path);
}
