import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MigrationAsk, planMigration } from '../../server/src/core/features/migrations.ts';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  next,
  recordOf,
  serviceOf,
  start,
  waive,
} from './walk.ts';

const GATES = Array.from({ length: 14 }, (_, index) => `G${index + 1}`);

/** A service with one settings class, and what starts it: files of every kind that can hold a key of it. */
function service(fields: readonly string[], entries: readonly (readonly [string, string])[]): Files {
  const lines = ['# first', '', ...entries.map(([key, text]) => `${key}=${text}`), 'NAME="shop" # last'];
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py': `from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    name: str = "shop"
${fields.map((it) => `    ${it}`).join('\n')}


settings = Settings()
`,
    '.env': lines.join('\n'),
    '.env.staging': `${lines.join('\r\n')}\r\n`,
    '.env.production': `${lines.join('\n')}\n`,
    '.env.example': `${lines.join('\r\n')}`,
    'README.md': `# Shop\r
\r
| Key | Meaning |\r
| --- | ------- |\r
${entries.map(([key]) => `| \`${key}\` | it |\r\n`).join('')}| \`NAME\` | the name |\r
`,
  };
}

interface Case {
  readonly files: Files;
  readonly request: MigrationAsk;
}

function answers(given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries({ value_from_now_on: 'yes', differing_values: 'yes', ...given }));
}

const CASES: Readonly<Record<KindName, Case>> = {
  rename: {
    files: service(['db_pool: int = 5'], [['DB_POOL', '20']]),
    request: ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }),
  },
  remove: {
    files: service(['db_pool: int = 5'], [['DB_POOL', '20']]),
    request: ask({ kind: 'remove', from: 'DB_POOL' }),
  },
  split: {
    files: service(['redis_url: str'], [['REDIS_URL', 'redis://cache:6379']]),
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
    files: service(
      ['api_host: str', 'api_port: int'],
      [
        ['API_HOST', 'api'],
        ['API_PORT', '80'],
      ],
    ),
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
    files: service(['origins: str'], [['ORIGINS', 'a,b']]),
    request: ask({ kind: 'retype', from: 'ORIGINS', to: 'ORIGINS', convert: 'csv-json' }),
  },
  unit: {
    files: service(['timeout: int = 30'], [['TIMEOUT', '20']]),
    request: ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' }),
  },
  enum: {
    files: service(['mode: Literal["fast", "slow"]'], [['MODE', 'fast']]),
    request: ask({ kind: 'enum', from: 'MODE', to: 'MODE', answers: answers({ 'enum.fast': 'quick' }) }),
  },
  default: {
    files: service(['db_pool: int = 5'], []),
    request: ask({
      kind: 'default',
      from: 'DB_POOL',
      to: 'DB_POOL',
      answers: answers({ default_old: '5', default_new: '10' }),
    }),
  },
  move: {
    files: service(
      ['smtp_host: str', 'smtp_port: int'],
      [
        ['SMTP_HOST', 'mail'],
        ['SMTP_PORT', '25'],
      ],
    ),
    request: ask({
      kind: 'move',
      from: 'SMTP_HOST',
      fromKeys: ['SMTP_HOST', 'SMTP_PORT'],
      to: 'MAIL_HOST',
      toKeys: ['MAIL_HOST', 'MAIL_PORT'],
    }),
  },
  require: {
    files: service(['region: str = "eu"'], []),
    request: ask({
      kind: 'require',
      from: 'REGION',
      to: 'REGION',
      answers: answers({ default_value: 'us' }),
    }),
  },
  tighten: {
    files: service(['workers: int = Field(default=4, ge=1)'], [['WORKERS', '8']]),
    request: ask({
      kind: 'tighten',
      from: 'WORKERS',
      to: 'WORKERS',
      answers: answers({ constraint: 'le=16' }),
    }),
  },
  widen: {
    files: service(['workers: int = Field(default=4, le=8)'], [['WORKERS', '8']]),
    request: ask({
      kind: 'widen',
      from: 'WORKERS',
      to: 'WORKERS',
      answers: answers({ constraint: 'le=16' }),
    }),
  },
  'rotate-credential': {
    files: service(['db_password: SecretStr'], [['DB_PASSWORD', 'example']]),
    request: ask({
      kind: 'rotate-credential',
      from: 'DB_PASSWORD',
      to: 'DB_PASSWORD',
      answers: answers({ both_allowed: 'yes' }),
    }),
  },
  'rotate-signing': {
    files: service(['secret_key: SecretStr', 'secret_key_fallbacks: str = ""'], [['SECRET_KEY', 'example']]),
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
    files: {
      ...service(['api_url: str'], [['API_URL', 'http://api']]),
      'compose.yaml': 'services:\n  app:\n    build: .\n    environment:\n      LOG: info # how much\n',
    },
    request: ask({
      kind: 'layer',
      from: 'API_URL',
      to: 'API_URL',
      answers: answers({ to_layer: 'process' }),
    }),
  },
  value: {
    files: service(['workers: int = 4'], [['WORKERS', '8']]),
    request: ask({ kind: 'value', from: 'WORKERS', to: 'WORKERS' }),
  },
  flag: {
    files: service(['new_checkout: bool = False'], [['NEW_CHECKOUT', 'true']]),
    request: ask({ kind: 'flag', from: 'NEW_CHECKOUT', answers: answers({ default_value: 'true' }) }),
  },
};

/** The request with something for each question that is open. */
function answered(files: Files, request: MigrationAsk): MigrationAsk {
  const given = new Map(request.answers);
  for (let round = 0; round < 4; round++) {
    const planned = planMigration(serviceOf(files), { ...request, answers: given });
    assert.ok(planned.ok, planned.ok ? '' : planned.message);
    if (planned.questions.length === 0) break;
    for (const { id, choices } of planned.questions) given.set(id, choices?.[0] ?? 'redis');
  }
  return { ...request, answers: given };
}

describe('every phase of every kind goes on from wherever it stopped, and can be taken back', () => {
  for (const name of KIND_NAMES) {
    it(name, () => {
      const { files, request } = CASES[name];
      let before = files;
      let walk = start(files, answered(files, request));
      assertResumes(walk, before);
      assertTakesBack(walk, before);
      walk = waive(walk, ...GATES);
      while (recordOf(walk).phase !== 'contract') {
        before = walk.files;
        walk = next(walk);
        assertResumes(walk, before);
        assertTakesBack(walk, before);
      }
    });
  }
});
