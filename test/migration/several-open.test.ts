import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KindFixture, namesOf, type Ship, ship } from './kind-code.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import type { Files } from './walk.ts';

/**
 * Three migrations of one class, or of one module, that are under way at the same time. After each step of each, the
 * generated tests of all three pass, whatever the others have done to the code since a test was written.
 */
interface Change extends Omit<KindFixture, 'files' | 'title'> {
  readonly steps: readonly [Ship, Ship];
}

interface Situation {
  readonly title: string;
  readonly files: (name: string) => Files;
  readonly changes: readonly [Change, Change, Change];
}

const DUAL: Change['steps'] = [
  { code: 'both', phase: 'expand' },
  { code: 'new', phase: 'contract' },
];
const ONCE: Change['steps'] = [
  { code: 'new', phase: 'migrate', plan: 'env-first' },
  { code: 'new', phase: 'contract', plan: 'env-first' },
];
const REMOVED: Change['steps'] = [
  { code: 'new-declaring', phase: 'expand' },
  { code: 'new', phase: 'contract' },
];

function settings(fields: string, imports = ''): Situation['files'] {
  const text = `${imports}from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

${fields}`;
  return (name) => service(name, 'settings', text);
}

function service(name: string, module: string, text: string): Files {
  return {
    'pyproject.toml': `[project]\nname = "${name}"\n`,
    [`${name}/__init__.py`]: '',
    [`${name}/${module}.py`]: text,
  };
}

const SITUATIONS: readonly Situation[] = [
  {
    title: 'a rename, a split and names of an enum, all required',
    files: settings(
      '    db_pool: int\n    redis_url: str\n    mode: Literal["fast", "slow"]\n    name: str\n',
      'from typing import Literal\n\n',
    ),
    changes: [
      { kind: 'rename', fromKeys: ['DB_POOL'], toKeys: ['DB_POOL_SIZE'], steps: DUAL },
      {
        kind: 'split',
        fromKeys: ['REDIS_URL'],
        toKeys: ['REDIS_HOST', 'REDIS_PORT'],
        convert: 'url-host-port',
        steps: DUAL,
      },
      {
        kind: 'enum',
        fromKeys: ['MODE'],
        toKeys: ['MODE'],
        convert: 'enum',
        answers: { 'enum.fast': 'quick', 'enum.slow': 'careful' },
        steps: DUAL,
      },
    ],
  },
  {
    title: 'a unit, a bound and a removal',
    files: settings('    timeout: int\n    region: str\n    legacy: str = "x"\n'),
    changes: [
      {
        kind: 'unit',
        fromKeys: ['TIMEOUT'],
        toKeys: ['TIMEOUT_MS'],
        convert: 'seconds-to-milliseconds',
        steps: DUAL,
      },
      {
        kind: 'tighten',
        fromKeys: ['REGION'],
        toKeys: ['REGION'],
        answers: { constraint: 'min_length=2, max_length=4' },
        steps: DUAL,
      },
      { kind: 'remove', fromKeys: ['LEGACY'], toKeys: [], steps: REMOVED },
    ],
  },
  {
    title: 'a merge, another spelling and a key that becomes required',
    files: settings('    api_host: str\n    api_port: int\n    origins: str\n    db_pool: int = 5\n'),
    changes: [
      {
        kind: 'merge',
        fromKeys: ['API_HOST', 'API_PORT'],
        toKeys: ['API_ADDRESS'],
        convert: 'join-host-port',
        steps: DUAL,
      },
      { kind: 'retype', fromKeys: ['ORIGINS'], toKeys: ['ORIGINS'], convert: 'csv-json', steps: DUAL },
      { kind: 'require', fromKeys: ['DB_POOL'], toKeys: ['DB_POOL'], steps: ONCE },
    ],
  },
  {
    title: 'a move, a new default and a flag',
    files: settings(
      '    db_pool: int\n    db_name: str\n    level: str = "low"\n    new_search: bool = False\n',
    ),
    changes: [
      {
        kind: 'move',
        fromKeys: ['DB_POOL', 'DB_NAME'],
        toKeys: ['DATABASE_POOL', 'DATABASE_NAME'],
        steps: DUAL,
      },
      {
        kind: 'default',
        fromKeys: ['LEVEL'],
        toKeys: ['LEVEL'],
        answers: { default_old: 'low', default_new: 'high' },
        steps: ONCE,
      },
      {
        kind: 'flag',
        fromKeys: ['NEW_SEARCH'],
        toKeys: [],
        answers: { default_value: 'true' },
        steps: [
          { code: 'new-declaring', phase: 'migrate', plan: 'env-first' },
          { code: 'new', phase: 'contract', plan: 'env-first' },
        ],
      },
    ],
  },
  {
    title: 'one module that reads the process environment',
    files: (name) =>
      service(
        name,
        'config',
        'import os\n\nPOOL = int(os.environ["DB_POOL"])\nURL = os.environ["REDIS_URL"]\nTIMEOUT = float(os.environ["TIMEOUT"])\n',
      ),
    changes: [
      { kind: 'rename', fromKeys: ['DB_POOL'], toKeys: ['DB_POOL_SIZE'], steps: DUAL },
      {
        kind: 'split',
        fromKeys: ['REDIS_URL'],
        toKeys: ['REDIS_HOST', 'REDIS_PORT'],
        convert: 'url-host-port',
        steps: DUAL,
      },
      {
        kind: 'unit',
        fromKeys: ['TIMEOUT'],
        toKeys: ['TIMEOUT_MS'],
        convert: 'seconds-to-milliseconds',
        steps: DUAL,
      },
    ],
  },
];

