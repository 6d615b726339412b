import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { ecs } from '../../server/src/core/supply/ecs.ts';
import { helm } from '../../server/src/core/supply/helm.ts';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import type { Supplied } from '../../server/src/core/supply/supply.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import type { Span } from '../../server/src/core/text/span.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

const PIECES = [
  'apiVersion: v1\n',
  'apiVersion: apps/v1\n',
  'kind: Pod\n',
  'kind: Deployment\n',
  'kind: ConfigMap\n',
  'kind: Secret\n',
  'kind: List\nitems:\n',
  'kind: ExternalSecret\n',
  'metadata: {name: a}\n',
  'metadata:\n  name: a\n',
  'spec:\n  template:\n    spec:\n',
  'spec:\n  containers:\n  - name: a\n',
  '      containers:\n      - name: a\n',
  '    env:\n',
  '    - {name: A, value: "$(B)"}\n',
  '    - name: B\n      value: 1\n',
  '    - {name: C, valueFrom: {configMapKeyRef: {name: a, key: A}}}\n',
  '    envFrom: [{configMapRef: {name: a}}, {secretRef: {name: a, optional: true}, prefix: P_}]\n',
  'data:\n  A: b\n  B: 1\n',
  'data: {A: aGk=, B: "?"}\n',
  'stringData: {A: |\n',
  'sops: {mac: x}\n',
  'resources: [a.yaml, b.yaml, ../x, ., https://example.com/x]\n',
  'resources:\n- a.yaml\n- ../o\n',
  'components: [../o]\n',
  'configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [A=1, "B=\'x\'", C]\n  envs: [x.env]\n',
  'secretGenerator: [{name: a, literals: [T=x], files: [x.env, F=x.env]}]\n',
  'patches:\n- path: b.yaml\n- target: {kind: Pod}\n  patch: |-\n    - {op: replace, path: /spec/containers/0/env/0/value, value: x}\n    - {op: add, path: /spec/containers/0/env/-, value: {name: N}}\n',
  'patchesStrategicMerge:\n- b.yaml\n- |\n  apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n',
  'namePrefix: p-\n',
  'replacements: [{targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.env.0.value, data.A]}]}]\n',
  'vars: [{name: B}]\n',
  'containerDefinitions: [{name: a, environment: [{name: A, value: 1}], secrets: [{name: B}]}]\n',
  '---\n',
  '- ',
  '  ',
  '\n',
  '&x ',
  '*x\n',
  '<<: *x\n',
  '{{ x }}',
  '"',
  '[',
  '}',
  '# c\n',
  '\t',
  '!tag ',
  'A=1\n',
  'null\n',
] as const;

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));
const PATHS = [
  'a.yaml',
  'b.yaml',
  'kustomization.yaml',
  'o/kustomization.yaml',
  'o/a.yaml',
  'o/Chart.yaml',
  'x.env',
] as const;
const workspaces = fc
  .tuple(...PATHS.map(() => soup))
  .map((texts) => new Map(PATHS.map((path, at) => [path as string, texts[at] as string])));

function placesOf({
  workloads,
  problems,
}: Supplied): readonly { readonly path: string; readonly span: Span }[] {
  return [
    ...problems,
    ...workloads.flatMap((workload) => [
      workload,
      ...workload.sources.flatMap((source) => {
        if (source.kind !== 'variables') return [source.at];
        return source.variables.flatMap(({ path, entry }) =>
          entry
            ? [entry.span, entry.key.span, ...(entry.value ? [entry.value.span] : [])].map((span) => ({
                path,
                span,
              }))
            : [],
        );
      }),
    ]),
  ];
}

it('whatever stands in manifests is read without an exception, and every place is in its file', () => {
  fc.assert(
    fc.property(workspaces, (texts) => {
      for (const supplier of [kubernetes, helm, ecs]) {
        const files = [...texts]
          .filter(([path]) => supplier.matches(path))
          .map(([path, text]) => sourceFile(path, text));
        const supplied = supplier.supplied(files);
        for (const { path, span } of placesOf(supplied)) {
          const length = texts.get(path)?.length ?? -1;
          assert.ok(
            0 <= span.start && span.start <= span.end && span.end <= length,
            JSON.stringify([path, span, [...texts]]),
          );
        }
        for (const { span, message } of supplied.problems) {
          assert.ok(span.end > span.start, message);
          assert.ok(!message.endsWith('.'), message);
        }
      }
    }),
    { numRuns },
  );
});
