import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withEdits } from '../migration/make-facts.ts';
import { ask, create } from '../migration/walk.ts';
import { deployOf, type Files, service, settingsClass } from './deploy.ts';

/** One change of the code, the values of today, and what a preflight has to say of it. */
interface Change {
  readonly title: string;
  readonly from: Files;
  readonly to: Files;
  readonly env: string;
}

const NUMBERS = 'TIMEOUT=30\nDB_POOL=20\nNAME=shop\n';

function change(
  title: string,
  from: readonly string[],
  to: readonly string[],
  env: string = NUMBERS,
  files: { readonly from?: Files; readonly to?: Files } = {},
): Change {
  return { title, from: service(from, files.from), to: service(to, files.to ?? files.from), env };
}

function using(code: string): Files {
  return { 'main.py': `from settings import Settings, settings\n\n\n${code}\n` };
}

function module(code: string): Files {
  return { 'pyproject.toml': '[project]\nname = "shop"\n', 'app.py': `import os\n\n${code}\n` };
}

function verdictOf({ from, to, env }: Change) {
  const report = deployOf({ from, to, untracked: { '.env': env } });
  const problems = report.readers.flatMap((it) =>
    it.replicas.flatMap(({ problems: all }) =>
      all.map(({ cause, key, field }) => `${cause} ${key ?? field}`),
    ),
  );
  return { deploy: report.deploy, problems: [...new Set(problems)] };
}

const REFACTORS: readonly Change[] = [
  change(
    'another attribute for the same key',
    ['wait: int = Field(alias="TIMEOUT")'],
    ['timeout: int = Field(alias="TIMEOUT")'],
  ),
  change(
    'an attribute that says the unit which it always had',
    ['timeout: int = Field(30, alias="TIMEOUT", description="In seconds")'],
    ['timeout_seconds: int = Field(30, alias="TIMEOUT")'],
  ),
  change(
    'an attribute that says its unit for the first time',
    ['timeout: int = Field(30, alias="TIMEOUT")'],
    ['timeout_seconds: int = Field(30, alias="TIMEOUT")'],
  ),
  change(
    'an abbreviation of the same unit',
    ['timeout_seconds: int = Field(alias="TIMEOUT")'],
    ['timeout_secs: int = Field(alias="TIMEOUT")'],
  ),
  change(
    'a description that is written anew',
    ['timeout: int = Field(30, description="Seconds until it gives up")'],
    ['timeout: int = Field(30, description="How long it waits for an answer, in seconds")'],
  ),
  change('a comment that says the unit', ['timeout: int = 30'], ['timeout: int = 30  # seconds']),
  change(
    'a comment on the second of two fields',
    ['timeout: int = 30  # the first', 'db_pool: int = 2'],
    ['timeout: int = 30', 'db_pool: int = 2  # the second'],
  ),
  change('a default that doubles and is pinned', ['timeout: int = 30'], ['timeout: int = 60']),
  change('a default that is five minutes and is pinned', ['timeout: int = 5'], ['timeout: int = 300']),
  change('a pool that grows by a thousand', ['db_pool: int = 2'], ['db_pool: int = 2000']),
  change('a bound that widens', ['timeout: int = Field(30, le=60)'], ['timeout: int = Field(30, le=3600)']),
  change(
    'bounds that widen apart',
    ['timeout: int = Field(ge=1, le=60)'],
    ['timeout: int = Field(ge=1, le=60000)'],
  ),
  change(
    'a key that two names set',
    ['timeout: int'],
    ['timeout_s: int = Field(validation_alias=AliasChoices("timeout_s", "timeout"))'],
  ),
  change(
    'an attribute that is gone with all that read it',
    ['timeout: int', 'name: str'],
    ['timeout: int'],
    NUMBERS,
    { from: using('print(settings.name, settings.timeout)'), to: using('print(settings.timeout)') },
  ),
  change(
    'an attribute that becomes a property',
    ['timeout: int', 'name: str'],
    ['timeout: int', '', '@property', 'def name(self) -> str:', '    return "shop"'],
    NUMBERS,
    { from: using('print(settings.name)') },
  ),
  change(
    'an attribute that becomes a constant',
    ['timeout: int', 'name: str'],
    ['timeout: int', 'name: ClassVar[str] = "shop"'],
    NUMBERS,
    { from: using('print(settings.name)') },
  ),
  change(
    'an attribute that something else has as well',
    ['timeout: int', 'name: str'],
    ['timeout: int'],
    NUMBERS,
    { from: using('class User:\n    name = "a"\n\n\nprint(User().name)\nfor it in []:\n    print(it.name)') },
  ),
  change(
    'an attribute that is read only if it is there',
    ['timeout: int', 'name: str'],
    ['timeout: int'],
    NUMBERS,
    {
      from: using(
        'print(getattr(settings, "name", None))\ntry:\n    print(settings.name)\nexcept AttributeError:\n    pass',
      ),
    },
  ),
  change('an attribute that only tests read', ['timeout: int', 'name: str'], ['timeout: int'], NUMBERS, {
    from: { 'tests/test_it.py': 'from settings import settings\n\nassert settings.name\n' },
  }),
  change(
    'a unit that changes where the values have theirs written in',
    ['timeout: timedelta = Field(alias="TIMEOUT")'],
    ['timeout_s: timedelta = Field(alias="TIMEOUT")'],
    'TIMEOUT=PT30S\n',
  ),
  change(
    'a unit that changes with its default, and nobody sets it',
    ['timeout_seconds: int = Field(30, alias="TIMEOUT")'],
    ['timeout_ms: int = Field(30000, alias="TIMEOUT")'],
    '# nothing\n',
  ),
  {
    title: 'another name in a module for the same variable',
    from: module('WAIT = int(os.environ["TIMEOUT"])'),
    to: module('TIMEOUT_SECONDS = int(os.environ["TIMEOUT"])'),
    env: '',
  },
  change(
    'a field that comes, where a function is handed the class',
    ['timeout: int', 'name: str'],
    ['timeout: int', 'name: str', 'region: str = "north"'],
    NUMBERS,
    { from: using('def f(settings: Settings) -> str:\n    return settings.name') },
  ),
];

