import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headline } from '../../server/src/core/features/preflight-words.ts';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import { type Deploy, deployOf, replicasOf, service, stepsOf } from './deploy.ts';

const STRICT = 'env_file=".env"';

interface Expected {
  readonly deploy: 'yes' | 'no' | 'unknown';
  readonly rollback?: 'yes' | 'no' | 'unknown';
  readonly replicas: readonly string[];
  readonly steps?: readonly string[];
}

/** Each change with the verdict about every replica that it can meet, and what to do about it. */
function check(title: string, deploy: Deploy, expected: Expected): void {
  it(title, () => {
    const report = deployOf(deploy);
    assert.deepEqual(
      {
        deploy: report.deploy,
        rollback: report.rollback,
        replicas: replicasOf(report),
        ...(expected.steps ? { steps: stepsOf(report) } : {}),
      },
      { rollback: 'yes', ...expected },
    );
  });
}

const untracked = { '.env': 'DB_POOL=20\n' };
const SAFE = ['running/today yes', 'new/today yes', 'rolled-back/today yes'];

describe('a deploy with the values of today', () => {
  check(
    'is safe where nothing changes that reads them',
    { from: service(['db_pool: int']), to: service(['db_pool: int', 'extra_one: int = 3']), untracked },
    { deploy: 'yes', replicas: SAFE, steps: [] },
  );

  check(
    'lacks a required key that the new code reads under another name',
    { from: service(['db_pool: int']), to: service(['db_pool_size: int']), untracked },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: missing DB_POOL_SIZE', 'rolled-back/today yes'],
      steps: [
        'before-deploy: set `DB_POOL_SIZE` in `development`',
        'after-deploy: remove `DB_POOL` from `.env`: nothing reads it any more',
      ],
    },
  );

  check(
    'loses a value in silence where the new name has a default',
    { from: service(['db_pool: int = 5']), to: service(['db_pool_size: int = 5']), untracked },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: no-longer-read DB_POOL_SIZE', 'rolled-back/today yes'],
    },
  );

  check(
    'gives the key that only the running code reads another value, where a key that was there has the one of today',
    {
      from: service(['page_size: int'], { '.env': 'PAGE_SIZE=50\nPAGE_SIZE_LIMIT=50\n' }),
      to: service(['page_size_limit: int'], { '.env': 'PAGE_SIZE=10\nPAGE_SIZE_LIMIT=50\n' }),
      facts: { options: { ...DEFAULT_OPTIONS, environments: { development: { coupling: 'external' } } } },
    },
    {
      deploy: 'no',
      rollback: 'no',
      replicas: [
        'running/today yes',
        'new/today yes',
        'running/release no: other-value PAGE_SIZE',
        'new/release yes',
        'rolled-back/release no: other-value PAGE_SIZE',
      ],
    },
  );

  const removal = (use: string) => ({
    ...service(
      [
        '# settings-migration: 20260901-remove-legacy phase=expand',
        'legacy: bool = Field(default=False, repr=False, exclude=True)',
        '_seen_20260901_remove_legacy: ClassVar[set[str]] = set()',
        '',
        '# settings-migration: 20260901-remove-legacy phase=expand',
        '@model_validator(mode="before")',
        '@classmethod',
        'def _m_20260901_remove_legacy(cls, data: Any) -> Any:',
        '    if not isinstance(data, dict) or "legacy" not in data:',
        '        return data',
        '    message = "LEGACY no longer has any effect; remove it"',
        '    seen = cls._seen_20260901_remove_legacy',
        '    if message not in seen:',
        '        seen.add(message)',
        '        log.warning(message)',
        '    return {k: v for k, v in data.items() if k != "legacy"}',
      ],
      { 'main.py': `from settings import settings\n\n${use}\n` },
    ),
  });
  const removing = (use: string, value: string) => ({
    from: service(['legacy: bool = False'], {
      'main.py': 'from settings import settings\n\nprint(settings.legacy)\n',
    }),
    to: removal(use),
    untracked: { '.env': `LEGACY=${value}\n` },
  });
  check(
    'loses a value where the key is only declared any more and code still uses the attribute',
    removing('print(settings.legacy)', 'true'),
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: no-longer-read LEGACY', 'rolled-back/today yes'],
      steps: ['before-deploy: take out of the code what uses `legacy`, or let it read `LEGACY` again'],
    },
  );
  check(
    'loses nothing where the key is only declared any more and no code uses it',
    removing('print(1)', 'true'),
    { deploy: 'yes', replicas: SAFE },
  );
  check(
    'loses nothing where the default that stays is what is set',
    removing('print(settings.legacy)', '0'),
    {
      deploy: 'yes',
      replicas: SAFE,
    },
  );

  check(
    'loses nothing where the default is the value',
    { from: service(['db_pool: int = 5']), to: service(['db_pool_size: int = 20']), untracked },
    { deploy: 'yes', replicas: SAFE },
  );

  check(
    'sees that the old name and the new one hold two values',
    {
      from: service(['db_pool: int']),
      to: service(['db_pool_size: int']),
      untracked: { '.env': 'DB_POOL=20\nDB_POOL_SIZE=5\n' },
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: other-value DB_POOL_SIZE', 'rolled-back/today yes'],
    },
  );

  check(
    'is safe where the new name is another name for the same field',
    {
      from: service(['db_pool: int']),
      to: service(['db_pool_size: int = Field(validation_alias=AliasChoices("db_pool_size", "db_pool"))']),
      untracked,
    },
    { deploy: 'yes', replicas: SAFE, steps: [] },
  );

  check(
    'cannot bring a key to code that refuses what it does not know',
    {
      from: service(['db_pool: int'], {}, STRICT),
      to: service(['db_pool: int', 'key: str'], {}, STRICT),
      untracked,
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: missing KEY', 'rolled-back/today yes'],
      steps: [
        'before-deploy: set `KEY` in `development`, in the process environment: in `.env` it would stop `v1`, which refuses keys that it does not know',
        'before-rollback: remove `KEY` from `.env` if it stands there: `v1` refuses it',
      ],
    },
  );

  check(
    'finds that the code that runs does not start again with a key that was added too early',
    {
      from: service(['db_pool: int'], {}, STRICT),
      to: service(['db_pool: int', 'key: str'], {}, STRICT),
      untracked: { '.env': 'DB_POOL=20\nKEY=x\n' },
    },
    {
      deploy: 'no',
      rollback: 'no',
      replicas: [
        'running/today no: key-refused KEY',
        'new/today yes',
        'rolled-back/today no: key-refused KEY',
      ],
    },
  );

  check(
    'stops at a key that is left over',
    {
      from: service(['a: int', 'b: int'], {}, STRICT),
      to: service(['a: int'], {}, STRICT),
      untracked: { '.env': 'A=1\nB=2\n' },
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: key-refused B', 'rolled-back/today yes'],
      steps: [
        'before-deploy: keep `B` declared in `Settings` for this deploy, though nothing reads it',
        'after-deploy: remove `B` from `development`, and then from the code',
      ],
    },
  );

  check(
    'is safe where a tolerant class loses a field, and says what is left',
    {
      from: service(['a: int', 'b: int']),
      to: service(['a: int']),
      untracked: { '.env': 'A=1\nB=2\n' },
    },
    {
      deploy: 'yes',
      replicas: SAFE,
      steps: ['after-deploy: remove `B` from `.env`: nothing reads it any more'],
    },
  );

  const timeout = (value: number, lines: readonly string[] = []) =>
    service([...lines, `timeout: int = ${value}`]);
  check(
    'changes a value where a default changes',
    { from: timeout(5), to: timeout(10), untracked: { '.env': '# nothing\n' } },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: default-changed TIMEOUT', 'rolled-back/today yes'],
      steps: ['before-deploy: set `TIMEOUT` in `development` to `5`, so that it keeps its value'],
    },
  );
  check(
    'changes nothing where the value is pinned',
    { from: timeout(5), to: timeout(10), untracked: { '.env': 'TIMEOUT=5\n' } },
    { deploy: 'yes', replicas: SAFE },
  );
  const accepting = (comment: string) => timeout(10, [comment]);
  check(
    'takes a comment with a reason for an answer',
    {
      from: timeout(5),
      to: accepting('# crossfade: accept[default] -- measured on staging'),
      untracked: { '.env': '# nothing\n' },
    },
    {
      deploy: 'yes',
      replicas: [
        'running/today yes',
        'new/today yes: default-changed TIMEOUT (accepted)',
        'rolled-back/today yes',
      ],
      steps: [],
    },
  );
  for (const comment of ['# crossfade: accept[default]', '# crossfade: accept[rename] -- another kind'])
    check(
      `does not take \`${comment}\` for one`,
      { from: timeout(5), to: accepting(comment), untracked: { '.env': '# nothing\n' } },
      {
        deploy: 'no',
        replicas: ['running/today yes', 'new/today no: default-changed TIMEOUT', 'rolled-back/today yes'],
      },
    );

  check(
    'refuses a value that a new constraint does not allow',
    {
      from: service(['db_pool: int']),
      to: service(['db_pool: int = Field(ge=50)']),
      untracked,
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: value-refused DB_POOL', 'rolled-back/today yes'],
      steps: ['before-deploy: give `DB_POOL` in `development` a value that both versions accept'],
    },
  );

  check(
    'reads another variable once a prefix goes',
    {
      from: service(['port: int = 1'], {}, 'env_file=".env", extra="ignore", env_prefix="APP_"'),
      to: service(['port: int = 1']),
      untracked: { '.env': 'APP_PORT=20\n' },
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: no-longer-read PORT', 'rolled-back/today yes'],
    },
  );

  it('says that a type changes, and takes it for no break', () => {
    const report = deployOf({ from: service(['db_pool: int']), to: service(['db_pool: str']), untracked });
    assert.equal(report.deploy, 'yes');
    assert.match(report.readers[0]?.notes.join() ?? '', /`DB_POOL` is `str` now and was `int`/);
    const wider = deployOf({ from: service(['db_pool: int']), to: service(['db_pool: float']), untracked });
    assert.deepEqual([wider.deploy, wider.readers[0]?.notes], ['yes', []]);
  });
});

