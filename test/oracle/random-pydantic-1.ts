import { type Random, randomFrom } from './random.ts';
import type { SettingsCase } from './settings-case.ts';
import { CLASSES_1 } from './shared-classes.ts';

const NAMES = ['a', 'b', 'db', 'db_url', 'host', 'userName', 'X', 'port', 'sub', 'sub_a'] as const;
const TYPES = [
  'str',
  'int',
  'bool',
  'float',
  'bytes',
  'Optional[int]',
  'Optional[str]',
  'List[int]',
  'list',
  'List[str]',
  'Dict[str, int]',
  'dict',
  'Optional[List[int]]',
  'Union[int, str]',
  'Union[str, int]',
  'Union[bool, int, None]',
  'Union[List[int], str]',
  'Union[List[int], int, None]',
  "Literal['x', 'y', 1]",
  'Color',
  'Plain',
  'Level',
  'Mixed',
  'Sub',
  'Optional[Sub]',
  'Strict',
  'Dict[str, Sub]',
  'Dict[str, List[int]]',
  'Dict[int, str]',
  'List[Sub]',
  'Json',
  'Json[List[int]]',
  'SecretStr',
  'Any',
  'Tuple[int, str]',
  'Tuple[int, ...]',
  'Set[int]',
  'set',
  'FrozenSet[str]',
  'Sequence[int]',
  'Mapping[str, float]',
  'Mapping[str, str]',
  'Dict[str, str]',
  'Union[Dict[str, int], List[str]]',
  'Union[float, Sequence[int], Dict[str, str]]',
  'PositiveInt',
  'conint(ge=1, lt=5)',
  'confloat(gt=0, multiple_of=0.5)',
  'constr(min_length=2, max_length=4)',
  'constr(strip_whitespace=True, to_lower=True)',
  'conlist(int, min_items=1, max_items=2)',
  'StrictStr',
  'decimal.Decimal',
  'uuid.UUID',
  'pathlib.Path',
  'ipaddress.IPv4Address',
  'Union[Sub, Strict]',
  'int | None',
  'list[int]',
  'dict[str, str]',
  "'Optional[int]'",
  'datetime.date',
  'datetime.datetime',
  'datetime.time',
  'datetime.timedelta',
  'Optional[datetime.datetime]',
  'Union[datetime.date, str]',
  'AnyUrl',
  'EmailStr',
  'List[EmailStr]',
  'AnyHttpUrl',
  'HttpUrl',
  'PostgresDsn',
  'RedisDsn',
  'AmqpDsn',
  'List[AnyHttpUrl]',
  'Optional[RedisDsn]',
] as const;
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  str: ["'d'", '1', 'None', "Field('e', min_length=2)", 'Field(None)'],
  int: ['3', "'4'", "'q'", 'None', 'Field(3, gt=1)', 'Field(..., le=7)', '...'],
  bool: ['True', "'no'", "'perhaps'"],
  float: ['1.5', '1', 'Field(2.5, ge=0)'],
  'Optional[int]': ['None', '5', '...', 'Field(...)', 'Field(2, lt=9)'],
  'Optional[str]': ['None'],
  'List[int]': ['[1]', '[]', "['x']", 'Field([1], min_items=1)', 'Field(default_factory=list)'],
  'List[str]': ['[]'],
  'Dict[str, int]': ['{}', "{'k': 1}"],
  'Union[int, str]': ['1', "'1'"],
  Color: ['Color.RED', "'blue'"],
  Level: ['Level.LOW'],
  Sub: ['Sub(a=9)'],
  'Optional[Sub]': ['None'],
  Any: ['None'],
  SecretStr: ["'s'", "SecretStr('s')", "Field('t', min_length=2)"],
};
const PLAIN = ['5', "'text'", 'True', '1.5', '[1]', '{}'] as const;
const VALUES = [
  '',
  '1',
  'x',
  'y',
  'true',
  'on',
  'T',
  ' true',
  '1.5',
  'nan',
  'inf',
  '1e3',
  '1_0',
  '[1,2]',
  '[1.9, true]',
  '["p"]',
  '[null]',
  '["1", 1, 1]',
  '[[1, 2]]',
  '[["a", "b"], "xy", {"p": 1, "q": 2}]',
  '["ab"]',
  '[]',
  '{"a": 1}',
  '{"A": "2", "b": 3}',
  '{"a": "q", "z": 1, "c": 2}',
  '{"k": {"a": 1}}',
  '{"1": "a"}',
  'null',
  '1,2',
  'None',
  'red',
  '2',
  '-3',
  ' 7 ',
  '"q"',
  '""',
  '[',
  '{"a": {"x": 1}}',
  '{"x": "5"}',
  '[{"a": 1}, {"b": 2}]',
  '60',
  '0',
  'RED',
  '{}',
  '[]',
  'NaN',
  '[NaN, 1e400]',
  'abc',
  ' AB ',
  '10.0.0.1',
  '12345678123456781234567812345678',
  'a//b/.',
  'é',
] as const;
/** For types that are moments or addresses. */
const SPECIAL = [
  '2026-03-04',
  '2026-2-30',
  '2026-3-4 5:06',
  '2026-03-04T05:06:07Z',
  '2026-03-04 05:06:07.5+01:00',
  '2026-03-04T05:06:07.1234567-0130',
  '2026-03-04T24:00',
  '05:06',
  '5:06:07.25+02',
  '25:00',
  '05:06+24:00',
  '1500000000',
  '1500000000000',
  '-1.5',
  '1e25',
  '86399.9999996',
  '86400',
  '3 days, 4:05:06',
  '1 day 5',
  '-4:05',
  '90',
  '1.25',
  '-0.5',
  'P1DT2H',
  '-PT5M',
  'PT1.5S',
  'P',
  'PT',
  '["http://a.example", "https://localhost:70000"]',
  '["http://a.example"]',
  'http://a.example',
  'HTTP://A.example:80/x?y=1#z',
  'https://localhost',
  'https://localhost:443/',
  'http://user:p%40s@10.0.0.1:8080/a b',
  'http://[::1]:5000/x',
  'http://',
  'http:///x',
  'ftp://a.example',
  'a.example/x',
  'http://a_b.example.',
  'http://-a.example',
  'http://a..example',
  'http://a.example:99999',
  'http://exa{mple',
  'postgres://u:p@h/db',
  'postgresql+asyncpg://u@localhost:5432/db?x=1',
  'postgres://h/db',
  'postgresql://u:p@h.example:70000/db',
  'postgres://u:p@a.example:1,b.example:2/db',
  'postgres://u:p@a:1,b.example/db',
  'postgres://u:p@/db',
  'redis://localhost',
  'redis://',
  'redis://:pw@cache.example:6380/1',
  'rediss://10.0.0.1',
  'a@shop.example.org',
  ' A.b+c@Shop.Example.org ',
  'Ada L <ada@example.org>',
  'Ada-L <ada@example.org>',
  '<ada@example.org> ',
  'INFO@example.org',
  'a@localhost',
  'a@b.test',
  'a..b@example.org',
  'a@b@example.org',
  '@example.org',
  'a@-b.org',
  'ü@example.org',
  '["a@example.org", "b"]',
  'redis:///2',
  'amqp://',
  'amqps://g:g@mq/v',
] as const;
const KEYS = ['a', 'b', 'A', 'k', 'inner', 'x', 'tags', 'oth', 'z'] as const;
const CONFIGS = [
  "env_prefix = 'app_'",
  "env_prefix = 'APP_'",
  "env_nested_delimiter = '__'",
  'case_sensitive = True',
  'smart_union = True',
  'extra = Extra.ignore',
  "extra = 'allow'",
  'use_enum_values = True',
  'validate_all = False',
  'allow_population_by_field_name = True',
  "secrets_dir = 'secrets'",
] as const;

