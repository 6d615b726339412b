import assert from 'node:assert/strict';
import { it } from 'node:test';
import { placeMeaning } from '../../server/src/core/supply/place-environment.ts';

it('folders and names of manifests name environments', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['k8s/overlays/staging/kustomization.yaml', 'staging', 'service'],
    ['k8s/overlays/qa-eu/kustomization.yaml', 'qa-eu', 'service'],
    ['k8s/overlays/local/kustomization.yaml', 'development', 'service'],
    ['k8s/overlays/test/kustomization.yaml', undefined, 'tests'],
    ['k8s/prod/api.yaml', 'prod', 'service'],
    ['environments/eu-1/api.yaml', 'eu-1', 'service'],
    ['envs/example/api.yaml', undefined, 'service'],
    ['k8s/prod/overlays/canary/kustomization.yaml', 'canary', 'service'],
    ['k8s/api.staging.yaml', 'staging', 'service'],
    ['ecs/task-definition-production.json', 'production', 'service'],
    ['k8s/production.yaml', 'production', 'service'],
    ['k8s/base/api.yaml', undefined, 'service'],
    ['tests/manifests/api.yaml', undefined, 'tests'],
    ['api.yaml', undefined, 'service'],
  ];
  for (const [path, environment, role] of cases) {
    const meaning = placeMeaning(path);
    assert.deepEqual([meaning.environment, meaning.role], [environment, role], path);
  }
});
