import { type MigrationAsk, planMigration } from '../../server/src/core/features/migrations.ts';
import type { KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { ask, type Files, serviceOf } from './walk.ts';

/** One setting of a small service, whichever library reads it. */
export interface Setting {
  readonly key: string;
  readonly type: 'int' | 'bool' | 'text' | 'secret' | 'mode';
  /** A literal of Python; required without one. */
  readonly default?: string;
  /** Bounds, as a class of pydantic writes them. */
  readonly bounds?: string;
}

/** A change of each kind: what the service reads, what its environments hold, and what somebody asks for. */
export interface KindCase {
  readonly settings: readonly Setting[];
  readonly entries: readonly (readonly [string, string])[];
  readonly request: MigrationAsk;
  readonly extra?: Files;
}

function answers(given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries({ value_from_now_on: 'yes', differing_values: 'yes', ...given }));
}

const POOL = { key: 'DB_POOL', type: 'int', default: '5' } as const;
const WORKERS = { key: 'WORKERS', type: 'int', default: '4' } as const;

export const KIND_CASES: Readonly<Record<KindName, KindCase>> = {
  rename: {
    settings: [POOL],
    entries: [['DB_POOL', '20']],
    request: ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }),
  },
  remove: {
    settings: [POOL],
    entries: [['DB_POOL', '20']],
    request: ask({ kind: 'remove', from: 'DB_POOL' }),
  },
  split: {
    settings: [{ key: 'REDIS_URL', type: 'text' }],
    entries: [['REDIS_URL', 'redis://cache:6379']],
    request: ask({
      kind: 'split',
      from: 'REDIS_URL',
      fromKeys: ['REDIS_URL'],
      to: 'REDIS_HOST',
      toKeys: ['REDIS_HOST', 'REDIS_PORT'],
      convert: 'url-host-port',
    }),
  },
  merge: {
    settings: [
      { key: 'API_HOST', type: 'text' },
      { key: 'API_PORT', type: 'int' },
    ],
    entries: [
      ['API_HOST', 'api'],
      ['API_PORT', '80'],
    ],
    request: ask({
      kind: 'merge',
      from: 'API_HOST',
      fromKeys: ['API_HOST', 'API_PORT'],
      to: 'API_ADDRESS',
      toKeys: ['API_ADDRESS'],
      convert: 'join-host-port',
    }),
  },
  retype: {
    settings: [{ key: 'ORIGINS', type: 'text' }],
    entries: [['ORIGINS', 'a,b']],
    request: ask({ kind: 'retype', from: 'ORIGINS', to: 'ORIGINS', convert: 'csv-json' }),
  },
  unit: {
    settings: [{ key: 'TIMEOUT', type: 'int', default: '30' }],
    entries: [['TIMEOUT', '20']],
    request: ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' }),
  },
  enum: {
    settings: [{ key: 'MODE', type: 'mode' }],
    entries: [['MODE', 'fast']],
    request: ask({ kind: 'enum', from: 'MODE', to: 'MODE', answers: answers({ 'enum.fast': 'quick' }) }),
  },
  default: {
    settings: [POOL],
    entries: [],
    request: ask({
      kind: 'default',
      from: 'DB_POOL',
      to: 'DB_POOL',
      answers: answers({ default_old: '5', default_new: '10' }),
    }),
  },
  move: {
    settings: [
      { key: 'SMTP_HOST', type: 'text' },
      { key: 'SMTP_PORT', type: 'int' },
    ],
    entries: [
      ['SMTP_HOST', 'mail'],
      ['SMTP_PORT', '25'],
    ],
    request: ask({
      kind: 'move',
      from: 'SMTP_HOST',
      fromKeys: ['SMTP_HOST', 'SMTP_PORT'],
      to: 'MAIL_HOST',
      toKeys: ['MAIL_HOST', 'MAIL_PORT'],
    }),
  },
  require: {
    settings: [{ key: 'REGION', type: 'text', default: '"eu"' }],
    entries: [],
    request: ask({
      kind: 'require',
      from: 'REGION',
      to: 'REGION',
      answers: answers({ default_value: 'us' }),
    }),
  },
  tighten: {
    settings: [{ ...WORKERS, bounds: 'ge=1' }],
    entries: [['WORKERS', '8']],
    request: ask({
      kind: 'tighten',
      from: 'WORKERS',
      to: 'WORKERS',
      answers: answers({ constraint: 'le=16' }),
    }),
  },
  widen: {
    settings: [{ ...WORKERS, bounds: 'le=8' }],
    entries: [['WORKERS', '8']],
    request: ask({
      kind: 'widen',
      from: 'WORKERS',
      to: 'WORKERS',
      answers: answers({ constraint: 'le=16' }),
    }),
  },
  'rotate-credential': {
    settings: [{ key: 'DB_PASSWORD', type: 'secret' }],
    entries: [['DB_PASSWORD', 'example']],
    request: ask({
      kind: 'rotate-credential',
      from: 'DB_PASSWORD',
      to: 'DB_PASSWORD',
      answers: answers({ both_allowed: 'yes' }),
    }),
  },
  'rotate-signing': {
    settings: [
      { key: 'SECRET_KEY', type: 'secret' },
      { key: 'SECRET_KEY_FALLBACKS', type: 'text', default: '""' },
    ],
    entries: [['SECRET_KEY', 'example']],
    request: ask({
      kind: 'rotate-signing',
      from: 'SECRET_KEY',
      fromKeys: ['SECRET_KEY'],
      to: 'SECRET_KEY',
      toKeys: ['SECRET_KEY', 'SECRET_KEY_FALLBACKS'],
      answers: answers({ max_token_ttl: '14d' }),
    }),
  },
  layer: {
    settings: [{ key: 'API_URL', type: 'text' }],
    entries: [['API_URL', 'http://api']],
    request: ask({
      kind: 'layer',
      from: 'API_URL',
      to: 'API_URL',
      answers: answers({ to_layer: 'process' }),
    }),
    extra: {
      'compose.yaml': 'services:\n  app:\n    build: .\n    environment:\n      LOG: info # how much\n',
    },
  },
  value: {
    settings: [WORKERS],
    entries: [['WORKERS', '8']],
    request: ask({ kind: 'value', from: 'WORKERS', to: 'WORKERS' }),
  },
  flag: {
    settings: [{ key: 'NEW_CHECKOUT', type: 'bool', default: 'False' }],
    entries: [['NEW_CHECKOUT', 'true']],
    request: ask({ kind: 'flag', from: 'NEW_CHECKOUT', answers: answers({ default_value: 'true' }) }),
  },
};

