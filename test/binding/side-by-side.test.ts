import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { resolveForAll } from '../../server/src/core/binding/side-by-side.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema, settingsClass } from './settings-class.ts';

const APP = {
  'app/__init__.py': '',
  'app/settings.py': settingsClass('', 'name: str', 'port: int = 1'),
  'app/worker.py': 'from app.settings import settings\n\nprint(settings.port)\n',
  'app/wsgi.py': 'from app.settings import settings\n\napplication = settings\n',
};

/** Whether the service starts in an environment, and why that is not known. */
function startOf(files: Readonly<Record<string, string>>, name = 'deployed') {
  const snapshot = workspace({ ...APP, ...files });
  const deployed = environment(snapshot, name);
  const { ok, undecided } = resolve(snapshot, onlySchema(snapshot), deployed);
  return [ok, ...undecided.map(({ reason }) => reason), ...(deployed.guess === undefined ? [] : ['guessed'])];
}

function unit(command: string, variables: string): string {
  return `[Service]\nEnvironment=${variables}\nExecStart=/srv/.venv/bin/${command}\n`;
}

function deployment(name: string, command: string, key: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  template:
    spec:
      containers:
        - name: main
          image: registry/app:1
          command: [python, -m, ${command}]
          env:
            - {name: ${key}, value: "8"}
`;
}

describe('processes that run side by side', () => {
  it('do not lend each other what one unit of systemd lacks', () => {
    const files = {
      'deploy/web.service': unit('gunicorn app.wsgi:application', 'NAME=shop'),
      'deploy/worker.service': unit('python -m app.worker', 'PORT=8'),
    };
    assert.deepEqual(startOf(files), [
      null,
      '`web.service` and `worker.service` differ',
      '`worker.service` and `web.service` differ',
    ]);
  });

  it('do not lend each other what one manifest lacks', () => {
    const files = {
      'deploy/prod/web.yaml': deployment('web', 'app.wsgi', 'NAME'),
      'deploy/prod/worker.yaml': deployment('worker', 'app.worker', 'PORT'),
    };
    assert.equal(startOf(files, 'prod')[0], null);
  });

  it('start where each has what it needs', () => {
    const files = {
      'deploy/web.service': unit('gunicorn app.wsgi:application', 'NAME=shop'),
      'deploy/worker.service': unit('python -m app.worker', 'NAME=shop'),
    };
    assert.deepEqual(startOf(files), [true]);
  });
});

describe('a verdict on processes that do not all run side by side', () => {
  it('comes with the errors that it rests on', () => {
    const run = (name: string, folder: string, port: string) =>
      `  ${name}:\n    build: ${folder}\n    environment: {NAME: shop${port}}\n`;
    const snapshot = workspace({
      ...APP,
      'crossfade.toml':
        '[environments.staging]\nprocess = ["compose.staging.yaml#api", "compose.staging.yaml#worker", "deploy/compose.staging.yaml#job"]\n',
      'compose.staging.yaml': `services:\n${run('api', '.', '')}${run('worker', '.', '')}`,
      'deploy/compose.staging.yaml': `services:\n${run('job', '..', ', PORT: many')}`,
    });
    const staging = environment(snapshot, 'staging');
    const { ok, errors, undecided } = resolveForAll(snapshot, onlySchema(snapshot), staging);
    assert.deepEqual(
      [ok, errors.flatMap((it) => it.loc ?? []), undecided.map((it) => it.reason)],
      [false, ['port'], []],
    );
  });
});

describe('a web server', () => {
  const started = (command: string) => startOf({ 'deploy/web.service': unit(command, 'NAME=shop') });

  for (const command of [
    'gunicorn app.wsgi',
    'gunicorn --workers 4 --bind 0.0.0.0:8000 app.wsgi',
    'gunicorn app.wsgi --bind unix:/run/app.sock',
    'gunicorn -b :8000 app.wsgi',
    'gunicorn -c deploy/gunicorn.conf.py app.wsgi',
    'gunicorn app.wsgi:application -w 4',
    'gunicorn -k uvicorn.workers.UvicornWorker --preload app.wsgi',
    'gunicorn -c python:conf.web app.wsgi',
    'env X=1 /srv/.venv/bin/gunicorn --workers=4 app.wsgi',
    "gunicorn 'app.wsgi:create_app()'",
    `gunicorn -w 2 "app.wsgi:create_app('prod')" --preload`,
    'gunicorn app.wsgi:create_app()',
    'uvicorn --factory app.wsgi:create_app',
    "uvicorn 'app.wsgi:app' --port 8000",
  ]) {
    it(`runs the module of \`${command}\``, () => assert.deepEqual(started(command), [true]));
  }
});
