import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expand } from '../../server/src/core/supply/kubernetes/expand.ts';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import { opaqueOf, problemsOf, suppliedBy, valuesOf, variablesOf } from './supplied-by.ts';

const pod = (container: string, kind = 'Pod') => {
  const body = container.trim().replaceAll('\n', '\n      ');
  return `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      ${body}\n`;
};
const map = (name: string, data: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data.trim().replaceAll('\n', '\n  ')}\n`;
const read = (text: string, path = 'k8s/api.yaml') => suppliedBy(kubernetes, { [path]: text });
const only = (text: string) => read(text).workloads[0];

describe('a container', () => {
  it('is named, and says what it runs', () => {
    const text = pod('image: team/api:1\ncommand: [uvicorn]\nargs: ["app:main", --port, "80"]');
    const [workload, ...others] = read(text).workloads;
    assert.equal(others.length, 0);
    assert.deepEqual(
      { name: workload?.name, container: workload?.container, runs: workload?.runs, role: workload?.role },
      {
        name: 'Pod/api',
        container: 'api',
        runs: { image: 'team/api:1', command: 'uvicorn app:main --port 80' },
        role: 'service',
      },
    );
    assert.equal(text.slice(workload?.span.start, workload?.span.end), 'api');
  });

  it('is found in every kind that runs pods', () => {
    const template =
      'spec:\n  template:\n    spec:\n      containers: [{name: c, env: [{name: A, value: b}]}]\n';
    for (const [apiVersion, kind] of [
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'ReplicaSet'],
      ['batch/v1', 'Job'],
      ['argoproj.io/v1alpha1', 'Rollout'],
      ['serving.knative.dev/v1', 'Service'],
    ]) {
      const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n${template}`;
      assert.deepEqual(valuesOf(only(text)), { A: 'b' }, kind);
    }
    const job = template.replaceAll('\n', '\n    ').trimEnd();
    const cron = `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: x}\nspec:\n  jobTemplate:\n    ${job}\n`;
    assert.deepEqual(valuesOf(only(cron)), { A: 'b' });
    const service = `apiVersion: v1\nkind: Service\nmetadata: {name: x}\n${template}`;
    assert.deepEqual(read(service).workloads, []);
  });

  it('has its containers of every list, and those of a List', () => {
    const item = pod('env: [{name: A, value: "1"}]').replace(
      'spec:\n',
      'spec:\n  initContainers: [{name: migrate}]\n',
    );
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${item.trim().replaceAll('\n', '\n    ')}\n`;
    for (const text of [item, list]) {
      assert.deepEqual(
        read(text).workloads.map((it) => it.container),
        ['migrate', 'api'],
      );
    }
  });

  it('gives each variable its place', () => {
    const text = pod('env:\n  - name: PORT\n    value: "80"\n  - {value: db, name: HOST}');
    const [port, host] = variablesOf(only(text));
    for (const [variable, name, value] of [
      [port, 'PORT', '"80"'],
      [host, 'HOST', 'db'],
    ] as const) {
      assert.equal(variable?.shape, 'name-value');
      const entry = variable?.entry;
      assert.equal(text.slice(entry?.key.span.start, entry?.key.span.end), name);
      assert.equal(text.slice(entry?.value?.span.start, entry?.value?.span.end), value);
    }
  });
});

describe('variables', () => {
  it('of `env` win over those of `envFrom`, of which the last wins', () => {
    const text = `${pod(
      'envFrom:\n  - configMapRef: {name: a}\n  - prefix: P_\n    configMapRef: {name: a}\n  - configMapRef: {name: b}\nenv: [{name: C, value: own}]',
    )}${map('a', 'A: a\nB: a\nC: a')}${map('b', 'B: b')}`;
    assert.deepEqual(valuesOf(only(text)), { A: 'a', B: 'b', C: 'own', P_A: 'a', P_B: 'a', P_C: 'a' });
    const shapes = new Map(variablesOf(only(text)).map((it) => [it.name, it.shape]));
    assert.equal(shapes.get('A'), 'entry');
    assert.equal(shapes.get('P_A'), 'elsewhere');
  });

  it('refer to those before them', () => {
    const env = [
      '{name: LATE, value: "$(HOST)"}',
      '{name: HOST, value: db}',
      '{name: URL, value: "http://$(HOST):$(PORT)/$$(HOST)"}',
      '{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}',
      '{name: WHERE, value: "on $(NODE)"}',
      '{name: OTHER, value: "$(REDIS_SERVICE_HOST)"}',
      '{name: DOLLAR, value: "a$b $ $("}',
    ];
    const text = `${pod(`envFrom: [{configMapRef: {name: a}}]\nenv: [${env.join(', ')}]`)}${map('a', 'PORT: "80"')}`;
    assert.deepEqual(valuesOf(only(text)), {
      PORT: '80',
      LATE: '$(HOST)',
      HOST: 'db',
      URL: 'http://db:80/$(HOST)',
      NODE: '<unknown>',
      WHERE: '<interpolated>',
      OTHER: '<interpolated>',
      DOLLAR: 'a$b $ $(',
    });
  });

  it('come from the keys of ConfigMaps and Secrets', () => {
    const text = `${pod(
      `env:
  - {name: LEVEL, valueFrom: {configMapKeyRef: {name: a, key: level}}}
  - {name: GONE, valueFrom: {configMapKeyRef: {name: a, key: gone, optional: true}}}
  - {name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: token}}}
  - {name: PIN, valueFrom: {secretKeyRef: {name: s, key: pin}}}
  - {name: ELSEWHERE, valueFrom: {secretKeyRef: {name: vault, key: x}}}
  - {name: PERHAPS, valueFrom: {secretKeyRef: {name: vault, key: y, optional: true}}}`,
    )}${map('a', 'level: info')}---
apiVersion: v1
kind: Secret
metadata: {name: s}
data: {token: c3ludGhldGlj, pin: MTIzNA==}
stringData: {pin: "4321"}
`;
    const workload = only(text);
    assert.deepEqual(valuesOf(workload), {
      LEVEL: 'info',
      TOKEN: 'synthetic',
      PIN: '4321',
      ELSEWHERE: '<unknown>',
    });
    assert.deepEqual(opaqueOf(workload), [['Secret/vault', ['PERHAPS']]]);
    const secret = variablesOf(workload).filter((it) => it.secret);
    assert.deepEqual(
      secret.map((it) => it.name),
      ['TOKEN', 'PIN', 'ELSEWHERE'],
    );
    assert.deepEqual(read(text).problems, []);
  });

  it('may come from what is not in the workspace', () => {
    const text = pod(
      'envFrom:\n  - secretRef: {name: vault}\n  - configMapRef: {name: cluster, optional: true}',
    );
    assert.deepEqual(opaqueOf(only(text)), [
      ['Secret/vault', undefined],
      ['ConfigMap/cluster', undefined],
    ]);
    assert.deepEqual(read(text).problems, []);
  });

  it('are not known where something fills the manifest in', () => {
    const container = 'envFrom: [{configMapRef: {name: a}}]\nenv: [{name: TAG, value: "$TAG"}]';
    const text = `${pod(container)}${map('a', 'HOST: "{{ host }}"')}`;
    assert.deepEqual(valuesOf(only(text)), { HOST: '<unknown>', TAG: '<unknown>' });
  });
});

describe('a reference', () => {
  const user = pod('envFrom: [{configMapRef: {name: settings}}]');

  it('leads to the nearest object of its name', () => {
    const files = {
      'k8s/a/api.yaml': user,
      'k8s/a/map.yaml': map('settings', 'FROM: a'),
      'k8s/b/map.yaml': map('settings', 'FROM: b'),
    };
    assert.deepEqual(valuesOf(suppliedBy(kubernetes, files).workloads[0]), { FROM: 'a' });
  });

  it('to one of several as near is not followed', () => {
    const files = {
      'k8s/api.yaml': user,
      'k8s/a/map.yaml': map('settings', 'FROM: a'),
      'k8s/b/map.yaml': map('settings', 'FROM: b'),
    };
    const [workload] = suppliedBy(kubernetes, files).workloads;
    assert.deepEqual(opaqueOf(workload), [['ConfigMap/settings', undefined]]);
  });

  it('stays in its namespace', () => {
    const files = {
      'api.yaml': user.replace('name: api\nspec', 'name: api\n  namespace: shop\nspec'),
      'map.yaml': map('settings', 'FROM: x').replace('data:', '  namespace: other\ndata:'),
    };
    assert.deepEqual(valuesOf(suppliedBy(kubernetes, files).workloads[0]), {});
  });

  it('leads to what other objects make', () => {
    const secret = pod('envFrom: [{secretRef: {name: keys}}]');
    const external = `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: api}
spec:
  target: {name: keys}
  data:
    - secretKey: TOKEN
      remoteRef: {key: shop/token}
`;
    assert.deepEqual(valuesOf(only(secret + external)), { TOKEN: '<unknown>' });
    const open = `${external}  dataFrom: [{extract: {key: shop/all}}]\n`;
    assert.deepEqual(opaqueOf(only(secret + open)), [['ExternalSecret/api', undefined]]);
    const templated = external.replace(
      '{name: keys}',
      '{name: keys, template: {data: {URL: "x{{ .TOKEN }}"}}}',
    );
    assert.deepEqual(valuesOf(only(secret + templated)), { URL: '<unknown>' });
    const sealed = `---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: keys}
