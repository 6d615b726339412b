import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GivenError, readGiven } from '../../server/src/host/process-environment.ts';

function given(text: string, names?: string): Readonly<Record<string, string | null>> {
  const read = (file: string) => (file === 'names' ? (names ?? '') : text);
  const found = readGiven(['x=values'], names === undefined ? [] : ['x=names'], read).get('x') ?? new Map();
  return Object.fromEntries([...found].map(([name, value]) => [name, value ?? null]));
}

const json = (value: unknown, names?: string) => given(JSON.stringify(value), names);

describe('what tools print as a process environment', () => {
  it('is an object of texts where it has no known shape', () => {
    assert.deepEqual(json({ A: '1', data: 'x', kind: 'y' }), { A: '1', data: 'x', kind: 'y' });
    assert.throws(() => json({ A: { b: 1 } }), GivenError);
  });

  it('is the JSON in a secret of AWS', () => {
    assert.deepEqual(json({ ARN: 'x', Name: 'y', SecretString: '{"A":"1","B":true}' }), {
      A: '1',
      B: 'true',
    });
  });

  it('is the environment of a task, its secrets by name', () => {
    const api = { environment: [{ name: 'A', value: '1' }], secrets: [{ name: 'B', valueFrom: 'arn' }] };
    assert.deepEqual(json({ taskDefinition: { containerDefinitions: [api] } }), { A: '1', B: null });
  });

  it('is a secret of Vault of either version', () => {
    const one = { request_id: 'x', lease_id: '', data: { A: '1' } };
    const two = { request_id: 'x', lease_id: '', data: { data: { A: '1' }, metadata: { version: 1 } } };
    assert.deepEqual([json(one), json(two)], [{ A: '1' }, { A: '1' }]);
  });

  it('is outputs of Terraform, objects among them', () => {
    const outputs = {
      A: { sensitive: false, type: 'string', value: '1' },
      environment: { sensitive: true, type: ['object', {}], value: { B: '2', C: 3 } },
    };
    assert.deepEqual(json(outputs), { A: '1', B: '2', C: '3' });
  });

  it('has no value where several differ', () => {
    const parameter = (name: string, value: string) => ({ Name: name, Value: value });
    assert.deepEqual(
      json({ Parameters: [parameter('/a/A', '1'), parameter('/b/A', '2'), parameter('B', '3')] }),
      {
        A: null,
        B: '3',
      },
    );
  });

  it('is what containers get of manifests, `env` above `envFrom`', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: one }
data: { A: "1", B: "2" }
---
apiVersion: batch/v1
kind: CronJob
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - envFrom: [{ prefix: X_, configMapRef: { name: one } }]
              env:
                - { name: X_B, value: "3" }
                - { name: C, valueFrom: { configMapKeyRef: { name: one, key: A } } }
                - { name: D, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
                - { name: E, value: "$(C)/$(X_B)$$(C)" }
                - { name: F, value: "$(D)" }
`;
    assert.deepEqual(given(text), { X_A: '1', X_B: '3', C: '1', D: null, E: '1/3$(C)', F: null });
  });

  it('is what a Secret decodes to, where that is text', () => {
    const text = `apiVersion: v1
kind: Secret
data: { A: MQ==, B: "/w==" }
`;
    assert.deepEqual(given(text), { A: '1', B: null });
  });

  it('is not taken for whole where a store is not in it, unless its names are given', () => {
    const text = `apiVersion: v1
kind: Pod
spec:
  containers:
    - envFrom: [{ secretRef: { name: api } }]
`;
    assert.throws(() => given(text), /takes variables from `Secret\/api`, which it does not hold/);
    assert.deepEqual(given(text, 'KEY\n'), { KEY: null });
  });
});