interface Generated {
  readonly code: string;
  readonly names: readonly string[];
}

/** One field: its declaration, and the names under which variables may set it. */
function field(random: Random, name: string, prefix: string): Generated {
  if (random.chance(0.06)) return { code: `    ${name} = ${random.pick(PLAIN)}`, names: [prefix + name] };
  const annotation = random.pick(TYPES);
  const defaults = DEFAULTS[annotation] ?? [];
  const written = random.chance(0.5) ? defaults[random.below(defaults.length)] : undefined;
  const env = random.chance(0.15) ? random.pick(["'ENV_A'", "['ENV_A', 'env_b']", "'Host'"]) : undefined;
  const alias = random.chance(0.08) ? `alias='al_${name}'` : undefined;
  const extra = [...(env ? [`env=${env}`] : []), ...(alias ? [alias] : [])].join(', ');
  const names = env ? [...env.matchAll(/'(\w+)'/g)].map((it) => it[1] as string) : [prefix + name];
  if (extra === '') return { code: `    ${name}: ${annotation}${written ? ` = ${written}` : ''}`, names };
  const inside = written?.startsWith('Field(') ? written.slice(6, -1) : written;
  const factory = inside?.startsWith('default_factory');
  const value = inside === undefined ? extra : factory ? `${extra}, ${inside}` : `${inside}, ${extra}`;
  return { code: `    ${name}: ${annotation} = Field(${value})`, names };
}

