import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSchemas } from '../../server/src/core/schema/find-schemas.ts';
import { pythonProjects } from '../../server/src/core/schema/project.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { workspace } from '../workspace.ts';

const SETTINGS = 'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    x: int\n';

test('services are the nearest folders with a project file', () => {
  const services = pythonProjects(
    workspace({
      'pyproject.toml': '',
      'main.py': '',
      'tools/x.py': '',
      'api/requirements-dev.txt': '',
      'api/app/config.py': '',
      'worker/manage.py': '',
      'worker/deep/er/x.py': '',
    }),
    [],
  ).map((it) => it.service);
  assert.deepEqual(services, ['', 'api', 'worker']);
});

test('module roots come from the layout and the build back end', () => {
  const cases: readonly (readonly [pyproject: string, path: string, module: string])[] = [
    ['', 'api/app/config.py', 'app.config'],
    ['', 'api/src/app/config.py', 'app.config'],
    ['[tool.pytest.ini_options]\npythonpath = ["lib"]\n', 'api/lib/app/config.py', 'app.config'],
    ['[tool.setuptools.packages.find]\nwhere = ["python"]\n', 'api/python/app/config.py', 'app.config'],
    ['[tool.setuptools.package-dir]\n"" = "code"\n', 'api/code/app/__init__.py', 'app'],
    ['[tool.hatch.build.targets.wheel]\npackages = ["pkgs/app"]\n', 'api/pkgs/app/config.py', 'app.config'],
    ['[[tool.poetry.packages]]\ninclude = "app"\nfrom = "lib"\n', 'api/lib/app/config.py', 'app.config'],
    ['[tool.uv.build-backend]\nmodule-root = "source"\n', 'api/source/app/config.py', 'app.config'],
  ];
  for (const [pyproject, path, module] of cases) {
    const [project] = pythonProjects(workspace({ 'api/pyproject.toml': pyproject, [path]: '' }), []);
    assert.equal(project?.moduleName(path), module, path);
    assert.equal(project?.resolve(module)?.file.path, path, path);
  }
});

test('a package wins over a module, a sibling service is found when only one has the module', () => {
  const [api] = pythonProjects(
    workspace({
      'api/setup.py': '',
      'api/a.py': '',
      'api/a/__init__.py': '',
      'common/setup.cfg': '',
      'common/src/shared/base.py': '',
      'x/Pipfile': '',
      'x/both.py': '',
      'y/Pipfile': '',
      'y/both.py': '',
    }),
    [],
  );
  assert.equal(api?.resolve('a')?.file.path, 'api/a/__init__.py');
  assert.equal(api?.resolve('shared.base')?.file.path, 'common/src/shared/base.py');
  assert.equal(api?.resolve('both'), undefined);
});

test('versions come from lock files upwards, then from pins', () => {
  const cases: readonly (readonly [files: Record<string, string>, version: string | undefined])[] = [
    [{ 'uv.lock': '[[package]]\nname = "pydantic-settings"\nversion = "2.7.1"\n' }, '2.7.1'],
    [
      {
        'api/poetry.lock':
          '[[package]]\nname = "Pydantic_Settings"\nversion = "2.6.0"\n\n[[package]]\nname = "x"\nversion = "1"\n',
      },
      '2.6.0',
    ],
    [{ 'api/pdm.lock': '[[package]]\nname = "pydantic-settings"\nversion = "2.5.0"\n' }, '2.5.0'],
    [
      {
        'Pipfile.lock':
          '{\n    "default": {\n        "pydantic-settings": {\n            "hashes": [],\n            "version": "==2.4.0"\n        }\n    }\n}\n',
      },
      '2.4.0',
    ],
    [{ 'api/requirements.txt': 'fastapi\npydantic-settings[yaml]==2.3.1  # pinned\n' }, '2.3.1'],
    [{ 'api/pyproject.toml': '[project]\ndependencies = ["pydantic_settings[yaml]==2.2.0"]\n' }, '2.2.0'],
    [
      { 'api/pyproject.toml': '[tool.poetry.dependencies]\npydantic-settings = {version = "2.1.0"}\n' },
      '2.1.0',
    ],
    [{ 'api/pyproject.toml': '[project]\ndependencies = ["pydantic-settings>=2.2"]\n' }, undefined],
  ];
  for (const [files, version] of cases) {
    const projects = pythonProjects(workspace({ 'api/setup.py': '', 'api/a.py': '', ...files }), []);
    const api = projects.find((it) => it.service === 'api');
    assert.equal(api?.version('pydantic-settings'), version, JSON.stringify(files));
  }
});

