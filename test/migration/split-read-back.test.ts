import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { conversionNamed } from '../../server/src/core/migration/conversion.ts';
import { deployOf, replicasOf, stepsOf } from '../preflight/deploy.ts';
import { workspace } from '../workspace.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import { ask, type Files, start } from './walk.ts';

const settingsClass = (field: string): Files => ({
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    ${field}: str


settings = Settings()
`,
});

interface Split {
  readonly name: string;
  readonly from: string;
  readonly to: readonly [string, string];
  readonly convert: string;
  readonly whole: string;
  /** What a `.env` holds, and host and port then: `stop` where nothing starts, `open` where nothing is claimed. */
  readonly states: readonly (readonly [string, string])[];
}

const SPLITS: readonly Split[] = [
  {
    name: 'host:port',
    from: 'CACHE',
    to: ['CACHE_HOST', 'CACHE_PORT'],
    convert: 'host-port',
    whole: 'CACHE=cache.internal:6379\n',
    states: [
      ['CACHE=cache.internal:6379\n', 'cache.internal 6379'],
      ['CACHE=a:1\nCACHE_HOST=b\n', 'a 1'],
      ['CACHE=a:1\nCACHE_HOST=b\nCACHE_PORT=2\n', 'b 2'],
      ['CACHE=a:1\nCACHE_HOST=\nCACHE_PORT=2\n', 'a 1'],
      ['CACHE=\nCACHE_HOST=b\nCACHE_PORT=3\n', 'b 3'],
      ['CACHE_HOST=b\nCACHE_PORT=3\n', 'b 3'],
      ['CACHE=\n', 'stop'],
      ['NAME=shop\n', 'stop'],
      ['CACHE_HOST=b\n', 'open'],
      ['CACHE=cache\n', 'open'],
      ['CACHE=Cache:1\n', 'open'],
      ['CACHE=a:70000\n', 'open'],
      ['CACHE=[::1]:5\n', 'open'],
    ],
  },
  {
    name: 'a URL',
    from: 'REDIS_URL',
    to: ['REDIS_HOST', 'REDIS_PORT'],
    convert: 'url-host-port',
    whole: 'REDIS_URL=redis://cache:6380\n',
    states: [
      ['REDIS_URL=redis://cache:6380\n', 'cache 6380'],
      ['REDIS_URL=redis://cache/\n', 'cache 6379'],
      ['REDIS_URL=redis://cache\nREDIS_PORT=x\n', 'cache 6379'],
      ['REDIS_URL=http://cache:1\n', 'open'],
      ['REDIS_URL=redis://u:p@cache:1\n', 'open'],
      ['REDIS_URL=redis://cache:1/2\n', 'open'],
    ],
  },
];

function written(split: Split): Files {
  const files = { ...settingsClass(split.from.toLowerCase()), '.env': split.whole };
  const request = ask({
    kind: 'split',
    from: split.from,
    to: split.to[0],
    toKeys: split.to,
    convert: split.convert,
    plan: 'code-first',
  });
  return start(files, request).files;
}

/** What `resolve` says of the code that the split writes. */
function resolved(files: Files, env: string): string {
  const answer = new Analysis(workspace({ ...files, '.env': env })).resolve({ environment: 'development' });
  assert.ok(answer.ok);
  const [resolution] = answer.resolutions;
  if (resolution?.ok === false) return 'stop';
  if (resolution?.ok !== true) return 'open';
  return resolution.fields
    .slice(0, 2)
    .map(({ value }) => (value?.kind === 'str' || value?.kind === 'int' ? String(value.value) : ''))
    .join(' ');
}

for (const split of SPLITS) {
  test(`the dual read of a split is known where it can be: ${split.name}`, () => {
    const files = written(split);
    assert.deepEqual(
      split.states.map(([env]) => [env, resolved(files, env)]),
      split.states,
    );
  });

  test(`it is what the library makes of it: ${split.name}`, (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const files = written(split);
    const [host, port] = split.to.map((it) => it.toLowerCase());
    const code = `from app.settings import settings as s; print(s.${host}, s.${port})`;
    for (const [env, said] of split.states.filter((it) => it[1] !== 'open')) {
      const { stdout, status } = inFolder({ ...files, '.env': env }, (folder) =>
        python(folder, ['-c', code]),
      );
      assert.equal(status === 0 ? stdout.trim() : 'stop', said, env);
    }
  });

  test(`a deploy of it is decided: ${split.name}`, () => {
    const to = written(split);
    const conversion = conversionNamed(split.convert, {
      from: [split.from],
      to: split.to,
      answers: new Map(),
    });
    const successor = {
      from: [split.from],
      to: split.to,
      converts: true,
      convert: (old: ReadonlyMap<string, string>) => conversion?.toNew(old),
    };
    const deploy = (env: string) =>
      deployOf({
        from: settingsClass(split.from.toLowerCase()),
        to: Object.fromEntries(Object.entries(to).filter(([path]) => path !== '.env')),
        untracked: { '.env': env },
        successors: new Map([[split.from, successor]]),
      });
    const safe = deploy(split.whole);
    assert.deepEqual(
      [safe.deploy, replicasOf(safe), stepsOf(safe)],
      ['yes', ['running/today yes', 'new/today yes', 'rolled-back/today yes'], []],
    );
    const [host, port] = split.to;
    assert.equal(deploy(`${split.whole}${host}=other\n${port}=1\n`).deploy, 'no');
  });
}

test('a deploy of a split that people have changed is not decided', () => {
  const [split] = SPLITS;
  assert.ok(split);
  const to = written(split);
  const code = (to['app/settings.py'] ?? '').replace('url.hostname,', 'url.hostname or "",');
  assert.notEqual(code, to['app/settings.py']);
  const report = deployOf({
    from: settingsClass('cache'),
    to: { ...to, 'app/settings.py': code },
    untracked: { '.env': split.whole },
  });
  assert.equal(report.deploy, 'unknown');
});
