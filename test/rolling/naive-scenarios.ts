import assert from 'node:assert/strict';
import type { Repository } from './lab/repository.ts';
import { DOTENV } from './lab/repository.ts';
import type { NaiveScenario } from './scenario.ts';
import { POOL, RENAME, TIMEOUT } from './scenarios.ts';

/** Changes in one step, as they are made by who does not plan them. */
export const NAIVE_SCENARIOS: readonly NaiveScenario[] = [
  {
    ...POOL,
    name: 'rename, strict',
    shape: { inUse: 'settings.db_pool' },
    planned: RENAME,
    change: (repository) => inOnePullRequest(repository, RENAME),
  },
  {
    ...POOL,
    name: 'rename, tolerant',
    shape: { inUse: 'settings.db_pool', tolerant: true },
    planned: RENAME,
    change: (repository) => inOnePullRequest(repository, RENAME),
  },
  {
    ...TIMEOUT,
    name: 'remove, strict',
    shape: { inUse: 'settings.request_timeout' },
    planned: ['remove', 'REQUEST_TIMEOUT'],
    change: (repository) => removed(repository),
  },
  {
    ...TIMEOUT,
    name: 'remove, tolerant',
    shape: { inUse: 'settings.request_timeout', tolerant: true },
    planned: ['remove', 'REQUEST_TIMEOUT'],
    change: (repository) => removed(repository),
  },
  {
    ...TIMEOUT,
    name: 'default',
    right: [5],
    shape: { inUse: 'settings.request_timeout', without: ['REQUEST_TIMEOUT'] },
    change: async (repository) => {
      replace(repository, 'app/settings.py', 'Field(default=5.0, gt=0)', 'Field(default=10.0, gt=0)');
    },
  },
  {
    ...TIMEOUT,
    name: 'unit',
    beyondSettings: true,
    shape: { inUse: 'settings.request_timeout' },
    inUse: (resolution, release) => {
      const seconds = TIMEOUT.inUse(resolution);
      const inMilliseconds = release.files['app/main.py']?.includes('settings.request_timeout / 1000');
      return typeof seconds === 'number' && inMilliseconds ? seconds / 1000 : seconds;
    },
    change: async (repository) => {
      replace(repository, 'app/main.py', 'settings.request_timeout', 'settings.request_timeout / 1000');
      replace(repository, 'app/settings.py', 'Field(default=5.0, gt=0)', 'Field(default=5000.0, gt=0)');
      replace(repository, DOTENV, 'REQUEST_TIMEOUT=2.5', 'REQUEST_TIMEOUT=2500');
    },
  },
];

/** Code and environments at once, against the advice of `migrate`. */
async function inOnePullRequest(repository: Repository, migrate: readonly string[]): Promise<void> {
  repository.write('.answers.json', JSON.stringify({ owner: '@orders', unsafe_plan: 'yes' }));
  const asked = ['migrate', ...migrate, '--plan', 'one-pr', '--answers', '.answers.json'];
  const ran = await repository.crossfade(...asked, '--include-production');
  assert.equal(ran.status, 0, `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`);
}

/** The field and its value go, and code holds what production has held. */
async function removed(repository: Repository): Promise<void> {
  replace(repository, 'app/settings.py', '    request_timeout: float = Field(default=5.0, gt=0)\n', '');
  replace(repository, 'app/main.py', 'settings.request_timeout', '2.5');
  replace(repository, DOTENV, 'REQUEST_TIMEOUT=2.5\n', '');
}

function replace(repository: Repository, path: string, from: string, to: string): void {
  const text = repository.read(path);
  assert.ok(text.includes(from), `${path} no longer has ${JSON.stringify(from)}`);
  repository.write(path, text.replace(from, to));
}
