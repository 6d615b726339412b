import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helm } from '../../server/src/core/supply/helm.ts';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import { problemsOf, suppliedBy } from './supplied-by.ts';

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
