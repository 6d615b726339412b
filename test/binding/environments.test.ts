import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNamed, environmentsOf } from '../../server/src/core/binding/environments.ts';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import {
  dotenvRole,
  isProductionName,
  sameEnvironment,
} from '../../server/src/core/supply/environment-name.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema, outline, settingsClass } from './settings-class.ts';

const app = settingsClass("env_file='.env'", 'a: int');

describe('names of dotenv files', () => {
  const roles: Readonly<Record<string, string>> = {
    '.env': 'development',
    '.env.staging': 'staging',
    '.env.qa-2': 'qa-2',
    'prod.env': 'prod',
    '.env.local': '~development',
    '.env.production.local': '~production',
    '.env.example': 'template',
    '.env.dist': 'template',
    'example.env': 'template',
    '.env.production.example': 'template',
    '.env.test': 'tests',
    '.env.keys': 'nothing',
    '.env.vault': 'nothing',
    '.env.bak': 'nothing',
    '.env.prod.old': 'nothing',
    '.env.2024-05-01': 'nothing',
    '.env.20240501': 'nothing',
    '.env.1': 'nothing',
    '.env.swp': 'nothing',
    '.env.prod~': 'nothing',
    'database.env': 'nothing',
  };
  for (const [name, expected] of Object.entries(roles)) {
    it(`${name} is ${expected}`, () => {
      const role = dotenvRole(name);
      const text = role?.kind === 'environment' ? `${role.personal ? '~' : ''}${role.name}` : role?.kind;
      assert.equal(text, expected);
    });
  }

  it('other files are none', () => {
    for (const name of ['env', 'environment.py', '.envrc', 'a.env.py', 'settings.yaml']) {
      assert.equal(dotenvRole(name), undefined, name);
    }
  });

  it('spellings of one environment are the same', () => {
    assert.ok(sameEnvironment('prod', 'production'));
    assert.ok(sameEnvironment('live', 'PROD'));
    assert.ok(sameEnvironment('stg', 'staging'));
    assert.ok(!sameEnvironment('qa', 'staging'));
  });

  it('production is known by its name', () => {
    for (const name of ['prod', 'production', 'live', 'prod-eu', 'eu_prod'])
      assert.ok(isProductionName(name), name);
    for (const name of ['preprod', 'reproduce', 'staging']) assert.ok(!isProductionName(name), name);
  });
});

describe('environments of a class', () => {
  it('a variant takes the place of the only file', () => {
    const snapshot = workspace({
      'app.py': app,
      '.env': 'A=1\n',
      '.env.staging': 'A=2\n',
      '.env.example': 'A=\n',
    });
    assert.equal(outline(snapshot), 'development: .env; staging: .env.staging');
    assert.equal(environment(snapshot, 'development').guess, undefined);
    assert.match(environment(snapshot, 'staging').guess ?? '', /takes the place of `\.env`/);
  });

  it('production is marked', () => {
    const snapshot = workspace({ 'app.py': app, '.env': '', '.env.prod': 'A=1\n' });
    assert.equal(environment(snapshot, 'prod').production, true);
    assert.equal(environment(snapshot, 'development').production, false);
  });

  it('another spelling finds an environment, and two spellings make one', () => {
    const snapshot = workspace({
      'app.py': app,
      '.env.prod': 'A=1\n',
      'k8s/overlays/production/patch.yaml': 'a: 1\n',
    });
    const found = environmentsOf(snapshot, onlySchema(snapshot));
    assert.deepEqual(
      found.map((it) => it.name),
      ['development', 'production'],
    );
    assert.equal(environmentNamed(found, 'live')?.name, 'production');
  });

  it('a personal layer lies over development', () => {
    const snapshot = workspace({ 'app.py': app, '.env': 'A=1\n', '.env.local': 'A=2\n' });
    assert.equal(outline(snapshot), 'development: .env, ~.env.local');
  });

  it('without any file an environment is unseen', () => {
    const snapshot = workspace({ 'app.py': app, '.env.example': 'A=1\n' });
    assert.equal(outline(snapshot), 'development: ');
    assert.equal(environment(snapshot, 'development').unseen, true);
  });

  it('a listed file is loaded everywhere, one named for an environment there', () => {
    const listed = settingsClass("env_file=('.env', '.env.prod')", 'a: int');
    const snapshot = workspace({
      'app.py': listed,
      '.env': 'A=1\n',
      '.env.prod': 'A=2\n',
      '.env.staging': 'A=3\n',
    });
    assert.equal(
      outline(snapshot),
      'development: .env, .env.prod; prod: .env, .env.prod; staging: .env, .env.staging',
    );
  });

  it('a file that is listed nowhere does not replace one of several', () => {
    const listed = settingsClass("env_file=('.env', 'more.env')", 'a: int');
    const snapshot = workspace({
      'app.py': listed,
      '.env': 'A=1\n',
      'more.env': '',
      '.env.staging': 'A=3\n',
    });
    assert.equal(outline(snapshot), 'development: .env, more.env');
  });

  it('a class without dotenv file has none', () => {
    const snapshot = workspace({ 'app.py': settingsClass('', 'a: int'), '.env': 'A=1\n' });
    assert.equal(outline(snapshot), 'development: ');
  });

  it('a missing file is not replaced by a file of another name', () => {
    const other = settingsClass("env_file='none.env'", 'a: int');
    const snapshot = workspace({ 'app.py': other, '.env': 'A=1\n' });
    assert.equal(outline(snapshot), 'development: ');
  });
});