describe('code that is not evaluated', () => {
  const judged = (body: string, more: readonly string[] = []) => [
    'db_pool: str',
    ...more,
    '',
    '@field_validator("db_pool", mode="before")',
    '@classmethod',
    'def _v(cls, v):',
    `    return ${body}`,
  ];

  check(
    'is no change while it is the same text',
    {
      from: service(judged('v.strip()')),
      to: service(judged('v.strip()', ['other_one: int = 3'])),
      untracked,
    },
    {
      deploy: 'yes',
      replicas: ['running/today unknown', 'new/today yes', 'rolled-back/today yes'],
    },
  );

  check(
    'is not known once it changes',
    { from: service(judged('v.strip()')), to: service(judged('v.upper()')), untracked },
    {
      deploy: 'unknown',
      replicas: ['running/today unknown', 'new/today unknown: not-decided DB_POOL', 'rolled-back/today yes'],
    },
  );

  const calling = (body: string) => ({
    ...service([
      'db_pool: str',
      '',
      '@field_validator("db_pool")',
      '@classmethod',
      'def _v(cls, v):',
      '    return clean(v)',
    ]),
    'clean.py': `def clean(value):\n    return ${body}\n`,
  });
  const withImport = (files: ReturnType<typeof calling>) => ({
    ...files,
    'settings.py': `from clean import clean\n${(files as Record<string, string>)['settings.py']}`,
  });
  check(
    'changes when what it calls in another module changes',
    { from: withImport(calling('value.strip()')), to: withImport(calling('value.upper()')), untracked },
    {
      deploy: 'unknown',
      replicas: ['running/today unknown', 'new/today unknown: not-decided DB_POOL', 'rolled-back/today yes'],
    },
  );
});

