import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pytestEnv } from '../../server/src/core/supply/pytest-env.ts';
import { tox } from '../../server/src/core/supply/tox.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

describe('pytest-env supplies', () => {
  it('to tests, with places', () => {
    const text = '[pytest]\nenv_files = test.env\nenv =\n    D:URL = sqlite://x \n    R:TOKEN={a}\n';
    const { workloads } = suppliedBy(pytestEnv, { 'api/pytest.ini': text });
    assert.deepEqual(told(workloads[0]), [
      'file test.env (python-dotenv, optional)',
      'URL=sqlite://x',
      'TOKEN={a}',
    ]);
    assert.deepEqual(underValues(workloads[0], text), ['sqlite://x', '{a}']);
    assert.equal(workloads[0]?.role, 'tests');
    assert.deepEqual(workloads[0]?.runs, { command: 'pytest', folder: 'api' });
    const [file] = workloads[0]?.sources ?? [];
    assert.equal(file?.kind === 'file' && file.path, 'api/test.env');
  });

  it('from lists and tables of TOML, with places', () => {
    const list = '[tool.pytest.ini_options]\nenv = [\n  "A=b",\n  \'D:C=d e\',\n]\n';
    const { workloads } = suppliedBy(pytestEnv, { 'pyproject.toml': list });
    assert.deepEqual(underValues(workloads[0], list), ['b', 'd e']);
    const table =
      '[tool.pytest_env]\nA = "b"\nC = {value = "d", skip_if_set = true}\nenv_files = ["x.env"]\n';
    const { workloads: other } = suppliedBy(pytestEnv, { 'pyproject.toml': table });
    assert.deepEqual(underValues(other[0], table), ['"b"', '"d"']);
  });

  it('nothing from files without it', () => {
    const files = {
      'pyproject.toml': '[project]\nname = "env"\n',
      'tox.ini': '[testenv]\nsetenv = A=b\n',
      'setup.cfg': '',
    };
    assert.deepEqual(suppliedBy(pytestEnv, files).workloads, []);
  });
});

describe('tox supplies', () => {
  it('to each of its environments', () => {
    const text = `[tox]
env_list = py313, lint

[testenv]
set_env =
    LOG_LEVEL = debug
    file|.env.test
pass_env = CI
commands = pytest {posargs}

[testenv:lint]
set_env = LOG_LEVEL=error
pass_env =
    CI
    AWS_*
commands = ruff check
`;
    const { workloads } = suppliedBy(tox, { 'api/tox.ini': text });
    assert.deepEqual(
      workloads.map((it) => [it.name, it.runs.command, ...told(it), ...underValues(it, text)]),
      [
        [
          'tox',
          'pytest {posargs}',
          'opaque the environment that tox starts in',
          'file .env.test (docker-run)',
          'LOG_LEVEL=debug',
          'debug',
        ],
        ['lint', 'ruff check', 'opaque the environment that tox starts in', 'LOG_LEVEL=error', 'error'],
      ],
    );
  });

  it('from TOML', () => {
    const text = `[tool.tox.env_run_base]
set_env = {A = "b", C = {replace = "env", name = "X"}}
commands = [["pytest", "-q"]]
[tool.tox.env.lint]
set_env.A = "c"
`;
    const { workloads } = suppliedBy(tox, { 'pyproject.toml': text });
    assert.deepEqual(
      workloads.map((it) => [it.name, it.runs.command, ...told(it)]),
      [
        ['tox', 'pytest -q', 'A=b', 'C?'],
        ['lint', 'pytest -q', 'A=c'],
      ],
    );
  });

  it('from the INI text in pyproject.toml, with places', () => {
    const text = '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\nsetenv =\n    A=b\n"""\n';
    const { workloads } = suppliedBy(tox, { 'pyproject.toml': text });
    assert.deepEqual(told(workloads[0]), ['A=b']);
    assert.deepEqual(underValues(workloads[0], text), ['b']);
  });
});
