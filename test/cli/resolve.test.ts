import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { RESOLVE } from '../outputs/resolve.ts';
import { crossfade, EXAMPLE, exampleCopy, golden, json, LEFT_OUT, put, workspaceOnDisk } from './run.ts';

interface Report {
  readonly ok: boolean | null;
  readonly fieldsOk: boolean | null;
  readonly assumes: { readonly process: string };
  readonly environment: string;
  readonly fields: readonly {
    readonly name: string;
    readonly state: string;
    readonly key: string | null;
    readonly value: unknown;
    readonly masked: boolean;
    readonly source: { readonly kind: string } | null;
  }[];
  readonly errors: readonly { readonly type: string; readonly loc: readonly string[] }[];
}

const at = { cwd: EXAMPLE };

function fieldOf(report: Report, name: string): Report['fields'][number] {
  const field = report.fields.find((it) => it.name === name);
  assert.ok(field, name);
  return field;
}

describe('resolve', () => {
  for (const [environment, status] of [
    ['development', 0],
    ['staging', 1],
    ['production', 0],
  ] as const) {
    it(`says what the settings hold in ${environment}`, () => {
      const args = ['resolve', '--environment', environment];
      const text = crossfade(args, at);
      assert.deepEqual([text.status, text.error], [status, LEFT_OUT]);
      golden(`resolve-${environment}.txt`, text.out);
      const report = json(args, status, at);
      assertOutput(report, RESOLVE);
      golden(`resolve-${environment}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
    });
  }

  it('says why staging does not start', () => {
    const report = json(['resolve', '--environment', 'staging'], 1, at) as Report;
    assert.deepEqual([report.ok, report.fieldsOk], [false, false]);
    assert.equal(fieldOf(report, 'payments_api_key').state, 'missing');
    assert.deepEqual(
      report.errors.map((it) => [it.type, it.loc]),
      [
        ['float_parsing', ['request_timeout']],
        ['missing', ['payments_api_key']],
        ['extra_forbidden', ['log_levle']],
      ],
    );
  });

  it('takes development where no environment is named', () => {
    assert.equal((json(['resolve'], 0, at) as Report).environment, 'development');
  });

  it('names the environments and settings there are', () => {
    const wrong = (...args: readonly string[]) => {
      const run = crossfade(['resolve', ...args], at);
      assert.deepEqual([run.status, run.out], [2, '']);
      return run.error;
    };
    assert.equal(
      wrong('--environment', 'stagin'),
      'crossfade: `app.settings:Settings` has no environment `stagin`; there is: development, production, staging\n',
    );
    assert.match(
      wrong('--settings', 'app.settings:Setings'),
      /^crossfade: `app\.settings:Setings` names no settings; there is: (\S+, )*app\.settings:Settings\n$/,
    );
  });

  it('asks to choose where JSON could hold only one of several settings', () => {
    const base = 'from pydantic_settings import BaseSettings\n';
    const root = workspaceOnDisk({
      'pyproject.toml': '[project]\nname = "two"\n',
      'a.py': `${base}class A(BaseSettings):\n    x: int = 1\nA()\n`,
      'b.py': `${base}class B(BaseSettings):\n    y: int = 2\nB()\n`,
      '.env': '',
    });
    const run = crossfade(['resolve', '--format', 'json'], { cwd: root });
    assert.deepEqual([run.status, run.out], [2, '']);
    assert.equal(
      run.error,
      'crossfade: there are several settings; choose one with --settings; there is: a:A, b:B\n',
    );
    assert.equal(fieldOf(json(['resolve', '--settings', 'b:B'], 0, { cwd: root }) as Report, 'y').value, 2);
  });

  it('names what it leaves out for a class, and the variable that a conversion refuses', () => {
    const root = workspaceOnDisk({
      'a.py': 'from pydantic_settings import BaseSettings\nclass A(BaseSettings):\n    x: int = 1\nA()\n',
      'b.py': "import os\nfrom dotenv import load_dotenv\nload_dotenv()\nPORT = int(os.environ['PORT'])\n",
      '.env': 'PORT=many\n',
    });
    const run = crossfade(['resolve'], { cwd: root });
    assert.deepEqual(
      [run.status, run.error],
      [0, 'crossfade: read by modules and not shown: b; --settings NAME shows one\n'],
    );
    assert.equal(crossfade(['resolve', '--quiet'], { cwd: root }).error, '');
    const named = crossfade(['resolve', '--settings', 'b'], { cwd: root });
    assert.deepEqual([named.status, named.error], [1, '']);
    assert.match(named.out, /^ {2}`PORT` is not an integer \(ValueError, \.env:1\)$/m);
  });

  it('leads to the part of a value that is wrong, and gives each reason once', () => {
    const root = workspaceOnDisk({
      'settings.py': `from pydantic import BaseModel, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Pool(BaseModel):
    size: int = Field(5, le=50)


class Database(BaseModel):
    pool: Pool = Pool()
    replicas: list[Pool] = []


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_nested_delimiter="__")

    db: Database
    mode: str = ""
    region: str
    bucket: str
    ratio: float = Field(2, lt=1, validate_default=True)

    @field_validator("region", "bucket", mode="before")
    @classmethod
    def _look_up(cls, value: str) -> str:
        return look_up(value)


settings = Settings()
`,
      '.env': 'DB__POOL={"size": 60}\nDB__REPLICAS=[{}, {"size": "big"}]\nREGION=eu\nBUCKET=b\n',
    });
    const { out, status } = crossfade(['resolve'], { cwd: root });
    assert.equal(status, 1);
    assert.equal(
      out.slice(out.indexOf('Errors'), out.indexOf('Assumes')),
      `Errors of the library, in its order:
  \`db\`: field \`pool.size\` must be at most 50 (less_than_equal at db.pool.size, .env:1)
  \`db\`: field \`replicas\`, item 2, field \`size\` is not an integer (int_parsing at db.replicas.1.size, .env:2)
  the default of \`ratio\` must be less than 1 (less_than at ratio, settings.py:21)

Not decided:
  before-validator \`_look_up\` (settings.py:25)
    region, bucket

`,
    );
  });

  it('leaves open what releases that the project allows make different things of', () => {
    const root = workspaceOnDisk({
      'pyproject.toml': '[project]\nname = "x"\ndependencies = ["pydantic-settings>=2.1,<2.3"]\n',
      'settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True)

    port: int = 8000
    workers: int = 2


settings = Settings()
`,
      '.env': 'PORT=\nWORKERS=3\n',
    });
    const report = json(['resolve'], 0, { cwd: root }) as Report & {
      readonly undecided: readonly { readonly field: string; readonly reason: string }[];
    };
    assert.deepEqual([report.ok, report.errors], [null, []]);
    assert.deepEqual([fieldOf(report, 'port').state, fieldOf(report, 'workers').value], ['undecided', 3]);
    assert.deepEqual(
      report.undecided.map((it) => [it.field, it.reason]),
      [['port', 'releases >=2.1,<2.3 of pydantic-settings, of which none is locked, differ here']],
    );
    put(root, '.env', 'PORT=\nWORKERS=x\n');
    assert.equal((json(['resolve'], 1, { cwd: root }) as Report).ok, false);
  });

  it('says so where nothing reads settings', () => {
    const run = crossfade(['resolve'], { cwd: workspaceOnDisk({ 'README.md': '' }) });
    assert.deepEqual(
      [run.status, run.error],
      [2, 'crossfade: no settings are read by the Python code here\n'],
    );
  });
});

describe('a process environment that is given', () => {
  it('is refused where it holds no variable', () => {
    const run = crossfade(['resolve', '--process-env', '-'], { ...at, input: 'connection refused\n' });
    assert.deepEqual(
      [run.status, run.out, run.error],
      [2, '', 'crossfade: `-` holds no variable: `KEY=VALUE` lines, a JSON object or manifests are read\n'],
    );
  });

  const key = 'PAYMENTS_API_KEY=synthetic-given\n';
  const staging = ['resolve', '--environment', 'staging'];

  it('counts above the files, as lines, as NUL-separated items and as JSON', () => {
    const [lines, nul, object] = [
      `REQUEST_TIMEOUT=2\n${key}`,
      `REQUEST_TIMEOUT=2\0${key.trimEnd()}\0`,
      JSON.stringify({ REQUEST_TIMEOUT: '2', PAYMENTS_API_KEY: 'synthetic-given' }),
    ];
    for (const input of [lines, lines.replaceAll('\n', '\r\n'), nul, object, `\uFEFF${object}`]) {
      const report = json([...staging, '--process-env', 'staging=-'], 1, { ...at, input }) as Report;
      assertOutput(report, RESOLVE);
      assert.equal(report.assumes.process, 'given');
      assert.equal(fieldOf(report, 'request_timeout').value, 2);
      assert.equal(fieldOf(report, 'request_timeout').source?.kind, 'process');
      assert.deepEqual(
        [fieldOf(report, 'payments_api_key').state, fieldOf(report, 'payments_api_key').masked],
        ['set', true],
      );
      assert.deepEqual(
        report.errors.map((it) => it.type),
        ['extra_forbidden'],
      );
    }
  });

  it('is that of development where no environment is named', () => {
    const root = exampleCopy();
    put(root, 'process.env.json', '{"PAGE_SIZE": "7"}');
    const report = (name: string) =>
      json(['resolve', '--environment', name, '--process-env', 'process.env.json'], 0, {
        cwd: root,
      }) as Report;
    assert.equal(fieldOf(report('development'), 'page_size').value, 7);
    assert.equal(fieldOf(report('production'), 'page_size').value, 50);
  });

  it('may be names without values: set, and to what is not known', () => {
    const report = json([...staging, '--names', 'staging=-'], 1, {
      ...at,
      input: 'PAYMENTS_API_KEY\n',
    }) as Report;
    assert.equal(fieldOf(report, 'payments_api_key').state, 'undecided');
    assert.deepEqual(
      report.errors.map((it) => it.type),
      ['float_parsing', 'extra_forbidden'],
    );
  });

  it('is refused in one line, without its content, when it cannot be read', () => {
    const refused = (args: readonly string[], input: string, words: RegExp) => {
      const run = crossfade(['resolve', ...args], { ...at, input });
      assert.deepEqual([run.status, run.out], [2, '']);
      assert.match(run.error, words);
      assert.doesNotMatch(run.error, /canary/);
    };
    refused(
      ['--process-env', 'nowhere.json'],
      '',
      /^crossfade: `nowhere\.json` cannot be read: there is no such file\n$/,
    );
    refused(['--process-env', 'app'], '', /^crossfade: `app` cannot be read: it is a folder\n$/);
    refused(
      ['--process-env', '-'],
      '{"A": "canary" x',
      /^crossfade: `-` starts with `\{` and is not a JSON object\n$/,
    );
    for (const option of ['--process-env', '--names'])
      refused(
        [option, '-'],
        '\n',
        /^crossfade: standard input is empty, as after .* `\{\}` says that nothing /,
      );
    assert.equal(crossfade(['resolve', '--process-env', '-'], { ...at, input: '{}' }).status, 0);
    refused(['--process-env', '-'], '{"A": {"b": "canary"}}', /^crossfade: `A` in `-` needs a text: /);
    refused(
      ['--process-env', '-', '--names', '-'],
      'A=1',
      /^crossfade: only one option can read standard input\n$/,
    );
  });
});

describe('settings that depend on code', () => {
  const root = workspaceOnDisk({
    'pyproject.toml': '[project]\nname = "open"\n',
    'settings.py': `from pydantic import field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    url: str = "x"

    @field_validator("url")
    @classmethod
    def _check(cls, value: str) -> str:
        return look_up(value)


settings = Settings()
`,
    '.env': 'URL=y\n',
  });

  it('end with 0 and a note, and with 1 when that is asked for', () => {
    const run = crossfade(['resolve'], { cwd: root });
    assert.equal(run.status, 0);
    assert.match(run.out, /in development: it depends\n/);
    assert.equal(run.error, 'crossfade: it depends on code that is not evaluated; see what is not decided\n');
    assert.equal(crossfade(['resolve', '--quiet'], { cwd: root }).error, '');
    assert.equal(crossfade(['resolve', '--strict-undecided'], { cwd: root }).status, 1);
    const report = json(['resolve'], 0, { cwd: root });
    assertOutput(report, RESOLVE);
    assert.equal((report as Report).ok, null);
  });
});
