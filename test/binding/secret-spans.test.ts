import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holdsKnownSecret, secretSpans } from '../../server/src/core/binding/secret-spans.ts';
import { workspace } from '../workspace.ts';

const PY = `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    hook: SecretStr
    api_token: int = 0
    dsn: str = "postgres://u:canary@h/db"
    token_ttl: int = 60
`;

function hidden(path: string, env = ''): readonly string[] {
  const snapshot = workspace({ 'settings.py': PY, '.env': env });
  const text = snapshot.files.get(path)?.text ?? '';
  return secretSpans(snapshot, path).map(({ start, end }) => text.slice(start, end));
}

describe('what is never shown', () => {
  it('is the value of a declared secret, and of a key that is named like one', () => {
    assert.deepEqual(hidden('.env', 'HOOK=canary\nSIDECAR_PASSWORD=canary2\nTOKEN_TTL=5\n'), [
      'canary',
      'canary2',
    ]);
  });

  it('is the value of a misspelt secret', () => {
    assert.deepEqual(hidden('.env', 'HOOKK=canary\n'), ['canary']);
  });

  it('is what stands behind a quote that never closes', () => {
    assert.deepEqual(hidden('.env', 'HOOK="canary\n'), ['"canary']);
  });

  it('is a password in a URL, in files and in defaults', () => {
    assert.deepEqual(hidden('.env', 'OTHER=redis://:canary@h/0\n'), ['redis://:canary@h/0']);
    assert.deepEqual(hidden('settings.py'), ['postgres://u:canary@h/db']);
  });

  it('is not what a name only describes', () => {
    assert.deepEqual(hidden('.env', 'TOKEN_TTL=5\nPAGE=2\n'), []);
  });
});

describe('what a workload gives', () => {
  const compose = [
    'services:',
    '  api:',
    '    build: .',
    '    environment:',
    '      - HOOK=canary1',
    '      - "SIDECAR_PASSWORD=canary2"',
    '      - TOKEN_TTL=5',
    '  other:',
    '    image: other',
    '    environment: [API_SECRET=canary3]',
    '',
  ].join('\n');

  it('is hidden in lists as well, whoever reads it', () => {
    const snapshot = workspace({ 'settings.py': PY, 'compose.yaml': compose });
    const spans = secretSpans(snapshot, 'compose.yaml');
    assert.deepEqual(
      spans.map(({ start, end }) => compose.slice(start, end)),
      ['canary1', 'canary2', 'canary3'],
    );
  });

  it('is hidden where a store of secrets holds it, whatever its name, and in plain text too', () => {
    const secret = [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: {name: api}',
      'data:',
      '  PLAIN: Y2FuYXJ5',
      '---',
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: api}',
      'spec:',
      '  containers:',
      '    - {name: api, image: api, envFrom: [{secretRef: {name: api}}]}',
      '',
    ].join('\n');
    const snapshot = workspace({ 'settings.py': PY, 'k8s/secret.yaml': secret });
    const spans = secretSpans(snapshot, 'k8s/secret.yaml');
    assert.deepEqual(
      spans.map(({ start, end }) => secret.slice(start, end)),
      ['Y2FuYXJ5'],
    );
    assert.equal(holdsKnownSecret(snapshot, 'PLAIN=canary'), true);
  });
});

describe('a secret on a line that its program refuses', () => {
  it('is hidden wherever in the line its name stands', () => {
    for (const [path, text] of [
      ['shop.service', '[Service]\nEnvironment="API_TOKEN=canary\n'],
      ['Dockerfile', 'FROM python:3\nENV MODE=x API_TOKEN="canary\n'],
      ['.env', 'export API_TOKEN="canary\n'],
    ] as const) {
      const spans = secretSpans(workspace({ 'settings.py': PY, [path]: text }), path);
      assert.ok(
        spans.some((it) => text.slice(it.start, it.end).includes('canary')),
        path,
      );
    }
  });
});
