import { type Random, randomFrom } from './random.ts';
import type { SettingsCase } from './settings-case.ts';
import { CLASSES } from './shared-classes.ts';

/** A field of a generated class. */
interface GeneratedField {
  readonly name: string;
  readonly annotation: string;
  readonly default?: string;
  /** Source of the alias argument. */
  readonly alias?: string;
  /** Names under which something may set it. */
  readonly names: readonly string[];
}

interface GeneratedConfig {
  readonly text: string;
  readonly prefix: string;
  readonly delimiter?: string;
}

const NAMES = ['a', 'b', 'db', 'db_url', 'host', 'userName', 'X', 'port', 'sub', 'sub_a'] as const;
const TYPES = [
  'str',
  'int',
  'bool',
  'float',
  'Optional[int]',
  'Optional[str]',
  'list[int]',
  'list[str]',
  'dict[str, int]',
  'dict',
  'Optional[list[int]]',
  'Union[int, str]',
  'Union[list[int], str]',
  "Literal['x', 'y']",
  'Color',
  'Level',
  'Sub',
  'Optional[Sub]',
  'Strict',
  'dict[str, Sub]',
  'dict[str, list[int]]',
  'list[Sub]',
  'Json',
  'SecretStr',
  'Any',
  'Annotated[list[int], NoDecode]',
  'tuple[int, str]',
  'set[int]',
  'PositiveInt',
  'dt.timedelta',
  'dict[str, Any]',
  'Union[Sub, int]',
  'Union[int, float, None]',
  'Dict[str, int]',
  'Optional[Strict]',
  'list[Strict]',
  'Union[Sub, Strict]',
  'bytes',
  'uuid.UUID',
  'dt.date',
  'Optional[dict]',
  'Point',
  'Optional[Point]',
  'dict[str, Point]',
  'Annotated[dict[str, int], ForceDecode]',
  'constr(min_length=1)',
  'conint(ge=1)',
  'Json[list[int]]',
  'Optional[Json]',
  'HttpUrl',
  'Optional[AnyUrl]',
  'PostgresDsn',
  'ByteSize',
] as const;
/** Types that are read in a way of their own, half of the time. */
const FAMILIES = [
  'Union[Cat, Dog]!kind',
  'Union[Cat, Dog, None]!kind',
  'Union[Bird, Fish]!Kind',
  "Annotated[Union[Cat, Dog], Discriminator('kind')]",
  "Optional[Annotated[Union[Cat, Dog], Field(discriminator='kind')]]",
  "list[Annotated[Union[Cat, Dog], Field(discriminator='kind')]]",
  "dict[str, Annotated[Union[Bird, Fish], Field(discriminator='Kind')]]",
  'Union[Cat, Dog]',
  'Numbers',
  'Limit',
  'Table',
  'Maybe',
  'Optional[Numbers]',
  'Union[Limit, str]',
  'dict[str, Numbers]',
  'Opts',
  'Loose',
  'Optional[Opts]',
  'Union[Opts, int]',
  'list[Loose]',
  'dict[str, Opts]',
  'Pair',
  'Optional[Pair]',
  'list[Pair]',
  'Union[Pair, str]',
  'Firm',
  'Optional[Firm]',
  'list[Firm]',
  'Union[Firm, Sub]',
  'Twice',
  'StrictInt',
  'StrictBool',
  'Optional[StrictInt]',
  'Union[StrictInt, StrictBool]',
  'Union[StrictBool, str]',
  'Annotated[float, Field(strict=True)]',
  'Annotated[list[int], Field(strict=True)]',
  'Optional[Literal[Level.LOW]]',
] as const;
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  str: ["'d'", '1'],
  int: ['3', "'4'", "'q'"],
  bool: ['True', "'no'"],
  float: ['1.5'],
  'Optional[int]': ['None', '5'],
  'Optional[str]': ['None'],
  'list[int]': ['[1]', '[]', "['x']"],
  'list[str]': ['[]'],
  'dict[str, int]': ['{}', "{'k': 1}"],
  'Optional[list[int]]': ['None'],
  'Union[int, str]': ['1'],
  Color: ['Color.RED'],
  Level: ['Level.LOW'],
  Sub: ['Sub(a=9)'],
  'Optional[Sub]': ['None'],
  Strict: ['Strict()'],
  Any: ['None'],
  'dict[str, Sub]': ['{}'],
  Point: ['Point(a=3)'],
  'Union[Cat, Dog]!kind': ["Cat(kind='cat')", "Dog(b='x')"],
  'Union[Cat, Dog, None]!kind': ['None', "Cat(kind='cat', a=2)"],
  Numbers: ['Numbers([1, 2])', '[3]', "['x']"],
  Limit: ['Limit(5)', "'4'"],
  Table: ["{'k': 1}"],
  Maybe: ['None', '3'],
  Opts: ['Opts(a=1)', "{'a': '2'}", '{}'],
  Loose: ["{'a': 1}"],
  Pair: ['Pair(1)', "Pair(1, b='q')", "(1, 'z')", '[]'],
  Firm: ['Firm()', "{'a': '1'}"],
  StrictInt: ['3', "'3'"],
  'Union[StrictInt, StrictBool]': ['True'],
  'constr(min_length=1)': ["''", "'d'"],
};
const VALUES = [
  '',
  '1',
  'x',
  'y',
  'true',
  '1.5',
  '[1,2]',
  '["p"]',
  '{"a": 1}',
  '{"A": "2", "b": 3}',
  '{"k": {"a": 1}}',
  'null',
  '1,2',
  'none',
  'red',
  '2',
  '-3',
  ' 7 ',
  '"q"',
  '[',
  '{"a": {"x": 1}}',
  '{"x": "5"}',
  '{"kind": "cat"}',
  '{"kind": "wolf", "b": "q"}',
  '{"kin": "bird"}',
  '{"kin": 1, "a": "2"}',
  '[1, "q"]',
  'cat',
  '[{"a": 1}]',
  '60',
  '0',
  'RED',
  '{}',
  '[]',
  'http://a.example/b',
  'postgres://u:p@h:1/d',
  '10MB',
] as const;
const KEYS = [
  'a',
  'b',
  'A',
  'k',
  'inner',
  'INNER',
  'x',
  'oth',
  'zz',
  '0',
  'inner__x',
  'inner__taglist',
  'taglist',
  'kind',
  'KIND',
  'kin',
  'root',
  'color',
  'opts__a',
] as const;