const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [0, 2, 1],
  [1, 0, 2],
  [2, 0, 1],
] as const;

/**
 * A service after each step: its migrations begin in this order, and end in it. In between one ends before the last
 * begins.
 */
function* walk(situation: Situation, order: readonly number[], name: (step: number) => string) {
  const [a = 0, b = 0, c = 0] = order;
  const steps = [
    [a, 0],
    [b, 0],
    [a, 1],
    [c, 0],
    [c, 1],
    [b, 1],
  ] as const;
  const first = process.env.SEVERAL_OPEN === undefined ? 4 : 1;
  for (let count = first; count <= steps.length; count++) {
    let files = situation.files(name(count));
    const readers = situation.changes.map((it) => namesOf({ ...it, title: '', files }, files));
    for (const [at, step] of steps.slice(0, count)) {
      const { steps: own, ...change } = situation.changes[at] as Change;
      const fixture = { ...change, title: situation.title, files };
      files = ship(fixture, `20260923-change-${at}`, files, own[step] as Ship, readers[at]).files;
    }
    // Each in a folder of its own.
    yield Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`in_${name(count)}/${path}`, text]),
    );
  }
}

/** In so many orders, and after every step; the last steps of one order where nothing is said. `SEVERAL_OPEN=6` takes minutes. */
const COUNT = Number(process.env.SEVERAL_OPEN ?? '1');

for (const [at, situation] of SITUATIONS.entries()) {
  test(`three open migrations: ${situation.title}`, (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const orders = Array.from({ length: COUNT }, (_, n) => ORDERS[(at + n) % ORDERS.length] ?? ORDERS[0]);
    const all = orders.flatMap((order) => [
      ...walk(situation, order, (step) => `svc_${order.join('')}_${step}`),
    ]);
    const files: Files = Object.assign({}, ...all);
    const services = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
    inFolder(files, (folder) => {
      const path = services.map((it) => `${folder}/${it}`).join(':');
      const src = `src=[${services.map((it) => `"${it}"`).join(',')}]`;
      const checks = [
        [
          '-m',
          'ruff',
          'check',
          '--no-cache',
          '--isolated',
          '--config',
          src,
          '--extend-select',
          'I,UP,B',
          '.',
        ],
        ['-m', 'ruff', 'format', '--no-cache', '--isolated', '--diff', '.'],
        ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--import-mode=importlib', '.'],
      ].map((args) => python(folder, args, { PYTHONPATH: path }));
      for (const it of checks) assert.equal(it.status, 0, `${it.stdout}${it.stderr}`);
    });
  });
}
