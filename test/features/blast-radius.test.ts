import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hover } from '../../server/src/core/features/hover.ts';
import { planMigration, recordState, recordsNamed } from '../../server/src/core/features/migrations.ts';
import { ask, serviceOf, start } from '../migration/walk.ts';

const FILES = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5


settings = Settings()
`,
  'app/main.py': 'from app.settings import settings\n\nPOOL = settings.db_pool\n',
  '.env': 'DB_POOL=5\n',
  'compose.yaml': `services:
  api:
    build: .
    environment:
      DB_POOL: "7"
  worker:
    build: .
`,
  'docs/settings.md': 'DB_POOL is the size of the pool\n',
};

describe('whom a migration reaches', () => {
  const planned = planMigration(
    serviceOf(FILES),
    ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }),
  );

  it('is said before anything is written: code, replicas, environments, other files', () => {
    assert.ok(planned.ok, planned.ok ? '' : planned.message);
    assert.deepEqual(planned.reach, [
      '`Settings` in `app/settings.py` reads it, which `app/main.py` uses',
      'every replica of `api` (`development`) starts with it',
      'every replica of `worker` (`development`) starts with it',
      '`development` holds it in `.env`, `compose.yaml`',
      '`docs/settings.md` names it',
    ]);
  });

  it('counts replicas where manifests say how many, and nothing scales them', () => {
    const deployment = (name: string, replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  ${replicas}
  template:
    spec:
      containers:
        - {name: main, image: "registry/app:1", command: [uvicorn, "app.main:app"], env: [{name: DB_POOL, value: "8"}]}
`;
    const scaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n';
    const overlay = (lines: string) => `resources: [../../base]\n${lines}`;
    const compose = (name: string, count: string) =>
      `services:\n  ${name}:\n    build: .\n    ${count}\n    environment: {DB_POOL: "7"}\n`;
    const reach = (files: Readonly<Record<string, string>>) => {
      const { 'compose.yaml': _compose, ...others } = FILES;
      const snapshot = serviceOf({ ...others, ...files });
      const request = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });
      const answer = planMigration(snapshot, request);
      assert.ok(answer.ok, answer.ok ? '' : answer.message);
      return (answer.reach ?? []).filter((it) => it.includes('replica'));
    };
    assert.deepEqual(reach({ 'compose.yaml': compose('api', 'deploy: {replicas: 4}') }), [
      '4 replicas of `api` (`development`) start with it',
    ]);
    assert.deepEqual(reach({ 'compose.yaml': compose('api', 'scale: ${COUNT}') }), [
      'every replica of `api` (`development`) starts with it',
    ]);
    assert.deepEqual(
      reach({
        'compose.yaml': compose('api', 'scale: 1'),
        'compose.staging.yaml': compose('api', 'scale: 3'),
      }),
      [
        'every replica of `api` (`development`, `staging`: 1 in `development`, 3 in `staging`) starts with it',
      ],
    );
    const base = {
      'k8s/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'k8s/base/web.yaml': deployment('web', 'replicas: 2'),
    };
    const kustomized = (lines: string, more: Readonly<Record<string, string>> = {}) =>
      reach({ ...base, ...more, 'k8s/overlays/staging/kustomization.yaml': overlay(lines) });
    const said = (words: string) => [
      `${words} replicas of \`Deployment/web/main\` (\`staging\`) start with it`,
    ];
    assert.deepEqual(kustomized(''), said('2'));
    assert.deepEqual(kustomized('replicas: [{name: web, count: 6}]\n'), said('6'));
    const operation = '[{op: replace, path: /spec/replicas, value: 5}]';
    assert.deepEqual(
      kustomized(`patches: [{target: {kind: Deployment}, patch: "${operation}"}]\n`),
      said('5'),
    );
    const merged = { 'k8s/overlays/staging/more.yaml': deployment('web', 'replicas: 7') };
    assert.deepEqual(kustomized('patches: [{path: more.yaml}]\n', merged), said('7'));
    for (const replicas of ['replicas: null', 'replicas:', 'replicas: $(COUNT)'])
      assert.deepEqual(
        kustomized('patches: [{path: more.yaml}]\n', {
          'k8s/overlays/staging/more.yaml': deployment('web', replicas),
        }),
        ['every replica of `Deployment/web/main` (`staging`) starts with it'],
        replicas,
      );
    assert.deepEqual(kustomized('replicas: [{name: web, count: 0}]\n'), []);
    assert.deepEqual(
      reach({
        'compose.yaml': compose('api', 'scale: 0'),
        'compose.staging.yaml': compose('api', 'scale: 3'),
      }),
      ['3 replicas of `api` (`staging`) start with it'],
    );
    assert.deepEqual(
      kustomized('', { 'k8s/base/web.yaml': `${deployment('web', 'replicas: 2')}---\n${scaler}` }),
      ['every replica of `Deployment/web/main` (`staging`) starts with it'],
    );
    assert.deepEqual(reach({ 'deploy/staging/web.yaml': deployment('web', 'paused: false') }), [
      'every replica of `Deployment/web/main` (`staging`) starts with it',
    ]);
  });

  it('is said of a record, and where the key is looked at', () => {
    const walk = start(FILES, ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }));
    const snapshot = serviceOf(walk.files);
    const found = recordsNamed(snapshot, []);
    assert.ok(found.ok && found.records[0]);
    const answer = recordState(snapshot, found.records[0], 'claimed');
    assert.ok(
      answer.ok && answer.state.reach.includes('every replica of `worker` (`development`) starts with it'),
    );
    const shown = hover(snapshot, '.env', 3)?.markdown ?? '';
    assert.match(shown, /Being migrated: `\d{8}-db-pool-size` is in `expand`\n\n- `Settings` in /);
    assert.doesNotMatch(hover(serviceOf(FILES), '.env', 3)?.markdown ?? '', /Being migrated/);
  });
});