/** One generated case: a class, a process environment and files that have something to do with it. */
export function randomCase(seed: number, version?: string): SettingsCase {
  const random = randomFrom(seed);
  const minor = version === undefined ? Number.POSITIVE_INFINITY : Number(version.split('.')[1]);
  const config = randomConfig(random, minor);
  const fields: GeneratedField[] = [];
  const count = 1 + random.below(4);
  for (let index = 0; index < count; index++) {
    const name = random.pick(NAMES);
    if (!fields.some((it) => it.name === name)) fields.push(randomField(random, name, config, minor));
  }
  const kind: FileKind = random.chance(0.15) && minor >= 3 ? 'pyproject' : random.pick(FILE_KINDS);
  const sources = random.chance(0.35) && minor >= 2 ? randomSources(random, kind) : undefined;
  const body = [
    `    model_config = SettingsConfigDict(${config.text})`,
    ...fields.map(fieldText),
    ...(sources ?? []),
  ];
  const code = `${CLASSES}\nclass Settings(BaseSettings):\n${body.join('\n')}`;
  const files: Record<string, string> = {};
  if (random.chance(0.8)) files['.env'] = randomDotenv(random, fields, config);
  if (random.chance(0.3)) files['b.env'] = randomDotenv(random, fields, config);
  if (random.chance(0.4)) files['secrets/keep'] = 'x';
  for (const field of fields) {
    if (random.chance(0.15))
      files[`secrets/${anyCase(random, random.pick(nonEmpty(field.names)))}`] = random.pick(VALUES);
  }
  if (sources) addDataFile(random, fields, kind, files);
  if (random.chance(0.1))
    files[`more/${anyCase(random, random.pick(nonEmpty(fields)).name)}`] = random.pick(VALUES);
  const env: Record<string, string> = {};
  for (let left = random.below(4); left > 0; left--)
    env[randomName(random, fields, config)] = random.pick(VALUES);
  return { name: `seed ${seed}`, code, env, files, ...(version === undefined ? {} : { version }) };
}