test('a broken file gives its last good version', () => {
  const good = sourceFile('config.py', SETTINGS);
  const broken = sourceFile('config.py', `${SETTINGS}    y: int = (\n`, { lastGood: good });
  const [schema] = schemasOf(workspace({}, { files: new Map([['config.py', broken]]) }));
  assert.deepEqual(
    schema?.fields.map((it) => it.name),
    ['x'],
  );
  assert.deepEqual(schema?.open, []);
});

test('schemas are the same object while no Python file changes', () => {
  const before = workspace({ 'config.py': SETTINGS, '.env': 'X=1' });
  const after = { ...before, files: new Map([...before.files, ['.env', sourceFile('.env', 'X=2')]]) };
  assert.equal(schemasOf(after), schemasOf(before));
  const changed = { ...before, files: new Map([...before.files, ['b.py', sourceFile('b.py', '')]]) };
  assert.notEqual(schemasOf(changed), schemasOf(before));
});

const TWO = {
  'api/setup.py': '',
  'api/config.py': SETTINGS,
  'worker/setup.py': '',
  'worker/config.py': SETTINGS,
  'worker/jobs.py': `${SETTINGS}class Other(BaseSettings):\n    y: int\n`,
};

test('a schema is found by service, module, path and class', () => {
  const cases: readonly (readonly [wanted: string, path: string])[] = [
    ['api::config:Settings', 'api/config.py'],
    ['worker::config', 'worker/config.py'],
    ['worker/config.py', 'worker/config.py'],
    ['api/config.py:Settings', 'api/config.py'],
    ['jobs:Other', 'worker/jobs.py'],
  ];
  for (const [wanted, path] of cases) {
    const found = findSchemas(workspace(TWO), wanted);
    assert.equal(found.kind === 'schema' && found.schema.place.path, path, wanted);
  }
});

test('what is ambiguous or unknown gives the candidates', () => {
  const snapshot = workspace(TWO);
  const all = ['api::config:Settings', 'jobs:Other', 'jobs:Settings', 'worker::config:Settings'];
  assert.deepEqual(findSchemas(snapshot, 'config:Settings'), {
    kind: 'error',
    message: '`config:Settings` names several settings',
    candidates: ['api::config:Settings', 'worker::config:Settings'],
  });
  assert.deepEqual(findSchemas(snapshot, 'nothing'), {
    kind: 'error',
    message: '`nothing` names no settings',
    candidates: all,
  });
  assert.deepEqual(findSchemas(snapshot, 'jobs:Nothing'), {
    kind: 'error',
    message: '`jobs:Nothing` names no settings',
    candidates: ['jobs:Other', 'jobs:Settings'],
  });
});

test('names with characters that mean something in a pattern are searched for as they are', () => {
  const files = { 'pyproject.toml': '', 'a.py': '# 20260923-db-pool\n', 'b.py': '# 20260923-db-pool2 a.b\n' };
  const [project] = pythonProjects(workspace(files), []);
  const found = (name: string) => project?.mentioning([name]).map((it) => it.file.path);
  assert.deepEqual(found('20260923-db-pool'), ['a.py']);
  assert.deepEqual(found('a.b'), ['b.py']);
  assert.deepEqual(found('a+b'), []);
});