describe('what is not seen', () => {
  const facts = {
    options: { ...DEFAULT_OPTIONS, environments: { production: { opaque: ['aws-ssm:/shop'] } } },
  };
  check(
    'is asked about where the new code needs what the old did not',
    {
      from: service(['db_pool: int', 'port: int = 1']),
      to: service(['db_pool: int', 'port: int = 2', 'token: str']),
      facts,
      environments: ['production'],
    },
    {
      deploy: 'unknown',
      replicas: [
        'running/today unknown',
        'new/today unknown: not-seen PORT, not-seen TOKEN',
        'rolled-back/today yes',
      ],
      steps: [
        'before-deploy: make sure that `PORT` is set in `production`, which is not seen from here',
        'before-deploy: make sure that `TOKEN` is set in `production`, which is not seen from here',
      ],
    },
  );

  check(
    'matters to nobody where both versions need the same',
    {
      from: service(['db_pool: int']),
      to: service(['db_pool: int', 'port: int = 2']),
      facts,
      environments: ['production'],
    },
    { deploy: 'yes', replicas: ['running/today unknown', 'new/today yes', 'rolled-back/today yes'] },
  );
});

describe('a release that brings values', () => {
  const from = service(['db_pool: int'], { '.env.production': 'DB_POOL=20\n' });
  const to = service(['db_pool_size: int'], { '.env.production': 'DB_POOL_SIZE=20\n' });
  const coupled = (coupling: 'bundled' | 'external') => ({
    options: { ...DEFAULT_OPTIONS, environments: { production: { coupling } } },
  });
  const environments = ['production'];

  check(
    'meets no other code where they ship with it',
    { from, to, facts: coupled('bundled'), environments },
    {
      deploy: 'yes',
      replicas: ['running/today yes', 'new/release yes', 'rolled-back/today yes'],
    },
  );

  check(
    'breaks one side whichever comes first, where they do not',
    { from, to, facts: coupled('external'), environments },
    {
      deploy: 'no',
      rollback: 'no',
      replicas: [
        'running/today yes',
        'new/today no: missing DB_POOL_SIZE',
        'running/release no: missing DB_POOL',
        'new/release yes',
        'rolled-back/release no: missing DB_POOL',
      ],
      steps: [
        'before-deploy: split the change: neither the code of `v2` nor `.env.production` can come first in `production`; `crossfade migrate` writes the steps',
        'after-deploy: remove `DB_POOL` from `.env.production`: nothing reads it any more',
        'before-rollback: set `DB_POOL` in `production` again: `v1` reads it',
      ],
    },
  );

  check(
    'is not known where nothing says whether they ship with the code',
    { from, to, environments },
    {
      deploy: 'unknown',
      rollback: 'unknown',
      replicas: [
        'running/today yes',
        'new/today unknown: missing DB_POOL_SIZE',
        'running/release unknown: missing DB_POOL',
        'new/release yes',
        'rolled-back/release unknown: missing DB_POOL',
      ],
    },
  );

  check(
    'is safe once the values come first and the old code does not mind',
    {
      from,
      to: service(['db_pool_size: int'], { '.env.production': 'DB_POOL=20\nDB_POOL_SIZE=20\n' }),
      facts: coupled('external'),
      environments,
      applied: true,
    },
    {
      deploy: 'yes',
      replicas: SAFE,
    },
  );

  check(
    'has to put the values in force first',
    {
      from,
      to: service(['db_pool_size: int'], { '.env.production': 'DB_POOL=20\nDB_POOL_SIZE=20\n' }),
      facts: coupled('external'),
      environments,
    },
    {
      deploy: 'no',
      replicas: [
        'running/today yes',
        'new/today no: missing DB_POOL_SIZE',
        'running/release yes',
        'new/release yes',
        'rolled-back/release yes',
      ],
      steps: [
        'before-deploy: put `.env.production` in force in `production` as `v2` has it, before its code runs',
        'after-deploy: remove `DB_POOL` from `.env.production`: nothing reads it any more',
      ],
    },
  );

  check(
    'lets a replica of the old code fall back to its default',
    {
      from: service(['db_pool: int = 5'], { '.env.production': 'DB_POOL=20\n' }),
      to: service(['db_pool_size: int = 5'], { '.env.production': 'DB_POOL_SIZE=20\n' }),
      facts: coupled('external'),
      environments,
    },
    {
      deploy: 'no',
      rollback: 'no',
      replicas: [
        'running/today yes',
        'new/today no: no-longer-read DB_POOL_SIZE',
        'running/release no: key-gone DB_POOL',
        'new/release yes',
        'rolled-back/release no: key-gone DB_POOL',
      ],
    },
  );

  check(
    'may change a value as such',
    {
      from: service(['db_pool: int'], { '.env.production': 'DB_POOL=20\n' }),
      to: service(['db_pool: int'], { '.env.production': 'DB_POOL=30\n' }),
      facts: coupled('external'),
      environments,
    },
    {
      deploy: 'yes',
      replicas: [
        'running/today yes',
        'new/today yes',
        'running/release yes',
        'new/release yes',
        'rolled-back/release yes',
      ],
    },
  );

  check(
    'takes data files that a class loads for a part of the code',
    {
      from: yamlService('pool', 'pool: 20\n'),
      to: yamlService('pool_size', 'pool_size: 20\n'),
    },
    { deploy: 'yes', replicas: SAFE },
  );

  check(
    'compares secrets and shows none',
    {
      from: service(['api_key: SecretStr'], {}),
      to: service(['api_key: SecretStr = Field(validation_alias="token")'], {}),
      untracked: { '.env': 'API_KEY=canary-one\nTOKEN=canary-two\n' },
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: other-key TOKEN', 'rolled-back/today yes'],
    },
  );

  it('holds no secret', () => {
    const report = deployOf({
      from: service(['api_key: SecretStr = SecretStr("canary-three")']),
      to: service(['api_key: SecretStr = SecretStr("canary-four")', 'port: int = 1']),
      untracked: { '.env': 'PORT=canary-five\n' },
    });
    assert.equal(report.deploy, 'no');
    assert.doesNotMatch(JSON.stringify(report), /canary/);
  });
});

