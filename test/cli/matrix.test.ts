import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { DIFF, MATRIX } from '../outputs/matrix.ts';
import { crossfade, EXAMPLE, golden, json, LEFT_OUT, workspaceOnDisk } from './run.ts';

interface Cell {
  readonly environment: string;
  readonly state: string;
  readonly value: unknown;
  readonly masked: boolean;
  readonly group: number | null;
  readonly source: { readonly kind: string; readonly path?: string; readonly line?: number } | null;
  readonly overrides: readonly { readonly path?: string; readonly line?: number }[];
}

interface Report {
  readonly settings: readonly {
    readonly settings: string;
    readonly environments: readonly { readonly name: string; readonly ok: boolean | null }[];
    readonly keys: readonly {
      readonly key: string;
      readonly compared: string;
      readonly cells: readonly Cell[];
    }[];
    readonly counts?: Readonly<Record<string, number>>;
  }[];
  readonly coverage: { readonly assumptions: readonly { readonly environment: string }[] };
}

const at = { cwd: EXAMPLE };

function keyOf(report: Report, key: string) {
  const found = report.settings.flatMap((it) => it.keys).find((it) => it.key === key);
  assert.ok(found, key);
  return found;
}

const CLASS = `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    port: int = 8000
    api_key: SecretStr
    broker: str = "memory://"


Settings()
`;
/** Values that must never be seen. */
const CANARIES = ['canary-one', 'canary-two', 'canary-three'];

function service(files: Readonly<Record<string, string>> = {}): string {
  return workspaceOnDisk({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': CLASS,
    '.env': 'PORT=1\nAPI_KEY=canary-one\nBROKER=amqp://user:canary-three@host\n',
    '.env.staging': 'PORT=2\nAPI_KEY=canary-one\nBROKER=amqp://user:canary-three@host\n',
    '.env.production': 'PORT=2\nAPI_KEY=canary-two\nBROKER=amqp://host\n',
    ...files,
  });
}

