import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  insertVariable,
  removeVariable,
  renameVariable,
  replaceVariable,
} from '../../server/src/core/supply/edit-variable.ts';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { opaqueOf, problemsOf, suppliedBy, valuesOf, variablesOf } from './supplied-by.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: team/api
          envFrom:
            - configMapRef:
                name: settings
          env:
            - name: PORT
              value: "80"
`;
const base = {
  'k8s/base/kustomization.yaml': `resources: [api.yaml]
configMapGenerator:
  - name: settings
    literals: [LEVEL=info, "NAME='shop'"]
`,
  'k8s/base/api.yaml': deployment,
};
const overlay = (text: string, files: Readonly<Record<string, string>> = {}) => ({
  ...base,
  'k8s/overlays/staging/kustomization.yaml': `resources: [../../base]\n${text}`,
  ...files,
});
const PATH = 'k8s/overlays/staging/kustomization.yaml';

describe('a kustomization', () => {
  it('that others use is not applied by itself, and an overlay names its environment', () => {
    const { workloads } = suppliedBy(kubernetes, overlay('namePrefix: st-\n'));
    assert.deepEqual(
      workloads.map((it) => [it.name, it.container, it.environment, it.path]),
      [['Deployment/st-api', 'api', 'staging', 'k8s/base/api.yaml']],
    );
    assert.deepEqual(
      suppliedBy(kubernetes, base).workloads.map((it) => it.environment),
      [undefined],
    );
  });

  it('gives every variable the place where it was written last', () => {
    const files = overlay(
      `configMapGenerator:
  - name: settings
    behavior: merge
    literals: [LEVEL=debug]
patches:
  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: {name: WORKERS, value: "4"}
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec:
        template:
          spec:
            containers:
              - name: api
                env: [{name: PORT, value: "8080"}]
`,
    );
    const [workload] = suppliedBy(kubernetes, files).workloads;
    assert.deepEqual(valuesOf(workload), { LEVEL: 'debug', NAME: 'shop', PORT: '8080', WORKERS: '4' });
    const texts = variablesOf(workload).map(({ name, path, entry, shape }) => {
      const text = Object.entries(files).find(([key]) => key === path)?.[1] ?? '';
      const at = (span: { readonly start: number; readonly end: number } | undefined) =>
        text.slice(span?.start, span?.end);
      return [name, path, at(entry?.key.span), at(entry?.value?.span), shape];
    });
    assert.deepEqual(texts, [
      ['NAME', 'k8s/base/kustomization.yaml', 'NAME', 'shop', 'elsewhere'],
      ['LEVEL', PATH, 'LEVEL', 'debug', 'assignment'],
      ['PORT', PATH, 'PORT', '"8080"', 'name-value'],
      ['WORKERS', PATH, 'WORKERS', '"4"', 'name-value'],
    ]);
  });

  it('does not say what a patch in folded text changes', () => {
    const files = overlay(
      'patches:\n  - target: {kind: Deployment}\n    patch: >-\n      [{"op": "remove", "path": "/x"},\n      {"op": "remove", "path": "/y"}]\n',
    );
    const [workload] = suppliedBy(kubernetes, files).workloads;
    assert.deepEqual(opaqueOf(workload), [['a patch that is not followed', undefined]]);
  });

  it('does not say what a replacement or a var makes of a value', () => {
    const replaced = overlay(`replacements:
  - source: {kind: ConfigMap, name: settings, fieldPath: data.LEVEL}
    targets:
      - select: {kind: Deployment}
        fieldPaths: ["spec.template.spec.containers.[name=api].env.[name=PORT].value"]