describe('a value in another spelling', () => {
  const module = (reading: string) => ({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'app.py': `import json\nimport os\n\nHOSTS = ${reading}\n`,
  });
  const commas = module('os.environ["HOSTS"].split(",")');
  const list = module('json.loads(os.environ["HOSTS"])');
  const compose = (text: string) => ({
    'compose.yaml': `services:\n  api:\n    build: .\n    environment:\n      HOSTS: '${text}'\n`,
  });

  check(
    'is misread by the code that was not made for it',
    {
      from: { ...commas, ...compose('a,b') },
      to: { ...list, ...compose('["a","b"]') },
      environments: ['development'],
    },
    {
      deploy: 'no',
      rollback: 'no',
      replicas: [
        'running/today yes',
        'new/today no: value-refused HOSTS',
        'running/release no: other-value HOSTS',
        'new/release yes',
        'rolled-back/release no: other-value HOSTS',
      ],
    },
  );
});

it('tells a failure that is old from one that the deploy brings', () => {
  const report = deployOf({
    from: service(['db_pool: int', 'port: int'], {}, STRICT),
    to: service(['db_pool: int', 'port: int', 'extra_one: int = 1'], {}, STRICT),
    untracked: { '.env': 'DB_POOL=20\nPROT=1\n' },
  });
  assert.match(headline(report), /is not safe, and neither is what runs: nothing of it is new$/);
  assert.deepEqual(stepsOf(report), [
    'before-deploy: set `PORT` in `development`',
    'before-deploy: remove `PROT` from `development`: neither version accepts it',
  ]);
});

