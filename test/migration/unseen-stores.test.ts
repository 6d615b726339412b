import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingEdits, valuesIn } from '../../server/src/core/features/measure-record.ts';
import { statusOf } from '../../server/src/core/features/migration-status.ts';
import { type AttestRequest, attestRecord } from '../../server/src/core/migration/edit/attest-record.ts';
import { withEdits } from './make-facts.ts';
import { allEdits, ask, type Files, failing, next, recordOf, serviceOf, start, type Walk } from './walk.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.example/api:1
          command: ["uvicorn", "app.main:app"]
          envFrom:
            - configMapRef: {name: api-config}
            - secretRef: {name: api-secrets}
`;
const configMap = (...lines: readonly string[]) => `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: api-config
data:
${lines.map((line) => `  ${line}\n`).join('')}`;

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/main.py': 'from app.settings import settings\n\napp = settings\n',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    timeout: float = 30.0


settings = Settings()
`,
  '.env': 'DEBUG=1\n',
  'k8s/api.yaml': `${DEPLOYMENT}${configMap('LOG_LEVEL: info', 'TIMEOUT: "45"')}`,
};
const UNIT = ask({
  kind: 'unit',
  from: 'TIMEOUT',
  to: 'TIMEOUT_MS',
  answers: new Map([['convert', 'seconds-to-milliseconds']]),
});
const STORE = 'Secret/api-secrets';

function attested(walk: Walk, environment: Omit<NonNullable<AttestRequest['environment']>, 'name'>): Walk {
  const record = recordOf(walk);
  const edited = attestRecord(record, {
    by: '@ops',
    on: '2026-09-23',
    environment: { name: 'deployed', ...environment },
  });
  assert.ok(edited.ok, edited.ok ? '' : edited.message);
  return { ...walk, files: { ...walk.files, [record.file.path]: edited.text } };
}

function missing(walk: Walk) {
  const found = missingEdits(serviceOf(walk.files), recordOf(walk));
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.change;
}

function withManifest(walk: Walk, text: string): Walk {
  return { ...walk, files: { ...walk.files, 'k8s/api.yaml': text } };
}

function nextCommand(walk: Walk): string | undefined {
  return statusOf(serviceOf(walk.files), recordOf(walk)).command;
}

test('nothing is added beside a key while a store above it may hold the key', () => {
  const walk = start(FILES, UNIT);
  assert.equal(walk.files['k8s/api.yaml'], FILES['k8s/api.yaml']);
  assert.match(
    walk.notes.join('\n'),
    /whether `Secret\/api-secrets` \(`deployed`\) holds `TIMEOUT` is not seen/,
  );
  assert.deepEqual(failing(walk, 'next'), [
    'G1 deployed unknown',
    'G3 deployed unknown',
    'G4 deployed unknown',
    'G7 deployed unknown',
  ]);
  assert.match(nextCommand(walk) ?? '', /--environment deployed --store Secret\/api-secrets --names -$/);
});

test('once somebody has listed the store, the key is added in the document that holds the other one', () => {
  const walk = attested(start(FILES, UNIT), { store: STORE, names: ['DATABASE_URL'] });
  const { id } = recordOf(walk);
  const after = withEdits(walk.files, allEdits(missing(walk)));
  assert.equal(
    after['k8s/api.yaml'],
    `${DEPLOYMENT}${configMap('LOG_LEVEL: info', 'TIMEOUT: "45"', `# settings-migration: ${id}`, 'TIMEOUT_MS: "45000"')}`,
  );
  assert.deepEqual(failing({ ...walk, files: after }, 'next'), []);
});

test('a store that holds the old key is for people, and is above what lies below it', () => {
  const walk = attested(start(FILES, UNIT), { store: STORE, names: ['TIMEOUT'] });
  const { notes, environment } = missing(walk);
  assert.deepEqual(environment, []);
  assert.match(
    notes.join('\n'),
    /add `TIMEOUT_MS`, .* next to `TIMEOUT` in `Secret\/api-secrets` \(`deployed`\), then attest it/,
  );
  assert.match(notes.join('\n'), /in `k8s\/api.yaml` once what is above it has it/);
  const below = withManifest(walk, `${DEPLOYMENT}${configMap('TIMEOUT: "45"', 'TIMEOUT_MS: "45000"')}`);
  assert.ok(failing(below, 'next').includes('G7 deployed no'));
  const both = attested(below, { store: STORE, names: ['TIMEOUT', 'TIMEOUT_MS'] });
  assert.ok(!missing(both).notes.some((it) => it.includes('Secret')));
  assert.ok(!failing(both, 'next').some((it) => it.startsWith('G7') || it.startsWith('G1')));
});

test('names of the whole environment without the new key are an answer', () => {
  const walk = attested(start(FILES, UNIT), { names: ['TIMEOUT', 'PATH'] });
  assert.deepEqual(failing(walk, 'next'), ['G1 deployed no']);
});

test('one list of names for all layers does not say that the old key is nowhere above the new one', () => {
  const walk = attested(start(FILES, UNIT), { names: ['TIMEOUT', 'TIMEOUT_MS'] });
  const below = withManifest(walk, `${DEPLOYMENT}${configMap('TIMEOUT: "45"', 'TIMEOUT_MS: "45000"')}`);
  assert.ok(failing(below, 'next').includes('G7 deployed unknown'));
});

test('values that were given once are compared as the conversion has it, and judged', () => {
  const walk = start(FILES, UNIT);
  const shown = (values: Readonly<Record<string, string>>) =>
    valuesIn(
      { ...serviceOf(walk.files), given: new Map([['deployed', new Map(Object.entries(values))]]) },
      recordOf(walk),
      'deployed',
    );
  assert.deepEqual(shown({ TIMEOUT: '45', TIMEOUT_MS: '45000' }), { equal: true, valid: true });
  assert.deepEqual(shown({ TIMEOUT: '45', TIMEOUT_MS: '45' }), { equal: false, valid: true });
  assert.deepEqual(shown({ TIMEOUT: '45', TIMEOUT_MS: 'soon' }), { equal: false, valid: false });
  assert.deepEqual(shown({ TIMEOUT: '45' }), {});
  const said = attested(walk, { names: ['TIMEOUT', 'TIMEOUT_MS'], equal: true, valid: true });
  assert.deepEqual(failing(said, 'next'), []);
});

test('a record that is done takes the comments of its migration out of environment files', () => {
  const walk = attested(start(FILES, UNIT), { store: STORE, names: [] });
  const added = { ...walk, files: withEdits(walk.files, allEdits(missing(walk))) };
  const { file } = recordOf(added);
  const done = { ...added.files, [file.path]: file.text.replace('phase: expand', 'phase: done') };
  const after = withEdits(done, allEdits(missing({ ...added, files: done })));
  assert.equal(
    after['k8s/api.yaml'],
    `${DEPLOYMENT}${configMap('LOG_LEVEL: info', 'TIMEOUT: "45"', 'TIMEOUT_MS: "45000"')}`,
  );
});

test('an attribute that a property serves from the new key is no read of the old one', () => {
  const files: Files = {
    ...FILES,
    'app/main.py': 'from app.settings import settings\n\nWAIT = settings.timeout\n',
    'k8s/api.yaml': `${DEPLOYMENT.replace('            - secretRef: {name: api-secrets}\n', '')}${configMap('TIMEOUT: "45"')}`,
  };
  const walk = next(start(files, UNIT));
  assert.match(walk.files['app/settings.py'] ?? '', /@property\n {4}def timeout/);
  assert.deepEqual(failing(walk, 'claimed'), []);
});