function value(random: Random): string {
  return random.chance(0.3) ? random.pick(SPECIAL) : random.pick(VALUES);
}

/** A settings class of pydantic 1 with files, variables and arguments, by its seed. */
export function randomCase1(seed: number): SettingsCase {
  const random = randomFrom(seed);
  const config = CONFIGS.filter(() => random.chance(0.12)).map((it) => it as string);
  const prefix = config.some((it) => it.includes('app_'))
    ? 'app_'
    : config.some((it) => it.includes('APP_'))
      ? 'APP_'
      : '';
  const nested = config.some((it) => it.includes('delimiter'));
  const files: Record<string, string> = {};
  const dotenv = random.chance(0.6);
  if (dotenv) config.push(random.chance(0.2) ? "env_file = ['.env', 'b.env']" : "env_file = '.env'");
  const chosen = NAMES.filter(() => random.chance(0.35));
  const fields = (chosen.length > 0 ? chosen : (['port'] as const)).map((it) => field(random, it, prefix));
  if (random.chance(0.1) && chosen[0] !== undefined)
    config.push(`fields = {'${chosen[0]}': {'env': ['f_one', 'F_two']}}`);
  const names = [...fields.flatMap((it) => it.names), 'f_one', 'other'];
  const pick = () => names[random.below(names.length)] ?? 'port';
  const spelled = (name: string) => (random.chance(0.5) ? name.toUpperCase() : name);
  const variable = () => {
    const part = nested && random.chance(0.4) ? `__${random.pick(KEYS)}` : '';
    const deeper = part !== '' && random.chance(0.2) ? `__${random.pick(KEYS)}` : '';
    return spelled(pick() + part + deeper);
  };
  const env: Record<string, string> = {};
  for (let count = random.below(5); count > 0; count--) env[variable()] = value(random);
  const lines = () =>
    Array.from({ length: random.below(5) }, () =>
      random.chance(0.05) ? variable() : `${variable()}='${value(random)}'`,
    );
  if (dotenv) files['.env'] = `${lines().join('\n')}\n`;
  if (dotenv && random.chance(0.5)) files['b.env'] = `${lines().join('\n')}\n`;
  if (config.some((it) => it.startsWith('secrets_dir')))
    for (let count = random.below(3); count > 0; count--)
      files[`secrets/${spelled(pick())}`] = random.pick(VALUES);
  const body = fields.map((it) => it.code);
  const inner =
    config.length > 0 ? `\n\n    class Config:\n${config.map((it) => `        ${it}`).join('\n')}` : '';
  const argument = random.chance(0.1)
    ? `${chosen[0] ?? 'port'}=${random.pick(['1', "'x'", 'None', "{'a': 5}"])}`
    : '';
  return {
    name: `case ${seed}`,
    code: `${CLASSES_1}class Settings(BaseSettings):\n${body.join('\n')}${inner}\n`,
    env,
    files,
    call: `Settings(${argument})`,
  };
}