const BREAKING: readonly (readonly [Change, 'no' | 'unknown', string])[] = [
  [
    change(
      'seconds become milliseconds under one key',
      ['timeout_seconds: int = Field(alias="TIMEOUT")'],
      ['timeout_ms: int = Field(alias="TIMEOUT")'],
    ),
    'no',
    'unit-changed TIMEOUT',
  ],
  [
    change(
      'milliseconds become seconds under one key',
      ['timeout_ms: int = Field(alias="TIMEOUT")'],
      ['timeout_s: float = Field(alias="TIMEOUT")'],
    ),
    'no',
    'unit-changed TIMEOUT',
  ],
  [
    change(
      'the default says it as well',
      ['timeout_seconds: int = Field(30, validation_alias="TIMEOUT")'],
      ['timeout_ms: int = Field(30000, validation_alias="TIMEOUT")'],
    ),
    'no',
    'unit-changed TIMEOUT',
  ],
  [
    change(
      'the description changes its unit',
      ['timeout: int = Field(description="Timeout in seconds")'],
      ['timeout: int = Field(description="Timeout in milliseconds")'],
    ),
    'unknown',
    'unit-changed TIMEOUT',
  ],
  [
    change(
      'the description and the default change',
      ['timeout: int = Field(30, description="Timeout in seconds")'],
      ['timeout: int = Field(30000, description="Timeout in milliseconds")'],
    ),
    'no',
    'unit-changed TIMEOUT',
  ],
  [
    change('a comment changes its unit', ['timeout: int = 10  # seconds'], ['timeout: int = 10  # ms']),
    'unknown',
    'unit-changed TIMEOUT',
  ],
  [
    change('a default grows by a thousand', ['timeout: int = 30'], ['timeout: int = 30000']),
    'unknown',
    'unit-changed TIMEOUT',
  ],
  [
    change(
      'a default becomes hours',
      ['session_age: int = 86400'],
      ['session_age: int = 24'],
      'SESSION_AGE=3600\n',
    ),
    'unknown',
    'unit-changed SESSION_AGE',
  ],
  [
    change(
      'a default becomes megabytes',
      ['upload_bytes: int = Field(1048576, alias="UPLOAD")'],
      ['upload_mib: int = Field(1, alias="UPLOAD")'],
      'UPLOAD=2097152\n',
    ),
    'no',
    'unit-changed UPLOAD',
  ],
  [
    change(
      'a share becomes percent',
      ['sample_ratio: float = Field(alias="SAMPLE")'],
      ['sample_percent: float = Field(alias="SAMPLE")'],
      'SAMPLE=0.5\n',
    ),
    'no',
    'unit-changed SAMPLE',
  ],
  [
    change(
      'milliseconds become a timedelta',
      ['timeout_ms: int = Field(alias="TIMEOUT")'],
      ['timeout: timedelta = Field(alias="TIMEOUT")'],
    ),
    'no',
    'value-refused TIMEOUT',
  ],
  [
    change(
      'all bounds grow by a thousand, and the value fits both',
      ['timeout: int = Field(ge=1, le=60)'],
      ['timeout: int = Field(ge=1000, le=60000)'],
      'TIMEOUT=30\n',
    ),
    'no',
    'value-refused TIMEOUT',
  ],
  [
    change(
      'a minute becomes a second with the bounds',
      ['poll_interval: int = Field(5, ge=1, le=100)'],
      ['poll_interval: int = Field(300, ge=60, le=6000)'],
      'POLL_INTERVAL=80\n',
    ),
    'unknown',
    'unit-changed POLL_INTERVAL',
  ],
  [
    change(
      'the name changes its unit, the default stays, and nothing sets it',
      ['timeout_seconds: int = Field(30, alias="TIMEOUT")'],
      ['timeout_ms: int = Field(30, alias="TIMEOUT")'],
      '# nothing\n',
    ),
    'unknown',
    'unit-changed TIMEOUT',
  ],
  [
    {
      title: 'a module reads seconds as milliseconds',
      from: {
        ...module('TIMEOUT_SECONDS = int(os.environ.get("TIMEOUT", "30"))'),
        ...composed('TIMEOUT: "20"'),
      },
      to: { ...module('TIMEOUT_MS = int(os.environ.get("TIMEOUT", "30000"))'), ...composed('TIMEOUT: "20"') },
      env: '',
    },
    'no',
    'unit-changed TIMEOUT',
  ],
  ...[
    ['settings.name', 'no'],
    ['Settings().name', 'no'],
    ['getattr(settings, "name")', 'no'],
    ['lambda: settings.name.upper()', 'no'],
    ['getattr(settings, "name") if hasattr(settings, "name") else settings.name', 'unknown'],
  ].map(
    ([read = '', verdict]) =>
      [
        change(
          `an attribute is gone, and code reads \`${read}\``,
          ['timeout: int', 'name: str'],
          ['timeout: int'],
          NUMBERS,
          { from: using(`print(${read})`) },
        ),
        verdict as 'no' | 'unknown',
        'attribute-gone name',
      ] as const,
  ),
  [
    change(
      'an attribute is gone, and a function is handed something that is called settings',
      ['timeout: int', 'name: str'],
      ['timeout: int'],
      NUMBERS,
      { from: { 'main.py': 'def f(settings):\n    return settings.name\n' } },
    ),
    'unknown',
    'attribute-gone name',
  ],
  [
    change(
      'an attribute has another name for the same key, and a method reads the old one',
      ['timeout: int', 'label: str = Field(alias="NAME")'],
      ['timeout: int', 'name: str', '', 'def greeting(self) -> str:', '    return self.label'],
    ),
    'no',
    'attribute-gone label',
  ],
  [
    {
      title: 'an attribute is gone that a class with `__getattr__` may have all the same',
      from: service(['timeout: int', 'name: str'], using('print(settings.name)')),
      to: service(
        ['timeout: int', '', 'def __getattr__(self, name):', '    return "shop"'],
        using('print(settings.name)'),
      ),
      env: NUMBERS,
    },
    'unknown',
    'attribute-gone name',
  ],
  [
    {
      title: 'an attribute is gone that a class may keep as a key that it does not know',
      from: service(['timeout: int', 'name: str'], using('print(settings.name)')),
      to: {
        ...service(['timeout: int'], using('print(settings.name)')),
        'settings.py': settingsClass(['timeout: int'], 'env_file=".env", extra="allow"'),
      },
      env: NUMBERS,
    },
    'unknown',
    'attribute-gone name',
  ],
];