spec: {encryptedData: {TOKEN: AgBy3i}}
`;
    const [variable] = variablesOf(only(secret + sealed));
    assert.deepEqual([variable?.name, variable?.value.kind, variable?.secret], ['TOKEN', 'unknown', true]);
    const sops = `---
apiVersion: v1
kind: Secret
metadata: {name: keys}
stringData: {TOKEN: "ENC[AES256_GCM,data:x,type:str]"}
sops: {version: 3.9.0, mac: "ENC[AES256_GCM,data:y,type:str]"}
`;
    assert.deepEqual(valuesOf(only(secret + sops)), { TOKEN: '<unknown>' });
  });

  it('to a key that is not there stops the container', () => {
    const text = `${pod('env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: nope}}}]')}${map('a', 'B: b')}`;
    assert.deepEqual(problemsOf(read(text), { 'k8s/api.yaml': text }), [
      ['warning', 'a', '`nope` is not in ConfigMap `a`, so the container does not start'],
    ]);
  });
});

describe('mistakes', () => {
  const found = (text: string) => problemsOf(read(text), { 'k8s/api.yaml': text });

  it('of types are named, and the value is not known', () => {
    const text = `${pod('env:\n  - {name: PORT, value: 80}\n  - {name: DEBUG, value: yes}\nenvFrom: [{configMapRef: {name: a}}]')}${map('a', 'WORKERS: 4\nLIST: [a]\nTIME: 1:30\nNOTHING:')}`;
    assert.deepEqual(found(text), [
      ['error', '80', '`PORT` is a number here, and the cluster takes texts only'],
      ['error', 'yes', '`DEBUG` is a boolean here, and the cluster takes texts only'],
      ['error', '4', '`WORKERS` is a number here, and the cluster takes texts only'],
      ['error', '[a]', '`LIST` is a list here, and the cluster takes texts only'],
    ]);
    assert.deepEqual(valuesOf(only(text)), {
      WORKERS: '<unknown>',
      LIST: '<unknown>',
      TIME: '1:30',
      NOTHING: '<unknown>',
      PORT: '<unknown>',
      DEBUG: '<unknown>',
    });
  });

  it('of keys and of base64 never show a value', () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a b: eA==, PIN: "synthetic!"}\n`;
    assert.deepEqual(found(text), [
      ['error', 'a b', '`a b` cannot be a key here: only letters, digits, `-`, `_` and `.` can'],
      ['error', '"synthetic!"', '`PIN` is not base64, so the cluster refuses the Secret'],
    ]);
  });

  it('of YAML are one for each document, and the others count', () => {
    const text = `apiVersion: v1\nkind: Pod\nx: *nope\ny: *nope\n---\n${pod('env: [{name: A, value: b}]')}---\napiVersion: v1\nkind: ConfigMap\ndata: {A: &x b, B: &x c}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: !reference x}\n`;
    assert.deepEqual(
      found(text).map(([severity, at]) => [severity, at]),
      [
        ['error', '*nope'],
        ['warning', '&x'],
        ['warning', '!reference'],
      ],
    );
    assert.deepEqual(valuesOf(read(text).workloads.at(-1)), { A: 'b' });
  });

  it('of a template are one information', () => {
    const text = pod(
      'env:\n  - name: A\n    value: {{ .Values.a }}\n  - name: B\n    value: {{ .Values.b }}',
    );
    assert.deepEqual(
      found(text).map(([severity, , message]) => [severity, message]),
      [['info', 'this looks like a template; it is not checked']],
    );
  });

  it('of two sources of one variable are named', () => {
    const text = `${pod('env: [{name: A, value: x, valueFrom: {configMapKeyRef: {name: a, key: k}}}, {value: x}]')}${map('a', 'k: v')}`;
    assert.deepEqual(found(text), [
      ['error', 'A', '`A` has a `value` and a `valueFrom`, and only one is allowed'],
      ['error', '{value: x}', 'an item of `env` needs a `name`'],
    ]);
  });
});

