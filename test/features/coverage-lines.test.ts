import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coverageOf } from '../../server/src/core/features/coverage.ts';
import { coverageLines } from '../../server/src/core/features/coverage-lines.ts';
import { workspace } from '../workspace.ts';

const CLASS = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    port: int = 8000


Settings()
`;

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.example.com/shop
          env: [{name: PORT, value: "9000"}]
`;

describe('what was not seen', () => {
  it('an environment with nothing but a guess is not certain, and the guess is shown', () => {
    const snapshot = workspace({
      'app.py': CLASS,
      '.env': 'PORT=1\n',
      'k8s/overlays/production/deployment.yaml': deployment('shop'),
    });
    assert.deepEqual(coverageLines(coverageOf(snapshot)), [
      'environments: development',
      'not certain (only what is assumed below): production',
      'assumed: `Deployment/shop/api` of `k8s/overlays/production/deployment.yaml` runs the service, as the only one that may (production)',
    ]);
  });
});