describe('matrix', () => {
  for (const format of ['text', 'markdown', 'html'] as const) {
    it(`shows each key in each environment as ${format}`, () => {
      const run = crossfade(['matrix', '--format', format], at);
      assert.deepEqual([run.status, run.error], [1, LEFT_OUT]);
      golden(`matrix.${format === 'text' ? 'txt' : format === 'markdown' ? 'md' : 'html'}`, run.out);
    });
  }

  it('has JSON in the documented shape', () => {
    const report = json(['matrix'], 1, at);
    assertOutput(report, MATRIX);
    golden('matrix.json', `${JSON.stringify(report, undefined, 2)}\n`);
  });

  it('is 1 when the service does not start in a column, and 0 where it starts in all', () => {
    assert.equal(crossfade(['matrix', '--environment', 'production'], at).status, 0);
    assert.equal(crossfade(['matrix', '--environment', 'staging'], at).status, 1);
    assert.equal(crossfade(['matrix', '--environment', 'staging', '--exit-zero'], at).status, 0);
  });

  it('has the columns that are asked for, in their order and by any spelling', () => {
    const report = json(['matrix', '--environment', 'prod', '--environment', 'dev'], 0, at) as Report;
    assert.deepEqual(
      report.settings[0]?.environments.map((it) => it.name),
      ['production', 'development'],
    );
  });

  it('shows only rows of the kinds that are asked for', () => {
    const keys = (...kinds: readonly string[]) =>
      (json(['matrix', ...kinds.flatMap((it) => ['--only', it])], 1, at) as Report).settings
        .flatMap((it) => it.keys)
        .map((it) => it.key);
    assert.deepEqual(keys('missing'), ['PAYMENTS_API_KEY']);
    assert.deepEqual(keys('invalid'), ['REQUEST_TIMEOUT']);
    assert.deepEqual(keys('missing', 'invalid'), ['REQUEST_TIMEOUT', 'PAYMENTS_API_KEY']);
    assert.equal(keys('differing').includes('PAGE_SIZE'), false);
    const wrong = crossfade(['matrix', '--only', 'odd'], at);
    assert.equal(wrong.status, 2);
    assert.match(wrong.error, /^crossfade: `--only` knows no `odd`; there is: differing, missing, /);
  });

  it('compares secrets by value and shows none', () => {
    const cwd = service();
    const report = json(['matrix'], 0, { cwd }) as Report;
    const groups = (key: string) =>
      keyOf(report, key).cells.map((it) => [it.environment, it.masked, it.group]);
    assert.deepEqual(groups('API_KEY'), [
      ['development', true, 1],
      ['production', true, 2],
      ['staging', true, 1],
    ]);
    assert.deepEqual(groups('BROKER'), [
      ['development', true, 1],
      ['production', false, 2],
      ['staging', true, 1],
    ]);
    for (const format of ['text', 'markdown', 'json', 'html'])
      for (const args of [['matrix'], ['diff', 'development', 'production', '--all']]) {
        if (format === 'html' && args[0] === 'diff') continue;
        const { out, error } = crossfade([...args, '--format', format], { cwd });
        for (const canary of CANARIES)
          assert.equal(`${out}${error}`.includes(canary), false, `${args} ${format}`);
      }
  });

  it('names what each value overrides', () => {
    const cwd = service({
      'crossfade.toml':
        '[environments.staging]\ndotenv = [".env", ".env.staging"]\nprocess = ["file:process.env"]\n',
      'process.env': 'PORT=3\n',
    });
    const [, , staging] = keyOf(json(['matrix'], 0, { cwd }) as Report, 'PORT').cells;
    assert.deepEqual(staging?.source, { kind: 'process', path: 'process.env', line: 1 });
    assert.deepEqual(
      staging?.overrides.map((it) => `${it.path}:${it.line}`),
      ['.env.staging:1', '.env:1'],
    );
  });

  it('says that a key may be set in a store that cannot be read', () => {
    const cwd = service({
      '.env.production': 'PORT=2\n',
      'crossfade.toml': '[environments.production]\nopaque = ["aws-ssm:/shop"]\n',
    });
    const report = json(['matrix'], 0, { cwd }) as Report;
    const [, production] = keyOf(report, 'API_KEY').cells;
    assert.equal(production?.state, 'possible');
    assert.equal(keyOf(report, 'BROKER').compared, 'unknown');
    assert.match(crossfade(['matrix'], { cwd }).out, /may be set elsewhere/);
  });

  it('names the environments there are', () => {
    const run = crossfade(['matrix', '--environment', 'nowhere'], at);
    assert.deepEqual([run.status, run.out], [2, '']);
    assert.equal(
      run.error,
      'crossfade: there is no environment `nowhere`; there is: development, production, staging\n',
    );
  });

  it('is a page that loads nothing and in which nothing of a file is markup', () => {
    const cwd = service({
      'settings.py': CLASS.replace('memory://', '<script>alert(1)</script>&'),
      '.env.staging': 'PORT=2\nAPI_KEY=canary-one\n',
    });
    const { out } = crossfade(['matrix', '--format', 'html'], { cwd });
    assert.equal(out.match(/<script\b/g)?.length, 1);
    assert.match(out, /&lt;script&gt;alert\(1\)/);
    assert.doesNotMatch(out, /\b(src|href)=|url\(|@import/);
    assert.match(out, /content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
  });
});

describe('diff', () => {
  it('shows what differs', () => {
    const text = crossfade(['diff', 'development', 'staging'], at);
    assert.deepEqual([text.status, text.error], [0, LEFT_OUT]);
    golden('diff.txt', text.out);
    golden('diff.md', crossfade(['diff', 'development', 'staging', '--format', 'markdown'], at).out);
    const report = json(['diff', 'development', 'staging'], 0, at);
    assertOutput(report, DIFF);
    golden('diff.json', `${JSON.stringify(report, undefined, 2)}\n`);
  });

  it('says same, different and missing of secrets', () => {
    const cwd = service({ '.env.production': 'PORT=2\n' });
    const compared = (b: string) =>
      keyOf(json(['diff', 'development', b, '--all'], 0, { cwd }) as Report, 'API_KEY').compared;
    assert.deepEqual([compared('staging'), compared('production')], ['same', 'missing']);
    const counts = (json(['diff', 'development', 'staging'], 0, { cwd }) as Report).settings[0]?.counts;
    assert.deepEqual(counts, { same: 2, different: 1, missing: 0, unknown: 0 });
  });

  it('gives a status for scripts with --exit-code alone', () => {
    const cwd = service({
      '.env.staging': 'PORT=1\nAPI_KEY=canary-one\nBROKER=amqp://user:canary-three@host\n',
    });
    const status = (...args: readonly string[]) => crossfade(['diff', ...args], { cwd }).status;
    assert.deepEqual(
      [
        status('development', 'staging', '--exit-code'),
        status('development', 'production', '--exit-code'),
        status('development', 'production'),
        status('development', 'nowhere'),
      ],
      [0, 1, 0, 2],
    );
  });
});