it('calls new what only the values of the new version do to the code that runs', () => {
  const compose = (values: string) => ({
    Dockerfile: 'FROM python\nCOPY . .\n',
    'compose.yaml': `services:\n  shop:\n    build: .\n    environment:\n      NAME: shop\n${values}`,
  });
  const report = deployOf({
    from: service(['name: str', 'export: bool = False'], compose('      EXPORT: "yes"\n')),
    to: service(['name: str'], compose('')),
  });
  assert.deepEqual(replicasOf(report), [
    'running/today yes',
    'new/today yes',
    'running/release no: key-gone EXPORT',
    'new/release yes',
    'rolled-back/release no: key-gone EXPORT',
  ]);
  assert.match(headline(report), /is not safe$/);
});

it('takes an empty set for an empty list that changes its type', () => {
  const report = deployOf({
    from: service(['hosts: list[str] = []']),
    to: service(['hosts: set[str] = set()']),
    untracked: { '.env': '' },
  });
  assert.equal(report.deploy, 'yes');
  assert.match(report.readers[0]?.notes.join() ?? '', /`HOSTS` is `set\[str\]` now and was `list\[str\]`/);
});

function yamlService(field: string, text: string) {
  return {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'config.yaml': text,
    'settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource


class Settings(BaseSettings):
    model_config = SettingsConfigDict(yaml_file="config.yaml", extra="ignore")

    ${field}: int

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return init_settings, env_settings, YamlConfigSettingsSource(settings_cls)


settings = Settings()
`,
  };
}

describe('modules that read one variable at a time', () => {
  const module = (name: string) => ({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'app.py': `import os\n\nPOOL = int(os.environ["${name}"])\n`,
  });
  check(
    'are judged by the process environment',
    {
      from: module('DB_POOL'),
      to: module('DB_POOL_SIZE'),
      facts: { given: new Map([['production', new Map([['DB_POOL', '20']])]]) },
      environments: ['production'],
    },
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: missing DB_POOL_SIZE', 'rolled-back/today yes'],
    },
  );

  it('say which exception the code raises', () => {
    const report = deployOf({
      from: module('DB_POOL'),
      to: module('DB_POOL_SIZE'),
      facts: { given: new Map([['production', new Map([['DB_POOL', '20']])]]) },
      environments: ['production'],
    });
    assert.deepEqual(report.readers[0]?.replicas[1]?.problems[0]?.error, { kind: 'KeyError' });
  });
});

it('says that a deploy mends what does not start any more', () => {
  const report = deployOf({
    from: service(['db_pool: int', 'gone: str']),
    to: service(['db_pool: int']),
    untracked,
  });
  assert.deepEqual([report.deploy, report.mends], ['no', true]);
});

describe('a secret that gets another value', () => {
  const fields = ['secret_key: SecretStr', 'db_pool: int = 5'];
  const external = {
    facts: { options: { ...DEFAULT_OPTIONS, environments: { production: { coupling: 'external' } } } },
  } as const;
  const [from, to] = ['one', 'two'].map((key) =>
    service(fields, { '.env.production': `SECRET_KEY=synthetic-${key}\n` }),
  ) as [ReturnType<typeof service>, ReturnType<typeof service>];

  check(
    'leaves open whether both are accepted while replicas are replaced, and after a rollback',
    { from, to, ...external },
    {
      deploy: 'unknown',
      rollback: 'unknown',
      replicas: [
        'running/today yes',
        'new/today yes',
        'running/release unknown: secret-changed SECRET_KEY',
        'new/release unknown: secret-changed SECRET_KEY',
        'rolled-back/release unknown: secret-changed SECRET_KEY',
      ],
      steps: [
        'before-deploy: let both values of `SECRET_KEY` be accepted before replicas hold the new one: `crossfade migrate rotate-credential` plans it for a credential, `crossfade migrate rotate-signing` for a key that signs',
      ],
    },
  );

  check(
    'is as it was where another key of the file changes',
    {
      from,
      to: service(fields, { '.env.production': 'SECRET_KEY=synthetic-one\nDB_POOL=9\n' }),
      ...external,
    },
    {
      deploy: 'yes',
      replicas: [
        'running/today yes',
        'new/today yes',
        'running/release yes',
        'new/release yes',
        'rolled-back/release yes',
      ],
    },
  );

  check(
    "is nobody's concern where developers run the working tree",
    {
      from: service(fields, { '.env': 'SECRET_KEY=synthetic-one\n' }),
      to: service(fields, { '.env': 'SECRET_KEY=synthetic-two\n' }),
    },
    {
      deploy: 'yes',
      replicas: [
        'running/today yes',
        'new/today yes',
        'running/release yes',
        'new/release yes',
        'rolled-back/release yes',
      ],
    },
  );
});

describe('a key in whose place a record puts another one, converted', () => {
  const seconds = {
    from: ['TIMEOUT'],
    to: ['TIMEOUT_MS'],
    converts: true,
    convert: (old: ReadonlyMap<string, string>) => {
      const text = Number(old.get('TIMEOUT'));
      return Number.isNaN(text) ? undefined : new Map([['TIMEOUT_MS', `${text * 1000}`]]);
    },
  };
  const [from, to] = [service(['timeout: str']), service(['timeout_ms: str'])];
  const deploy = (env: string): Deploy => ({
    from,
    to,
    untracked: { '.env': env },
    successors: new Map([['TIMEOUT', seconds]]),
  });

  check(
    'goes on where the new key holds the same in its own terms',
    deploy('TIMEOUT=2\nTIMEOUT_MS=2000.0\n'),
    {
      deploy: 'yes',
      replicas: SAFE,
    },
  );

  check('is lost where the new key says something else', deploy('TIMEOUT=2\nTIMEOUT_MS=2\n'), {
    deploy: 'no',
    replicas: ['running/today yes', 'new/today no: other-value TIMEOUT_MS', 'rolled-back/today yes'],
  });

  const back = (env: string): Deploy => ({
    from: to,
    to: from,
    untracked: { '.env': env },
    successors: new Map([['TIMEOUT_MS', { ...seconds, reversed: true } as const]]),
  });

  check('goes on where the code goes back', back('TIMEOUT=2\nTIMEOUT_MS=2000\n'), {
    deploy: 'yes',
    replicas: SAFE,
  });

  check(
    'is lost on the way back where the old key says something else',
    back('TIMEOUT=3\nTIMEOUT_MS=2000\n'),
    {
      deploy: 'no',
      replicas: ['running/today yes', 'new/today no: other-value TIMEOUT', 'rolled-back/today yes'],
    },
  );

  check('is not known to go on where nobody can convert it', deploy('TIMEOUT=soon\nTIMEOUT_MS=2000\n'), {
    deploy: 'unknown',
    replicas: ['running/today yes', 'new/today unknown: not-decided TIMEOUT_MS', 'rolled-back/today yes'],
  });
});
