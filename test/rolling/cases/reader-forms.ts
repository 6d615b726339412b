import type { Random } from '../../oracle/random.ts';

/** Texts of a variable, and what the service then holds. */
export interface Texts {
  readonly value: string;
  readonly other: string;
  readonly held: { readonly value: unknown; readonly other: unknown; readonly default: unknown };
}

/** Settings code that reads one key, as small as it can be. */
export interface ReaderForm {
  readonly library: 'pydantic-settings' | 'os-environ';
  readonly files: Readonly<Record<string, string>>;
  /** The key of today and the one that takes its place. */
  readonly old: string;
  readonly new: string;
  /** Attribute that holds the value of today; absent for modules. */
  readonly field?: string;
  readonly newField?: string;
  /** `.env` is among what it reads. */
  readonly readsFile: boolean;
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

const READS: readonly [readonly [string, Texts], ...(readonly [string, Texts])[]] = [
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
];

/** A settings class, or a module that reads the process environment. */
export function randomForm(random: Random): ReaderForm {
  return random.chance(0.7) ? settingsClass(random) : module(random);
}

function settingsClass(random: Random): ReaderForm {
  const [annotation, fallback, texts] = random.pick(TYPES);
  const prefix = random.chance(0.3) ? 'APP_' : '';
  const readsFile = random.chance(0.85);
  const config = [
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
    library: 'pydantic-settings',
    files: { 'pyproject.toml': '', 'app/__init__.py': '', 'app/settings.py': code.join('\n') },
    old: `${prefix}DB_POOL`,
    new: `${prefix}DB_POOL_SIZE`,
    field: 'db_pool',
    newField: 'db_pool_size',
    readsFile,
    texts,
  };
}

function module(random: Random): ReaderForm {
  const [read, texts] = random.pick(READS);
  return {
    library: 'os-environ',
    files: {
      'pyproject.toml': '',
      'app/__init__.py': '',
      'app/settings.py': `import os\n\n${read}\nNAME = os.getenv("NAME", "service")\n`,
    },
    old: 'DB_POOL',
    new: 'DB_POOL_SIZE',
    readsFile: false,
    texts,
  };
}
