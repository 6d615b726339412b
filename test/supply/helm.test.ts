import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helm } from '../../server/src/core/supply/helm.ts';
import { valuesWorkload } from '../../server/src/core/supply/helm-values.ts';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { problemsOf, suppliedBy, valuesOf, variablesOf } from './supplied-by.ts';

const template =
  'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: {{ .Values.name }}\n      env: []\n';
const files = {
  'deploy/chart/Chart.yaml': 'apiVersion: v2\nname: shop\n',
  'deploy/chart/templates/api.yaml': template,
  'deploy/chart/templates/jobs/worker.yaml': template,
  'deploy/chart/templates/_helpers.tpl': '{{- define "x" -}}{{- end -}}\n',
  'deploy/chart/values.yaml': 'env:\n  A: b\n',
};

describe('a chart', () => {
  it('is one information, however many templates it has', () => {
    assert.deepEqual(problemsOf(suppliedBy(helm, files), files), [
      [
        'info',
        'shop',
        'what the templates of this chart set is not looked at; the configuration can name the values that hold it',
      ],
    ]);
    assert.deepEqual(suppliedBy(helm, files).skipped, [
      { path: 'deploy/chart/templates', reason: 'templates of a Helm chart' },
    ]);
    assert.deepEqual(suppliedBy(kubernetes, files), { workloads: [], problems: [] });
  });

  it('without templates that run anything is none', () => {
    const others = {
      ...files,
      'deploy/chart/templates/api.yaml': 'x: {{ y }}\n',
      'deploy/chart/templates/jobs/worker.yaml': '',
    };
    assert.deepEqual(suppliedBy(helm, others).problems, []);
  });

  it('is where `Chart.yaml` is', () => {
    assert.deepEqual(suppliedBy(helm, { 'templates/api.yaml': template }).problems, []);
    const root = { 'Chart.yaml': 'name: x\n', 'templates/api.yaml': template };
    assert.equal(suppliedBy(helm, root).problems.length, 1);
  });
});

describe('values', () => {
  const read = (text: string, path: string) => valuesWorkload(sourceFile('values.yaml', text), path);

  it('are a map at a path, or below one of the usual keys', () => {
    const text =
      'api:\n  replicas: 2\n  env:\n    PORT: 8000\n    DEBUG: true\n    HOST: "db"\n    RATIO: 1e3\n    TAG: "{{ .Chart.Version }}"\n';
    const expected = { PORT: '8000', DEBUG: 'true', HOST: 'db', RATIO: '<unknown>', TAG: '<unknown>' };
    assert.deepEqual(valuesOf(read(text, 'api.env')), expected);
    assert.deepEqual(valuesOf(read(text, 'api')), expected);
    assert.deepEqual(
      variablesOf(read(text, 'api')).map((it) => it.shape),
      Array(5).fill('entry'),
    );
  });

  it('are a list of names and values', () => {
    const text =
      'extraEnvVars:\n  - name: PORT\n    value: 80\n  - name: TOKEN\n    valueFrom: {secretKeyRef: {name: a, key: b}}\n';
    const workload = read(text, '');
    assert.deepEqual(valuesOf(workload), { PORT: '80', TOKEN: '<unknown>' });
    assert.deepEqual(
      variablesOf(workload).map((it) => [it.shape, it.secret]),
      [
        ['name-value', false],
        ['name-value', true],
      ],
    );
  });

  it('that SOPS encrypted are names', () => {
    const text = 'env:\n  TOKEN: ENC[AES256_GCM,data:x,type:str]\nsops:\n  mac: ENC[x]\n  version: 3.9.0\n';
    const [token] = variablesOf(read(text, 'env'));
    assert.deepEqual([token?.name, token?.value.kind, token?.secret], ['TOKEN', 'unknown', true]);
  });

  it('are nothing where the path leads to something else', () => {
    for (const path of ['nope', 'image', 'hosts', 'image.tag.x']) {
      assert.equal(read('image: team/api\nhosts: [a, b]\n', path), undefined, path);
    }
  });
});