function composed(line: string): Files {
  return { 'compose.yaml': `services:\n  api:\n    build: .\n    environment:\n      ${line}\n` };
}

describe('a change of code that is the same to every environment stays safe', () => {
  for (const one of REFACTORS) {
    it(one.title, () => assert.deepEqual(verdictOf(one), { deploy: 'yes', problems: [] }));
  }
});

describe('a change of code that keeps every key and breaks all the same is found', () => {
  for (const [one, deploy, problem] of BREAKING) {
    it(one.title, () => {
      const found = verdictOf(one);
      assert.equal(found.deploy, deploy, found.problems.join());
      assert.ok(found.problems.includes(problem), found.problems.join());
    });
  }
});

describe('values that move along with their unit', () => {
  const code = (field: string) => [`${field}: int = Field(alias="TIMEOUT")`];
  const report = deployOf({
    from: service(code('timeout_seconds'), { '.env.production': 'TIMEOUT=30\n' }),
    to: service(code('timeout_ms'), { '.env.production': 'TIMEOUT=30000\n' }),
    environments: ['production'],
  });
  const verdicts = report.readers.flatMap(({ replicas }) =>
    replicas.map(
      (it) => `${it.replica}/${it.values}: ${it.problems.map(({ cause }) => cause).join() || 'fine'}`,
    ),
  );
  it('are read by the new code, and meet no other', () =>
    assert.deepEqual(verdicts, [
      'running/today: fine',
      'new/today: unit-changed',
      'running/release: unit-changed',
      'new/release: fine',
      'rolled-back/release: unit-changed',
    ]));
});