function randomConfig(random: Random, minor: number): GeneratedConfig {
  const prefix = random.pick(['', '', '', 'APP_', 'app_']);
  const delimiter = random.pick([undefined, '__', '__', '_', '.']);
  const parts = [
    random.pick([
      "env_file='.env'",
      "env_file='.env'",
      "env_file=('.env', 'b.env')",
      "env_file='none.env'",
      '',
    ]),
    prefix === '' ? '' : `env_prefix='${prefix}'`,
    delimiter === undefined ? '' : `env_nested_delimiter='${delimiter}'`,
    random.pick(['', '', '', "extra='ignore'", "extra='allow'", "extra='forbid'"]),
    random.pick(['', '', '', '', 'case_sensitive=True']),
    random.pick(['', '', '', 'env_ignore_empty=True']),
    random.pick(['', '', '', '', 'populate_by_name=True']),
    random.pick(['', '', '', '', '', "env_parse_none_str='none'", "env_parse_none_str=''"]),
    delimiter !== undefined && random.chance(0.15) ? `env_nested_max_split=${random.below(3)}` : '',
    random.pick(['', '', '', '', '', "dotenv_filtering='match_prefix'", "dotenv_filtering='only_existing'"]),
    random.pick(['', '', '', "secrets_dir='secrets'", minor < 5 ? '' : "secrets_dir=['secrets', 'more']"]),
    random.pick(['', '', '', '', '', '', '', 'enable_decoding=False']),
    random.pick(['', '', '', '', '', "env_prefix_target='all'", "env_prefix_target='alias'"]),
    random.pick(['', '', '', '', '', '', 'validate_default=False']),
    random.chance(0.12) ? 'strict=True' : '',
    random.pick(['', '', '', '', '', '', 'env_parse_enums=True']),
    random.pick(['', '', '', '', '', '', 'nested_model_default_partial_update=True']),
    "json_file='c.json'",
    "yaml_file=['c.yaml', 'd.yaml']",
    "toml_file='c.toml'",
    random.pick(['', '', '', '', '', "yaml_config_section='app'"]),
  ];
  return {
    text: parts.filter((it) => it !== '').join(', '),
    prefix,
    ...(delimiter === undefined ? {} : { delimiter }),
  };
}

function randomField(random: Random, name: string, config: GeneratedConfig, minor: number): GeneratedField {
  const chosen: string = random.chance(0.6) ? random.pick(TYPES) : random.pick(FAMILIES);
  const annotation = minor < 7 ? chosen.replace(/, (?:NoDecode|ForceDecode)/, ', ""') : chosen;
  const defaults = DEFAULTS[annotation] ?? ['None'];
  const fallback = random.chance(0.6) ? defaults[random.below(defaults.length)] : undefined;
  const alias = random.chance(0.25) ? randomAlias(random, name) : undefined;
  const names = alias ? [...alias.names, name] : [config.prefix + name];
  return {
    name,
    annotation,
    names,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(alias ? { alias: alias.text } : {}),
  };
}

function randomAlias(
  random: Random,
  name: string,
): { readonly text: string; readonly names: readonly string[] } {
  const other = random.pick(['OTHER', 'alt', `${name}_new`]);
  switch (random.below(5)) {
    case 0:
      return { text: `alias='${other}'`, names: [other] };
    case 1:
      return { text: `validation_alias=AliasChoices('${other}', 'old')`, names: [other, 'old'] };
    case 2:
      return {
        text: `validation_alias=AliasChoices('${other}', AliasPath('${other}_list', 0))`,
        names: [other, `${other}_list`],
      };
    case 3:
      return { text: `validation_alias=AliasPath('${other}', 1)`, names: [other] };
    default:
      return { text: `validation_alias=AliasChoices('${other}', '${name}')`, names: [other] };
  }
}

function fieldText(field: GeneratedField): string {
  const [annotation, discriminator] = field.annotation.split('!');
  const tag = discriminator === undefined ? '' : `discriminator='${discriminator}'`;
  const args = [field.alias && field.default, field.alias ?? '', tag].filter(Boolean).join(', ');
  const call = discriminator !== undefined && field.default !== undefined && !field.alias;
  const value =
    field.alias || tag
      ? ` = Field(${call ? `${field.default}, ${args}` : args})`
      : field.default === undefined
        ? ''
        : ` = ${field.default}`;
  return `    ${field.name}: ${annotation}${value}`;
}

type FileKind = 'json' | 'yaml' | 'toml' | 'pyproject';

