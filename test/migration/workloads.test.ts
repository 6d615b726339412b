import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from '../scenario/run-scenario.ts';
import { ask, create, type Files, failing, next, serviceOf, start, type Walk, waive } from './walk.ts';

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    db_pool: int = 5
    debug: bool = False


settings = Settings()
`,
};
const RENAME = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });

function compose(...environment: readonly string[]): string {
  const lines = environment.map((line) => `      ${line}\n`).join('');
  return `services:\n  api:\n    build: .\n    environment:\n${lines}`;
}

/** The compose file after each phase, the lines that the migration signs without their signature. */
function phases(text: string): readonly string[] {
  const seen: string[] = [];
  const look = (walk: Walk) => {
    const now = (walk.files['compose.yaml'] ?? '').replace(/^ *# .*\n/gm, '');
    if (seen.at(-1) !== now) seen.push(now);
  };
  let walk = start({ ...FILES, 'compose.yaml': text }, RENAME);
  look(walk);
  for (let turn = 0; turn < 3; turn++) {
    walk = next(waive(walk, 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10', 'G11', 'G12'));
    look(walk);
  }
  return seen;
}

test('a mapping of a compose file gets the new key beside the old one, and loses the old one', () => {
  const text = compose('DB_POOL: "20" # per process', 'TZ: UTC');
  assert.deepEqual(phases(text), [
    compose('DB_POOL: "20" # per process', 'DB_POOL_SIZE: "20"', 'TZ: UTC'),
    compose('DB_POOL_SIZE: "20"', 'TZ: UTC'),
  ]);
});

test('so does a list', () => {
  const text = compose("- 'DB_POOL=20'", '- TZ=UTC');
  assert.deepEqual(phases(text), [
    compose("- 'DB_POOL=20'", "- 'DB_POOL_SIZE=20'", '- TZ=UTC'),
    compose("- 'DB_POOL_SIZE=20'", '- TZ=UTC'),
  ]);
});

test('a key that is taken over from the host is for people', () => {
  const { change } = create(
    { ...FILES, 'compose.yaml': compose('- DB_POOL') },
    { ...RENAME, plan: 'env-first' },
  );
  assert.deepEqual(change.environment, []);
  assert.match(change.notes.join('\n'), /add `DB_POOL_SIZE` next to `DB_POOL` in `compose.yaml` by hand/);
});

test('every service of a file that has the key is edited', () => {
  const text = `${compose('DB_POOL: 20')}  worker:\n    build: .\n    environment:\n      DB_POOL: 5\n`;
  const { change } = create({ ...FILES, 'compose.yaml': text }, { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    change.environment.map((it) => [it.path, it.edits.length]),
    [['compose.yaml', 2]],
  );
});

/** Two processes of one image, each with its own environment, and what the gates of the next phase say. */
function twoWorkloads(api: readonly string[], worker: readonly string[]): readonly string[] {
  const walk = start({ ...FILES, 'compose.yaml': compose('DB_POOL: 20') }, { ...RENAME, plan: 'env-first' });
  const lines = worker.map((line) => `      ${line}\n`).join('');
  const text = `${compose(...api)}  worker:\n    build: .\n    environment:\n${lines}`;
  const files = { ...walk.files, 'compose.yaml': text };
  return failing({ ...walk, files }, 'next').filter((it) => /^G[1347] /.test(it));
}

test('a process that lacks the new key holds the next phase back, whichever of them it is', () => {
  const [one, both] = [['DB_POOL: 20'], ['DB_POOL: 20', 'DB_POOL_SIZE: 20']];
  assert.deepEqual(twoWorkloads(one, both), ['G1 development no']);
  assert.deepEqual(twoWorkloads(both, one), ['G1 development no']);
  assert.deepEqual(twoWorkloads(both, both), []);
});

test('each process is compared with itself, not with the others', () => {
  const worker = ['DB_POOL: 5', 'DB_POOL_SIZE: 5'];
  assert.deepEqual(twoWorkloads(['DB_POOL: 20', 'DB_POOL_SIZE: 20'], worker), []);
  assert.deepEqual(twoWorkloads(['DB_POOL: 20', 'DB_POOL_SIZE: 5'], worker), ['G3 development no']);
  assert.deepEqual(twoWorkloads(['DB_POOL: 20', 'DB_POOL_SIZE: many'], worker), [
    'G3 development no',
    'G4 development no',
  ]);
});

test('a process that never had the key is not asked for the new one', () => {
  assert.deepEqual(twoWorkloads(['DB_POOL: 20', 'DB_POOL_SIZE: 20'], ['DEBUG: "no"']), []);
});

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: team/api:1
      command: [python, -m, app.settings]
      envFrom:
        - configMapRef:
            name: api
      env:
        - name: DB_POOL
          value: "50"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: api
data:
  DB_POOL: "20"
`;

test('what a container sets itself outranks its ConfigMap, wherever the two stand', () => {
  const name = 'deploy/production/api.yaml';
  const walk = start({ ...FILES, [name]: POD }, { ...RENAME, plan: 'env-first' });
  const g7 = (files: Files) => failing({ ...walk, files: { ...walk.files, ...files } }, 'next');
  const added = POD.replace('DB_POOL: "20"', 'DB_POOL: "20"\n  DB_POOL_SIZE: "20"');
  assert.ok(g7({ [name]: added }).includes('G7 production no'));
  const both = added.replace(
    '          value: "50"\n',
    '          value: "50"\n        - name: DB_POOL_SIZE\n          value: "50"\n',
  );
  assert.ok(!g7({ [name]: both }).some((it) => it.startsWith('G7 production')));
  const { change } = create({ ...FILES, [name]: POD }, { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    change.environment.map((it) => [it.path, it.edits.length]),
    [[name, 2]],
  );
});

test('a key of a base is said to be on its way out in every environment that is built from it', () => {
  const overlay = 'resources:\n  - ../../base\n';
  const files = {
    ...FILES,
    'k8s/base/kustomization.yaml': 'resources:\n  - api.yaml\n',
    'k8s/base/api.yaml': POD,
    'k8s/overlays/staging/kustomization.yaml': overlay,
    'k8s/overlays/production/kustomization.yaml': overlay,
  };
  const walk = start(files, { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    findings(serviceOf(walk.files), 'k8s/base/api.yaml', new Set(['deprecated-key'])).map((it) => [
      it.key,
      it.environments,
    ]),
    [
      ['DB_POOL', ['production', 'staging']],
      ['DB_POOL', ['production', 'staging']],
    ],
  );
});