describe('a change of unit as `migrate` writes it', () => {
  const before = service(['timeout: float = 30.0'], using('print(settings.timeout)'));
  const planned = create(before, {
    ...ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', plan: 'code-first' }),
    convert: 'seconds-to-milliseconds',
  });
  const to = withEdits(before, planned.change.code);
  const verdict = (env: string) => {
    const { deploy } = deployOf({ from: before, to, untracked: { '.env': env } });
    return deploy;
  };
  it('is decided for every value that has an exact counterpart', () => {
    for (const env of ['TIMEOUT=30', 'TIMEOUT=0.25', '# nothing', 'TIMEOUT=20\nTIMEOUT_MS=20000'])
      assert.equal(verdict(`${env}\n`), 'yes', env);
  });
  it('is a no where both keys are set and say different things', () =>
    assert.equal(verdict('TIMEOUT=20\nTIMEOUT_MS=30\n'), 'no'));
  it('is not known for what cannot be converted', () => assert.equal(verdict('TIMEOUT=nan\n'), 'unknown'));
  it('is not known once somebody has changed what is written', () => {
    const path = 'settings.py';
    const other = { ...to, [path]: (to[path] ?? '').replace('if not old:', 'if not old or given:') };
    assert.equal(
      deployOf({ from: before, to: other, untracked: { '.env': 'TIMEOUT=30\n' } }).deploy,
      'unknown',
    );
  });
});