/** A settings library, and how a module of it is written. */
export interface ReaderCase {
  readonly name: string;
  readonly requirement?: string;
  readonly code: (settings: readonly Setting[]) => string;
}

const PYDANTIC_TYPES = {
  int: 'int',
  bool: 'bool',
  text: 'str',
  secret: 'SecretStr',
  mode: 'Literal["fast", "slow"]',
};

function declaration({ key, type, default: stays, bounds }: Setting): string {
  const value = bounds === undefined ? stays : `Field(default=${stays}, ${bounds})`;
  return `    ${key.toLowerCase()}: ${PYDANTIC_TYPES[type]}${value === undefined ? '' : ` = ${value}`}\n`;
}

function pydantic(extra: string): ReaderCase['code'] {
  return (settings) => `from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="${extra}")

    name: str = "shop"
${settings.map(declaration).join('')}

settings = Settings()
`;
}

/** One assignment for each setting. */
function lines(head: string, read: (setting: Setting) => string): ReaderCase['code'] {
  const name = { key: 'NAME', type: 'text', default: '"shop"' } as const;
  return (settings) => `${head}\n${[...settings, name].map((it) => `${it.key} = ${read(it)}\n`).join('')}`;
}

const CASTS = { int: 'int', bool: 'bool', text: '', secret: '', mode: '' };

function configCall({ key, type, default: stays }: Setting): string {
  const cast = CASTS[type];
  const rest = [
    ...(stays === undefined ? [] : [`default=${stays}`]),
    ...(cast === '' ? [] : [`cast=${cast}`]),
  ];
  return `config(${[`"${key}"`, ...rest].join(', ')})`;
}

function typedCall(type: Setting['type'], args: readonly string[], plain: string): string {
  return `env${type === 'int' || type === 'bool' ? `.${type}` : plain}(${args.join(', ')})`;
}

function environCall({ key, type, default: stays }: Setting): string {
  const text = stays === undefined ? `os.environ["${key}"]` : `os.environ.get("${key}", ${quoted(stays)})`;
  if (type === 'int') return `int(${text})`;
  return type === 'bool' ? `${text}.lower() in ("1", "true")` : text;
}

