import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MigrationAsk } from '../../server/src/core/features/migrations.ts';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  start,
  waive,
} from './walk.ts';

/** A class that reads one data file below the process environment. */
function service(source: string, file: string, fields: readonly string[], text: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py': `from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict, ${source}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", ${source.slice(0, 4).toLowerCase()}_file="${file}", extra="ignore"
    )

${fields.map((it) => `    ${it}`).join('\n')}

    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        own = ${source}(settings_cls)
        return (init_settings, env_settings, dotenv_settings, own)


settings = Settings()
`,
    '.env': 'LOG=info\n',
    [file]: text,
  };
}

const SOURCES = [
  ['YamlConfigSettingsSource', 'config.yaml'],
  ['TomlConfigSettingsSource', 'config.toml'],
  ['JsonConfigSettingsSource', 'config.json'],
] as const;

interface Case {
  readonly fields: readonly string[];
  readonly request: Omit<MigrationAsk, 'answers' | 'owner'> & { answers?: Readonly<Record<string, string>> };
  /** The file before and after, in each of the formats. */
  readonly texts: readonly (readonly [string, string])[];
}

const CASES: readonly Case[] = [
  {
    fields: ['redis_url: str'],
    request: {
      kind: 'split',
      from: 'REDIS_URL',
      fromKeys: ['REDIS_URL'],
      to: 'REDIS_HOST',
      toKeys: ['REDIS_HOST', 'REDIS_PORT'],
      convert: 'url-host-port',
    },
    texts: [
      [
        '# cache\nredis_url: redis://cache:6380 # where\nlog: info\n',
        '# cache\nredis_host: cache # where\nredis_port: 6380\nlog: info\n',
      ],
      [
        '# cache\nredis_url = "redis://cache:6380" # where\nlog = "info"\n',
        '# cache\nredis_host = "cache" # where\nredis_port = 6380\nlog = "info"\n',
      ],
      [
        '{\n  "redis_url": "redis://cache:6380",\n  "log": "info"\n}',
        '{\n  "redis_host": "cache",\n  "redis_port": 6380,\n  "log": "info"\n}',
      ],
    ],
  },
  {
    fields: ['api_host: str', 'api_port: int'],
    request: {
      kind: 'merge',
      from: 'API_HOST',
      fromKeys: ['API_HOST', 'API_PORT'],
      to: 'API_ADDRESS',
      toKeys: ['API_ADDRESS'],
      convert: 'join-host-port',
    },
    texts: [
      ['api_host: api # where\nlog: info\napi_port: 80\n', 'api_address: api:80 # where\nlog: info\n'],
      ['api_host = "api" # where\napi_port = 80', 'api_address = "api:80" # where'],
      ['{ "api_host": "api", "api_port": 80 }\n', '{ "api_address": "api:80" }\n'],
    ],
  },
  {
    fields: ['smtp_host: str', 'smtp_port: int'],
    request: {
      kind: 'move',
      from: 'SMTP_HOST',
      fromKeys: ['SMTP_HOST', 'SMTP_PORT'],
      to: 'MAIL_HOST',
      toKeys: ['MAIL_HOST', 'MAIL_PORT'],
    },
    texts: [
      ["smtp_host: 'mail' # where\r\nsmtp_port: 25\r\n", "mail_host: 'mail' # where\r\nmail_port: 25\r\n"],
      ['smtp_host = "mail"\r\nsmtp_port = 0x19\r\n', 'mail_host = "mail"\r\nmail_port = 0x19\r\n'],
      ['{"smtp_host": "mail", "smtp_port": 25}', '{"mail_host": "mail", "mail_port": 25}'],
    ],
  },
  {
    fields: ['timeout: float = 1.5'],
    request: { kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' },
    texts: [
      ['timeout: 0.5 # how long\n', 'timeout_ms: 500 # how long\n'],
      ['timeout = 0.5 # how long\n', 'timeout_ms = 500 # how long\n'],
      ['{"timeout": 0.5}\n', '{"timeout_ms": 500}\n'],
    ],
  },
  {
    fields: ['origins: str = ""'],
    request: { kind: 'retype', from: 'ORIGINS', to: 'ORIGINS', convert: 'csv-json' },
    texts: [
      ['origins: "a,b" # whose\n', 'origins: "[\\"a\\",\\"b\\"]" # whose\n'],
      ["origins = 'a,b' # whose\n", 'origins = \'["a","b"]\' # whose\n'],
      ['{"origins": "a,b"}\n', '{"origins": "[\\"a\\",\\"b\\"]"}\n'],
    ],
  },
  {
    fields: ['mode: Literal["fast", "slow"]'],
    request: { kind: 'enum', from: 'MODE', to: 'MODE', answers: { 'enum.fast': 'quick' } },
    texts: [
      ['mode: fast # how\n', 'mode: quick # how\n'],
      ['mode = "fast" # how\n', 'mode = "quick" # how\n'],
      ['{"mode": "fast"}\n', '{"mode": "quick"}\n'],
    ],
  },
  {
    fields: ['checkout: bool = False'],
    request: { kind: 'flag', from: 'CHECKOUT', answers: { default_value: 'true' } },
    texts: [
      ['log: info\ncheckout: true # for good\n', 'log: info\n'],
      ['log = "info"\ncheckout = true # for good\n', 'log = "info"\n'],
      ['{"log": "info", "checkout": true}\n', '{"log": "info"}\n'],
    ],
  },
];

for (const { fields, request, texts } of CASES) {
  test(`${request.kind}: data files of the class change with the code that reads the new keys alone`, () => {
    for (const [at, [source, file]] of SOURCES.entries()) {
      const [before = '', after = ''] = texts[at] ?? [];
      const files = service(source, file, fields, before);
      const answers = {
        value_from_now_on: 'yes',
        differing_values: 'yes',
        distinguishable: 'yes',
        precedence: 'new',
        ...request.answers,
      };
      let began = files;
      let walk = start(files, ask({ ...request, answers: new Map(Object.entries(answers)) }));
      for (;;) {
        assertResumes(walk, began);
        assertTakesBack(walk, began);
        if (recordOf(walk).phase === 'contract') break;
        began = walk.files;
        walk = next(waive(walk, ...GATES));
      }
      assert.equal(walk.files[file], after, file);
    }
  });
}
