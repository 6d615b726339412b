import type { Random } from '../../oracle/random.ts';

/** Texts of a variable, and what the service then holds. */
export interface Texts {
  readonly value: string;
  readonly other: string;
  readonly held: { readonly value: unknown; readonly other: unknown; readonly default: unknown };
}

/** Settings code that reads one key, as small as it can be. */
export interface ReaderForm {
  /** A module has no class: `settings.VALUE` is what it reads. */
  readonly form: 'class' | 'module';
  readonly files: Readonly<Record<string, string>>;
  /** The key of today and the one that takes its place. */
  readonly old: string;
  readonly new: string;
  /** Attribute that holds the value of today; absent for modules. */
  readonly field?: string;
  readonly newField?: string;
  /** `.env` is among what it reads. */
  readonly readsFile: boolean;
  /** A folder with a file for each key is among it, below all others. */
  readonly readsSecrets: boolean;
  readonly texts: Texts;
}

type Type = readonly [annotation: string, fallback: string, texts: Texts];

const TYPES: readonly [Type, ...Type[]] = [
  ['int', '5', { value: '20', other: '30', held: { value: 20, other: 30, default: 5 } }],
  [
    'str',
    '"near"',
    { value: 'main', other: 'spare', held: { value: 'main', other: 'spare', default: 'near' } },
  ],
  ['float', '1.5', { value: '2.5', other: '4', held: { value: 2.5, other: 4, default: 1.5 } }],
  ['bool', 'False', { value: 'yes', other: '0', held: { value: true, other: false, default: false } }],
  ['int | None', 'None', { value: '20', other: '30', held: { value: 20, other: 30, default: null } }],
  [
    'str | None',
    'None',
    { value: 'main', other: 'spare', held: { value: 'main', other: 'spare', default: null } },
  ],
  ['PositiveInt', '5', { value: '20', other: '30', held: { value: 20, other: 30, default: 5 } }],
  [
    'Literal["low", "high", "off"]',
    '"off"',
    { value: 'low', other: 'high', held: { value: 'low', other: 'high', default: 'off' } },
  ],
  [
    'list[str]',
    '[]',
    { value: '["a"]', other: '["b", "c"]', held: { value: ['a'], other: ['b', 'c'], default: [] } },
  ],
  [
    'Annotated[int, Field(ge=1, le=50)]',
    '5',
    { value: '20', other: '30', held: { value: 20, other: 30, default: 5 } },
  ],
];

const NUMBERS: Texts = { value: '20', other: '30', held: { value: 20, other: 30, default: 5 } };
const WORDS: Texts = { value: '20', other: '30', held: { value: '20', other: '30', default: '5' } };
const MAYBE: Texts = { value: '20', other: '30', held: { value: '20', other: '30', default: null } };

type Read = readonly [read: string, Texts];

/** Ways in which modules read a key, by what stands above them. */
interface ModuleForm {
  readonly begins: string;
  readonly readsFile: boolean;
  readonly reads: readonly [Read, ...Read[]];
  /** Another key that is read the same way. */
  readonly name: string;
}

