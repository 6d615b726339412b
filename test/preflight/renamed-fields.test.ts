import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, type Files, replicasOf, service, stepsOf } from './deploy.ts';

const IMPORTS = 'from pydantic import AnyUrl, PositiveInt, SecretStr\n';

function withImports(line: string): Files {
  const files = service([line]);
  return { ...files, 'settings.py': `${IMPORTS}${files['settings.py']}` };
}

/** What becomes of new replicas where one field gives way to another, with these lines in `.env`. */
function judged(from: string, to: string, ...env: readonly string[]): string | undefined {
  const report = deployOf({
    from: withImports(from),
    to: withImports(to),
    untracked: { '.env': `${env.join('\n')}\n` },
  });
  return replicasOf(report).find((it) => it.startsWith('new/today'));
}

describe('a field with a new name and another type', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['timeout: float = 30', 'timeout_ms: int = 30000', 'TIMEOUT=20', 'TIMEOUT_MS'],
    ['pool: int = 5', 'pool_size: PositiveInt = 5', 'POOL=20', 'POOL_SIZE'],
    ['pool: int = 5', 'pool_size: int | None = None', 'POOL=20', 'POOL_SIZE'],
    ['db_pool: float = 5', 'db_pool_size: int = 5', 'DB_POOL=20', 'DB_POOL_SIZE'],
    ['database: str = "a"', 'database_url: AnyUrl = AnyUrl("db://b")', 'DATABASE=db://c', 'DATABASE_URL'],
    ['api_token: str = "a"', 'api_token_v2: SecretStr = SecretStr("b")', 'API_TOKEN=c', 'API_TOKEN_V2'],
  ];
  for (const [from, to, env, key] of cases) {
    it(`may lose the value that is set: \`${from}\` and \`${to}\``, () => {
      assert.equal(judged(from, to, env), `new/today unknown: no-longer-read ${key}`);
    });
  }

  it('may lose what is read by calls', () => {
    const module = (line: string) => ({
      'pyproject.toml': '[project]\nname = "shop"\n',
      'settings.py': `from environs import Env\n\nenv = Env()\nenv.read_env()\n${line}\n`,
    });
    const report = deployOf({
      from: module('TTL = env.timedelta("TTL", "30s")'),
      to: module('TTL_MS = env.int("TTL_MS", 30000)'),
      untracked: { '.env': 'TTL=20\n' },
    });
    assert.equal(replicasOf(report)[1], 'new/today unknown: no-longer-read TTL_MS');
  });

  it('loses nothing where its default, or what is set, is the value of today', () => {
    assert.equal(judged('db_pool: float = 5', 'db_pool_size: int = 20', 'DB_POOL=20'), 'new/today yes');
    const both = ['DB_POOL=20', 'DB_POOL_SIZE=20'];
    assert.equal(judged('db_pool: float = 5', 'db_pool_size: int = 5', ...both), 'new/today yes');
    const url = ['DATABASE=db://c', 'DATABASE_URL=db://c'];
    assert.equal(judged('database: str = "a"', 'database_url: AnyUrl', ...url), 'new/today yes');
  });

  it('may be set to another number', () => {
    assert.equal(
      judged('db_pool: float = 5', 'db_pool_size: int = 5', 'DB_POOL=20', 'DB_POOL_SIZE=10'),
      'new/today unknown: other-value DB_POOL_SIZE',
    );
  });

  it('is another field where its name is another', () => {
    assert.equal(judged('db_pool: float = 5', 'region: str = "eu"', 'DB_POOL=20'), 'new/today yes');
  });
});

describe('a field with a new name and another unit', () => {
  const seconds = 'timeout_seconds: int = 30';
  const plain = 'timeout: int = 30';
  const next = 'timeout_ms: int = 30000';

  it('keeps the value where the new key holds the same quantity', () => {
    assert.equal(judged(seconds, next, 'TIMEOUT_SECONDS=20', 'TIMEOUT_MS=20000'), 'new/today yes');
    assert.equal(judged(plain, next, 'TIMEOUT=20', 'TIMEOUT_MS=20000'), 'new/today yes');
    assert.equal(judged(plain, 'timeout_ms: int', 'TIMEOUT=20', 'TIMEOUT_MS=20000'), 'new/today yes');
    assert.equal(judged(plain, next, 'TIMEOUT=30'), 'new/today yes');
  });

  it('takes the same number for another quantity', () => {
    const both = ['TIMEOUT_SECONDS=20', 'TIMEOUT_MS=20'];
    assert.equal(judged(seconds, next, ...both), 'new/today no: other-value TIMEOUT_MS');
    assert.equal(
      judged('timeout_seconds: int', 'timeout_ms: int', ...both),
      'new/today no: other-value TIMEOUT_MS',
    );
  });

  it('may take the same number for another quantity where the old name says no unit', () => {
    const unsure = 'new/today unknown: not-decided TIMEOUT_MS';
    assert.equal(judged(plain, next, 'TIMEOUT=20', 'TIMEOUT_MS=20'), unsure);
    assert.equal(judged('timeout: int', 'timeout_ms: int', 'TIMEOUT=20', 'TIMEOUT_MS=20'), unsure);
  });

  it('is to be set in its own unit', () => {
    for (const [from, env] of [
      [seconds, 'TIMEOUT_SECONDS=20'],
      [plain, 'TIMEOUT=20'],
    ] as const) {
      const report = deployOf({ from: service([from]), to: service([next]), untracked: { '.env': env } });
      assert.equal(report.deploy, 'no');
      assert.equal(
        stepsOf(report)[0],
        'before-deploy: set `TIMEOUT_MS` in `development` to the value that counts today, in milliseconds',
      );
    }
  });

  it('means the same with the unit that the old one had by custom', () => {
    assert.equal(
      judged(plain, 'timeout_seconds: int = 30', 'TIMEOUT=20', 'TIMEOUT_SECONDS=20'),
      'new/today yes',
    );
  });
});