function validator({ key, type, default: stays }: Setting): string {
  const checks = [
    stays === undefined ? 'must_exist=True' : `default=${stays}`,
    ...(type === 'int' || type === 'bool' ? [`is_type_of=${type}`] : []),
    ...(type === 'mode' ? ['is_in=["fast", "slow"]'] : []),
  ];
  return `Validator("${key}", ${checks.join(', ')})`;
}

function quoted(literal: string): string {
  return literal.startsWith('"') ? literal : `"${literal.toLowerCase()}"`;
}

export const READER_CASES: readonly ReaderCase[] = [
  { name: 'tolerant', requirement: 'pydantic-settings==2.14.0', code: pydantic('ignore') },
  { name: 'strict', requirement: 'pydantic-settings==2.14.0', code: pydantic('forbid') },
  {
    name: 'os.environ',
    code: lines('import os\n\nfrom dotenv import load_dotenv\n\nload_dotenv()\n', environCall),
  },
  {
    name: 'decouple',
    requirement: 'python-decouple==3.8',
    code: lines('from decouple import config\n', configCall),
  },
  {
    name: 'environs',
    requirement: 'environs==15.2',
    code: lines(
      'from environs import Env\n\nenv = Env()\nenv.read_env()\n',
      ({ key, type, default: stays }) =>
        typedCall(type, [`"${key}"`, ...(stays === undefined ? [] : [stays])], '.str'),
    ),
  },
  {
    name: 'django-environ',
    requirement: 'django-environ==0.14',
    code: lines(
      'import environ\n\nenv = environ.Env()\nenv.read_env(".env")\n',
      ({ key, type, default: stays }) =>
        typedCall(type, [`"${key}"`, ...(stays === undefined ? [] : [`default=${stays}`])], ''),
    ),
  },
  {
    name: 'starlette',
    requirement: 'starlette==1.0',
    code: lines('from starlette.config import Config\n\nconfig = Config(".env")\n', configCall),
  },
  {
    name: 'dynaconf',
    requirement: 'dynaconf==3.2.10',
    code: (settings) => `from dynaconf import Dynaconf, Validator

settings = Dynaconf(
    envvar_prefix=False,
    load_dotenv=True,
    validators=[
        Validator("NAME", default="shop"),
${settings.map((it) => `        ${validator(it)},\n`).join('')}    ],
)
${settings.map(({ key }) => `${key} = settings.${key}\n`).join('')}NAME = settings.NAME
`,
  },
  {
    name: 'pydantic 1',
    requirement: 'pydantic==1.10.24',
    code: (settings) => `from typing import Literal

from pydantic import BaseSettings, Field, SecretStr


class Settings(BaseSettings):
    name: str = "shop"
${settings.map(declaration).join('')}
    class Config:
        env_file = ".env"


settings = Settings()
`,
  },
];

/** The files of a service: its code, and files of every kind that can hold a key of it. */
export function kindService(reader: ReaderCase, { settings, entries, extra = {} }: KindCase): Files {
  const held = ['# first', '', ...entries.map(([key, text]) => `${key}=${text}`), 'NAME="shop" # last'];
  const needs = reader.requirement === undefined ? '' : `"${reader.requirement}"`;
  return {
    'pyproject.toml': `[project]\nname = "shop"\ndependencies = [${needs}]\n`,
    'app/__init__.py': '',
    'app/settings.py': reader.code(settings),
    '.env': held.join('\n'),
    '.env.staging': `${held.join('\r\n')}\r\n`,
    '.env.production': `${held.join('\n')}\n`,
    '.env.example': held.join('\r\n'),
    'README.md': `# Shop\r
\r
| Key | Meaning |\r
| --- | ------- |\r
${entries.map(([key]) => `| \`${key}\` | it |\r\n`).join('')}| \`NAME\` | the name |\r
`,
    ...extra,
  };
}

/** The request with something for each question that is open; a text where it is refused. */
export function answered(files: Files, request: MigrationAsk): MigrationAsk | string {
  const given = new Map(request.answers);
  for (let round = 0; round < 4; round++) {
    const planned = planMigration(serviceOf(files), { ...request, answers: given });
    if (!planned.ok) return planned.message;
    if (planned.questions.length === 0) break;
    for (const { id, choices } of planned.questions) given.set(id, choices?.[0] ?? 'redis');
  }
  return { ...request, answers: given };
}