describe('where a dotenv file must be', () => {
  const template = settingsClass("env_file='../.env'", 'a: int');

  it('above the service, as the full-stack template has it', () => {
    const files = { 'backend/pyproject.toml': '', 'backend/app/core/config.py': template, '.env': 'A=1\n' };
    assert.equal(outline(workspace(files)), 'development: .env');
  });

  it('above a folder of the class, when the service is the root', () => {
    const snapshot = workspace({ 'backend/app/core/config.py': template, '.env': 'A=1\n' });
    assert.equal(outline(snapshot), 'development: .env');
    assert.match(environment(snapshot, 'development').guess ?? '', /started in `backend`/);
  });

  it('in the service, then in the root', () => {
    const at = (path: string) =>
      outline(workspace({ 'api/pyproject.toml': '', 'api/app/config.py': app, [path]: 'A=1\n' }));
    assert.equal(at('api/.env'), 'development: api/.env');
    assert.equal(at('.env'), 'development: .env');
    assert.equal(at('other/.env'), 'development: ');
  });

  it('in the working directory alone, when that is given', () => {
    const files = {
      'api/pyproject.toml': '',
      'api/app/config.py': app,
      '.env': 'A=1\n',
      'api/.env': 'A=2\n',
    };
    assert.equal(outline(workspace(files, { workingDirectory: '' })), 'development: .env');
  });

  it('absolute paths and paths above the root are outside', () => {
    for (const path of ['/etc/app/.env', '~/app.env', '../../../x.env']) {
      const snapshot = workspace({ 'app.py': settingsClass(`env_file='${path}'`, 'a: int') });
      assert.deepEqual(environment(snapshot, 'development').outside, [path]);
    }
  });

  it('a folder of secrets outside the workspace is noted', () => {
    const snapshot = workspace({ 'app.py': settingsClass("secrets_dir='/run/secrets'", 'a: int') });
    assert.deepEqual(environment(snapshot, 'development').outside, ['/run/secrets']);
  });
});

describe('data files', () => {
  const yaml = (path: string) =>
    `${settingsClass(`yaml_file='${path}'`, 'a: int')
      .replace('SettingsConfigDict\n', 'SettingsConfigDict, YamlConfigSettingsSource\n')
      .replace(
        '\n\n\nsettings',
        `
    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, YamlConfigSettingsSource(settings_cls))


settings`,
      )}`;

  it('one that the class names is a layer everywhere', () => {
    const snapshot = workspace({
      'app.py': yaml('config.yaml'),
      'config.yaml': 'a: 1\n',
      'k8s/overlays/qa/x.yaml': '',
    });
    assert.equal(outline(snapshot), 'development: config.yaml; qa: config.yaml');
  });

  it('one that is named like an environment is that of the environment', () => {
    const snapshot = workspace({
      'app.py': yaml('config/development.yaml'),
      'config/development.yaml': 'a: 1\n',
      'config/staging.yaml': 'a: 2\n',
    });
    assert.equal(outline(snapshot), 'development: config/development.yaml; staging: config/staging.yaml');
  });
});

