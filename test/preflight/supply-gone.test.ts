import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, type Files, replicasOf, service, stepsOf } from './deploy.ts';

function container(...lines: readonly string[]): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: api}',
    'spec:',
    '  selector: {matchLabels: {app: api}}',
    '  template:',
    '    metadata: {labels: {app: api}}',
    '    spec:',
    '      containers:',
    '        - name: api',
    '          image: api',
    ...lines.map((it) => `          ${it}`),
    '',
  ].join('\n');
}

const SECRET = 'envFrom: [{secretRef: {name: s}}]';

function version(field: string, ...lines: readonly string[]): Files {
  return service([field], { 'k8s/overlays/production/api.yaml': container(...lines) }, '');
}

function judged(from: Files, to: Files): readonly string[] {
  const report = deployOf({ from, to, environments: ['production'] });
  return replicasOf(report).filter((it) => !it.includes('/today'));
}

describe('what supplies an environment and goes', () => {
  it('may have set a required key, where it cannot be read', () => {
    assert.deepEqual(judged(version('token: str', SECRET), version('token: str')), [
      'running/release unknown: not-seen TOKEN',
      'new/release unknown: not-seen TOKEN',
      'rolled-back/release unknown: not-seen TOKEN',
    ]);
  });

  it('may have set a key that has a default', () => {
    const field = 'token: str = "none"';
    assert.equal(judged(version(field, SECRET), version(field))[1], 'new/release unknown: not-seen TOKEN');
  });

  it('set a required key with one entry', () => {
    const entries = [
      'env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: t}}}]',
      'env: [{name: TOKEN, value: x}]',
    ];
    for (const entry of entries) {
      assert.equal(
        judged(version('token: str', entry), version('token: str'))[1],
        'new/release unknown: not-seen TOKEN',
      );
    }
  });

  it('set a key that has a default, to a value that is not seen', () => {
    const entry = 'env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: t}}}]';
    const field = 'token: str = "none"';
    assert.equal(judged(version(field, entry), version(field))[1], 'new/release unknown: not-seen TOKEN');
  });

  it('is missed only by the code that runs, where the new code does not read it', () => {
    const to = version('name: str = "shop"');
    assert.deepEqual(judged(version('token: str', SECRET), to).slice(0, 1), [
      'running/release unknown: not-seen TOKEN',
    ]);
  });

  it('may be replaced by another store', () => {
    const other = 'envFrom: [{secretRef: {name: other}}]';
    assert.deepEqual(judged(version('token: str', SECRET), version('token: str', other)), []);
  });

  it('is replaced by an entry', () => {
    const entry = 'env: [{name: TOKEN, value: x}]';
    const found = judged(version('token: str', SECRET), version('token: str', entry));
    assert.ok(
      found.every((it) => it.endsWith(' yes')),
      found.join('\n'),
    );
  });

  it('is asked for before the deploy', () => {
    const report = deployOf({
      from: version('token: str', SECRET),
      to: version('token: str'),
      environments: ['production'],
    });
    assert.ok(
      stepsOf(report).includes(
        'before-deploy: make sure that `TOKEN` is set in `production`, which is not seen from here',
      ),
    );
  });
});