describe('recorded', () => {
  const vectors = JSON.parse(readFileSync('test/vectors/kubernetes.json', 'utf8')) as {
    readonly scalars: readonly {
      readonly text: string;
      readonly kubectl: string | null;
      readonly kustomize: string | null;
    }[];
    readonly expansions: readonly { readonly text: string; readonly result: string }[];
  };

  it('texts are those that kubectl and kustomize hand over', () => {
    for (const { text, kubectl, kustomize } of vectors.scalars) {
      const files = {
        'map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: ${text}\n`,
        'pod.yaml': pod('envFrom: [{configMapRef: {name: a}}]'),
      };
      const joined = { ...files, 'kustomization.yaml': 'resources: [map.yaml, pod.yaml]\n' };
      for (const [theirs, given] of [
        [kubectl, files],
        [kustomize, joined],
      ] as const) {
        const supplied = suppliedBy(kubernetes, given);
        const ours = valuesOf(supplied.workloads[0]).k;
        if (theirs === null) assert.ok(ours === '<unknown>', text);
        else assert.ok(ours === theirs || ours === '<unknown>', `${text}: ${ours}`);
        const refused = supplied.problems.some((it) => it.severity === 'error');
        if (refused) assert.equal(theirs, null, text);
      }
    }
  });

  it('expansions are those of the kubelet', () => {
    const known: Readonly<Record<string, string>> = { A: 'a', B: '$(A)', EMPTY: '' };
    for (const { text, result } of vectors.expansions) {
      const lookUp = (name: string) =>
        Object.hasOwn(known, name)
          ? ({ kind: 'text', text: known[name] ?? '' } as const)
          : ({ kind: 'missing' } as const);
      assert.equal(expand(text, lookUp), result, text);
    }
  });
});