describe('options', () => {
  it('win over patterns', () => {
    const options = {
      ...DEFAULT_OPTIONS,
      environments: {
        staging: {
          dotenv: ['.env', 'deploy/staging.env'],
          process: ['file:deploy/process.env', 'k8s/staging/*.yaml#api'],
          coupling: 'bundled' as const,
          opaque: ['aws-ssm:/api/staging'],
        },
      },
    };
    const files = {
      'app.py': app,
      '.env': 'A=1\n',
      '.env.staging': 'A=2\n',
      'deploy/staging.env': 'A=3\n',
      'deploy/process.env': 'A=4\n',
    };
    const snapshot = workspace(files, { options });
    const staging = environment(snapshot, 'staging');
    assert.equal(
      outline(snapshot),
      'development: .env; staging: .env, deploy/staging.env, !deploy/process.env',
    );
    assert.equal(staging.coupling, 'bundled');
    assert.deepEqual(staging.opaque, ['aws-ssm:/api/staging', 'k8s/staging/*.yaml#api']);
    assert.equal(staging.guess, undefined);
  });
});

describe('loaders of modules without a class', () => {
  const reads = 'import os\n\nHOST = os.environ["HOST"]\n';

  it('nothing shows that a file is loaded', () => {
    const snapshot = workspace({ 'app.py': reads, '.env': 'HOST=x\n' });
    assert.equal(outline(snapshot), 'development: ?.env');
  });

  it('load_dotenv does', () => {
    const code = `from dotenv import load_dotenv\n\nload_dotenv()\n${reads}`;
    const snapshot = workspace({ 'app/main.py': code, '.env': 'HOST=x\n' });
    assert.equal(outline(snapshot), 'development: .env');
  });

  it('load_dotenv with a path does', () => {
    const code = `from dotenv import load_dotenv\n\nload_dotenv("conf/app.env")\n${reads}`;
    const snapshot = workspace({ 'app.py': code, '.env': 'HOST=y\n', 'conf/app.env': 'HOST=x\n' });
    assert.equal(outline(snapshot), 'development: conf/app.env');
  });

  it('uvicorn --env-file does', () => {
    const snapshot = workspace({
      'app.py': reads,
      'start.sh': 'uvicorn app:app --env-file dev.env\n',
      'dev.env': 'HOST=x\n',
    });
    assert.equal(outline(snapshot), 'dev: dev.env');
  });
});

describe('compose files', () => {
  const compose = [
    'services:',
    '  api:',
    '    build: .',
    '    env_file: [shared.env]',
    '    environment:',
    '      A: 5',
    '      B: $B',
    '  db:',
    '    image: postgres',
    '    environment:',
    '      C: 1',
    '',
  ].join('\n');

  it('supply the process environment of the service they build', () => {
    const snapshot = workspace({ 'app.py': app, 'compose.yaml': compose, 'shared.env': 'D=1\n' });
    assert.equal(outline(snapshot), 'development: !shared.env, !compose.yaml');
    const [, layer] = environment(snapshot, 'development').layers;
    assert.deepEqual(
      layer?.variables?.map((it) => `${it.name} ${it.value.kind}`),
      ['A text', 'B unknown'],
    );
  });

  it('belong to the environment in their name', () => {
    const snapshot = workspace({ 'app.py': app, '.env': 'A=1\n', 'docker-compose.prod.yml': compose });
    const prod = environment(snapshot, 'prod');
    assert.deepEqual(
      prod.layers.map((it) => it.path),
      ['docker-compose.prod.yml'],
    );
    assert.deepEqual(prod.opaque, ['shared.env']);
  });

  it('are nothing to a service they do not build', () => {
    const other = compose.replace('build: .', 'build: ./other');
    const snapshot = workspace({ 'app.py': app, '.env': 'A=1\n', 'compose.yaml': other });
    assert.equal(outline(snapshot), 'development: .env');
  });

  it('a given process environment takes their place', () => {
    const given = new Map([['development', new Map([['A', '1']])]]);
    const snapshot = workspace({ 'app.py': app, 'compose.yaml': compose }, { given });
    assert.equal(outline(snapshot), 'development: given');
  });
});

describe('manifests', () => {
  it('envFrom makes an environment opaque', () => {
    const manifest = 'spec:\n  containers:\n    - envFrom:\n        - secretRef: {name: api}\n';
    const snapshot = workspace({ 'app.py': app, '.env': 'A=1\n', 'k8s/overlays/staging/api.yaml': manifest });
    assert.deepEqual(environment(snapshot, 'staging').opaque, ['k8s/overlays/staging/api.yaml']);
    assert.deepEqual(environment(snapshot, 'development').opaque, []);
  });
});