const FILE_KINDS: readonly [FileKind, ...FileKind[]] = ['json', 'json', 'yaml', 'toml'];
const CLASSES_OF: Readonly<Record<FileKind, string>> = {
  json: 'JsonConfigSettingsSource',
  yaml: 'YamlConfigSettingsSource',
  toml: 'TomlConfigSettingsSource',
  pyproject: 'PyprojectTomlConfigSettingsSource',
};
const ORDERS = [
  'init_settings, env_settings, dotenv_settings, file_secret_settings, $F(settings_cls)',
  'init_settings, $F(settings_cls), env_settings',
  'dotenv_settings, env_settings, $F(settings_cls)',
] as const;

function randomSources(random: Random, kind: FileKind): readonly string[] {
  return [
    '    @classmethod',
    '    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):',
    `        return (${random.pick(ORDERS).replace('$F', CLASSES_OF[kind])})`,
  ];
}

/** JSON is YAML as well; of TOML each key gets a line, and what JSON calls `null` is left out. */
function addDataFile(
  random: Random,
  fields: readonly GeneratedField[],
  kind: FileKind,
  files: Record<string, string>,
): void {
  const json = randomJson(random, fields);
  if (kind === 'json') files['c.json'] = json;
  if (kind === 'toml') files['c.toml'] = tomlOf(json);
  if (kind === 'pyproject')
    files['pyproject.toml'] =
      `${random.pick(['', '[tool.other]\n', '[tool.pydantic-settings]\n'])}${tomlOf(json)}`;
  if (kind !== 'yaml') return;
  files['c.yaml'] = random.pick([json, `app: ${json}`, yamlOf(json)]);
  if (random.chance(0.3)) files['d.yaml'] = yamlOf(randomJson(random, fields));
}

function entriesOf(json: string): readonly (readonly [string, unknown])[] {
  return Object.entries(JSON.parse(json) as Record<string, unknown>);
}

function yamlOf(json: string): string {
  return entriesOf(json)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

function tomlOf(json: string): string {
  return entriesOf(json)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${JSON.stringify(key)} = ${inToml(value)}\n`)
    .join('');
}

function inToml(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)} = ${inToml(item)}`);
  return `{${items.join(', ')}}`;
}

function randomName(random: Random, fields: readonly GeneratedField[], config: GeneratedConfig): string {
  const field = random.pick(nonEmpty(fields));
  const base = random.pick(nonEmpty(field.names));
  if (random.chance(0.2))
    return random.pick(['UNKNOWN', `${config.prefix}EXTRA`, `${base}x`, field.name, 'zz__y', 'OLD']);
  if (!config.delimiter || random.chance(0.5)) return anyCase(random, base);
  const path = random.pick(KEYS).split('__');
  return anyCase(random, [base, ...path].join(config.delimiter));
}

function anyCase(random: Random, name: string): string {
  return random.pick([name, name.toUpperCase(), name.toUpperCase(), name.toLowerCase()]);
}

function randomDotenv(random: Random, fields: readonly GeneratedField[], config: GeneratedConfig): string {
  const lines: string[] = [];
  for (let left = random.below(6); left > 0; left--) {
    const name = randomName(random, fields, config);
    const value = random.pick(VALUES);
    const written = random.pick([
      `${name}=${value}`,
      `${name}='${value}'`,
      `${name}=${value}`,
      `export ${name}=${value}`,
      name,
      `${name}=${value} # note`,
      `${name}=\${${random.pick(nonEmpty(fields)).name.toUpperCase()}:-${value.replace('}', '')}}`,
    ]);
    lines.push(written);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function randomJson(random: Random, fields: readonly GeneratedField[]): string {
  const entries: string[] = [];
  for (const field of fields) {
    if (random.chance(0.5)) continue;
    const key = anyCase(random, random.pick([field.name, ...field.names]));
    const value = random.pick([
      '1',
      '"1"',
      'null',
      'true',
      '[1]',
      '{"a": 1}',
      '{"a": "x", "b": "q"}',
      '"x"',
      '1.0',
      '{"k": 2}',
      '[]',
      '{"kind": "cat", "a": "3"}',
      '{"kind": "dog"}',
      '{"kin": "fish", "a": 1}',
      '[1, "q", null]',
      '{"a": 1.5, "b": 1, "x": ["1"]}',
    ]);
    entries.push(`${JSON.stringify(key)}: ${value}`);
  }
  if (random.chance(0.2)) entries.push('"unknown": 1');
  return `{${entries.join(', ')}}`;
}

function nonEmpty<T>(items: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new RangeError('a list is empty');
  return [first, ...rest];
}