const MODULES: readonly [ModuleForm, ...ModuleForm[]] = [
  {
    begins: 'import os\n',
    readsFile: false,
    reads: [
      ['VALUE = int(os.environ["DB_POOL"])', NUMBERS],
      ['VALUE = os.environ["DB_POOL"]', WORDS],
      ['VALUE = int(os.environ.get("DB_POOL", "5"))', NUMBERS],
      ['VALUE = int(os.getenv("DB_POOL", 5))', NUMBERS],
      ['VALUE = os.environ.get("DB_POOL", "5")', WORDS],
      ['VALUE = os.getenv("DB_POOL") or "5"', WORDS],
      ['VALUE = os.getenv("DB_POOL")', MAYBE],
      [
        'def value():\n    return int(os.environ["DB_POOL"]) if os.environ.get("DB_POOL") else 5\n\n\nVALUE = value()',
        NUMBERS,
      ],
    ],
    name: 'os.getenv("NAME", "service")',
  },
  {
    begins: 'from decouple import config\n',
    readsFile: true,
    reads: [
      ['VALUE = config("DB_POOL", cast=int)', NUMBERS],
      ['VALUE = config("DB_POOL", default=5, cast=int)', NUMBERS],
      ['VALUE = config("DB_POOL")', WORDS],
      ['VALUE = config("DB_POOL", default="5")', WORDS],
    ],
    name: 'config("NAME", default="service")',
  },
  {
    begins: 'from environs import Env\n\nenv = Env()\nenv.read_env()\n',
    readsFile: true,
    reads: [
      ['VALUE = env.int("DB_POOL")', NUMBERS],
      ['VALUE = env.int("DB_POOL", 5)', NUMBERS],
      ['VALUE = env.str("DB_POOL", "5")', WORDS],
      ['VALUE = env("DB_POOL")', WORDS],
    ],
    name: 'env.str("NAME", "service")',
  },
  {
    begins: 'import environ\n\nenv = environ.Env()\nenviron.Env.read_env(".env")\n',
    readsFile: true,
    reads: [
      ['VALUE = env.int("DB_POOL")', NUMBERS],
      ['VALUE = env.int("DB_POOL", default=5)', NUMBERS],
      ['VALUE = env("DB_POOL", default="5")', WORDS],
      ['VALUE = env.str("DB_POOL")', WORDS],
    ],
    name: 'env("NAME", default="service")',
  },
  {
    begins: 'from starlette.config import Config\n\nconfig = Config(".env")\n',
    readsFile: true,
    reads: [
      ['VALUE = config("DB_POOL", cast=int)', NUMBERS],
      ['VALUE = config("DB_POOL", cast=int, default=5)', NUMBERS],
      ['VALUE = config("DB_POOL", default="5")', WORDS],
    ],
    name: 'config("NAME", default="service")',
  },
];

/** A settings class, or a module that reads its keys one by one. */
export function randomForm(random: Random): ReaderForm {
  return random.chance(0.6) ? settingsClass(random) : module(random);
}

function settingsClass(random: Random): ReaderForm {
  const [annotation, fallback, texts] = random.pick(TYPES);
  const prefix = random.chance(0.3) ? 'APP_' : '';
  const readsFile = random.chance(0.85);
  const readsSecrets = random.chance(0.25);
  const config = [
    readsSecrets ? 'secrets_dir="secrets"' : '',
    readsFile ? 'env_file=".env"' : '',
    random.pick(['', '', 'extra="forbid"', 'extra="ignore"', 'extra="ignore"']),
    random.chance(0.35) ? 'env_ignore_empty=True' : '',
    prefix === '' ? '' : `env_prefix="${prefix}"`,
    random.chance(0.3) ? 'hide_input_in_errors=True' : '',
    random.chance(0.15) ? 'frozen=True' : '',
  ].filter((it) => it !== '');
  const value = random.chance(0.5)
    ? ''
    : random.chance(0.5)
      ? ` = ${fallback}`
      : ` = Field(default=${fallback})`;
  const code = [
    'from typing import Annotated, Literal',
    '',
    'from pydantic import Field, PositiveInt',
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    ...(config.length > 0 ? [`    model_config = SettingsConfigDict(${config.join(', ')})`, ''] : []),
    `    db_pool: ${annotation}${value}`,
    '    name: str = "service"',
    '',
    '',
    'settings = Settings()',
    '',
  ];
  return {
    form: 'class',
    files: { 'pyproject.toml': '', 'app/__init__.py': '', 'app/settings.py': code.join('\n') },
    old: `${prefix}DB_POOL`,
    new: `${prefix}DB_POOL_SIZE`,
    field: 'db_pool',
    newField: 'db_pool_size',
    readsFile,
    readsSecrets,
    texts,
  };
}

function module(random: Random): ReaderForm {
  const { begins, reads, readsFile, name } = random.pick(MODULES);
  const [read, texts] = random.pick(reads);
  const code = `${begins}\n${read}\nNAME = ${name}\n`;
  return {
    form: 'module',
    files: { 'pyproject.toml': '', 'app/__init__.py': '', 'app/settings.py': code },
    old: 'DB_POOL',
    new: 'DB_POOL_SIZE',
    readsFile,
    readsSecrets: false,
    texts,
  };
}