`);
    assert.deepEqual(valuesOf(suppliedBy(kubernetes, replaced).workloads[0]), {
      LEVEL: 'info',
      NAME: 'shop',
      PORT: '<unknown>',
    });
    const vars = overlay('vars: [{name: X, objref: {kind: Service, name: db, apiVersion: v1}}]\n', {
      'k8s/base/api.yaml': deployment.replace('"80"', '"$(X)"'),
    });
    assert.equal(valuesOf(suppliedBy(kubernetes, vars).workloads[0]).PORT, '<unknown>');
  });

  it('with what is fetched or made elsewhere misses nothing', () => {
    for (const more of ['- https://example.com/base?ref=v1\n', '- github.com/team/base\n']) {
      const files = { 'kustomization.yaml': `resources:\n- api.yaml\n${more}`, 'api.yaml': deployment };
      const supplied = suppliedBy(kubernetes, files);
      assert.deepEqual(supplied.problems, []);
      assert.deepEqual(opaqueOf(supplied.workloads[0]), [['ConfigMap/settings', undefined]]);
    }
    const chart = {
      'kustomization.yaml': 'resources: [api.yaml]\nhelmCharts: [{name: x}]\n',
      'api.yaml': deployment,
    };
    assert.deepEqual(suppliedBy(kubernetes, chart).problems, []);
  });

  it('with a file of values takes its lines', () => {
    const files = {
      'kustomization.yaml':
        'resources: [api.yaml]\nconfigMapGenerator:\n- {name: settings, envs: [.env.staging]}\n',
      'api.yaml': deployment,
      '.env.staging': '# note\nLEVEL=info\nQUOTED="x"\n',
    };
    const [workload] = suppliedBy(kubernetes, files).workloads;
    assert.deepEqual(valuesOf(workload), { LEVEL: 'info', QUOTED: '"x"', PORT: '80' });
    const shapes = variablesOf(workload).map((it) => [it.name, it.path, it.shape]);
    assert.deepEqual(shapes.slice(0, 2), [
      ['LEVEL', '.env.staging', 'line'],
      ['QUOTED', '.env.staging', 'elsewhere'],
    ]);
  });

  it('is edited in such a file as kustomize reads it, which takes quotes for a part of the value', () => {
    const text = '# note\nLEVEL=info\nREGION=eu\n';
    const lines = sourceFile('s.env', text);
    const others = {
      'kustomization.yaml': 'resources: [api.yaml]\nconfigMapGenerator:\n- {name: settings, envs: [s.env]}\n',
      'api.yaml': deployment,
    };
    const files = Object.entries(others).map(([path, own]) => sourceFile(path, own));
    const { workloads } = kubernetes.supplied([...files, lines]);
    const level = variablesOf(workloads[0]).find((it) => it.name === 'LEVEL');
    const document = documentOf(lines);
    assert.ok(level && document);
    const added = { name: 'LOG_LEVEL', comment: 'new' };
    for (const [edits, after] of [
      [removeVariable(document, level), '# note\nREGION=eu\n'],
      [renameVariable(document, level, 'LOG_LEVEL'), '# note\nLOG_LEVEL=info\nREGION=eu\n'],
      [replaceVariable(document, level, 'a "b" #c'), '# note\nLEVEL=a "b" #c\nREGION=eu\n'],
      [insertVariable(document, level, added), '# note\nLEVEL=info\n# new\nLOG_LEVEL=info\nREGION=eu\n'],
      [
        insertVariable(document, level, { name: 'LOG_LEVEL', text: '["a", "b"]' }),
        '# note\nLEVEL=info\nLOG_LEVEL=["a", "b"]\nREGION=eu\n',
      ],
      [replaceVariable(document, level, 'a\nb'), text],
      [insertVariable(document, level, { name: 'LOG_LEVEL', text: 'a\nb' }), text],
    ] as const)
      assert.equal(applyEdits(text, edits), after);
  });

  it('with an encrypted file of values takes its names', () => {
    const files = {
      'kustomization.yaml': 'resources: [api.yaml]\nconfigMapGenerator:\n- {name: settings, envs: [s.env]}\n',
      'api.yaml': deployment,
      's.env': 'TOKEN=ENC[AES256_GCM,data:x]\nsops_mac=ENC[x]\nsops_version=3.9.0\n',
    };
    const [token] = variablesOf(suppliedBy(kubernetes, files).workloads[0]);
    assert.deepEqual([token?.name, token?.value.kind, token?.secret], ['TOKEN', 'unknown', true]);
  });

  it('is read again when a file that it uses changes, and only then', () => {
    const first = suppliedBy(kubernetes, base).workloads[0];
    const changed = { ...base, 'k8s/base/api.yaml': deployment.replace('"80"', '"81"') };
    assert.equal(valuesOf(first).PORT, '80');
    assert.equal(valuesOf(suppliedBy(kubernetes, changed).workloads[0]).PORT, '81');
  });
});

describe('mistakes in a kustomization', () => {
  const found = (files: Readonly<Record<string, string>>) => {
    const supplied = suppliedBy(kubernetes, files);
    return supplied.problems.flatMap((it) =>
      problemsOf({ ...supplied, problems: [it] }, { [it.path]: files[it.path] ?? '' }),
    );
  };

  it('are one for each', () => {
    assert.deepEqual(
      found(
        overlay(
          'components: [../nope]\npatches: [{path: p.yaml}]\nconfigMapGenerator: [{name: x, literals: [A]}]\n',
        ),
      ),
      [
        ['error', 'A', 'a literal is written `KEY=value`; kustomize stops here'],
        ['warning', '../nope', 'there is no `../nope` here; kustomize stops'],
        ['warning', 'p.yaml', 'there is no `p.yaml` here; kustomize stops'],
      ],
    );
  });

  it('of circles are said where they close', () => {
    const files = {
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    };
    assert.deepEqual(found(files), [
      ['error', '../a', '`../a` leads back to this kustomization, so kustomize stops'],
    ]);
  });

  it('of a chain without end are limited', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`k${at}/kustomization.yaml`, `resources: [../k${at + 1}]\n`]),
    );
    assert.deepEqual(found({ ...files, 'k20/kustomization.yaml': 'resources: []\n' }), [
      ['info', '../k16', 'more kustomizations than 16 within each other are not followed'],
    ]);
  });

  it('of one base in very many places are limited', () => {
    const files = Object.fromEntries(
      Array.from({ length: 14 }, (_, at) => [
        `k${at}/kustomization.yaml`,
        `resources: [../k${at + 1}, ../k${at + 1}]\n`,
      ]),
    );
    const messages = found({ ...files, 'k14/kustomization.yaml': 'resources: []\n' }).map(
      ([, , message]) => message,
    );
    assert.deepEqual(messages, ['more kustomizations than 1000 are not followed']);
  });

  it('of a ConfigMap that nothing makes are said where all that is applied is known', () => {
    const files = { 'kustomization.yaml': 'resources: [api.yaml]\n', 'api.yaml': deployment };
    assert.deepEqual(found(files), [
      [
        'warning',
        'settings',
        'ConfigMap `settings` is not among what is applied together with this; without it the container does not start',
      ],
    ]);
    const bundle = 'apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nmetadata: {name: settings}\n';
    const more = {
      ...files,
      'kustomization.yaml': 'resources: [api.yaml, bundle.yaml]\n',
      'bundle.yaml': bundle,
    };
    assert.deepEqual(found(more), []);
    const everywhere = {
      ...files,
      'api.yaml': deployment.replace('name: settings', 'name: kube-root-ca.crt'),
    };
    assert.deepEqual(found(everywhere), []);
    const secret = { ...files, 'api.yaml': deployment.replace('configMapRef', 'secretRef') };
    assert.deepEqual(found(secret), []);
  });

  it('of an unreadable file are one, and the others count', () => {
    const files = { ...base, 'k8s/base/kustomization.yaml': 'resources: [api.yaml]\nnamePrefix: "x\n' };
    assert.deepEqual(
      found(files).map(([severity]) => severity),
      ['error', 'warning'],
    );
  });
});
