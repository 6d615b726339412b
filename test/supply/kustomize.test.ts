import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { kubernetes } from '../../server/src/core/supply/kubernetes.ts';
import type { Supplied, Workload } from '../../server/src/core/supply/supply.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly error?: string;
}

const { cases, versions } = JSON.parse(readFileSync('test/vectors/kustomize.json', 'utf8')) as {
  readonly cases: readonly Case[];
  readonly versions: Readonly<Record<string, string>>;
};

function supplied(files: Readonly<Record<string, string>>): Supplied {
  const paths = Object.keys(files).sort();
  return kubernetes.supplied(
    paths.filter(kubernetes.matches).map((path) => sourceFile(path, files[path] as string)),
  );
}

/** What each container sees in the end, and what it runs. */
function seen(workloads: readonly Workload[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    workloads.map((it) => {
      const variables = it.sources.flatMap((source) => (source.kind === 'variables' ? source.variables : []));
      const opaque = it.sources.flatMap((source) => (source.kind === 'opaque' ? (source.names ?? '*') : []));
      const values = new Map(
        variables.map(({ name, value }) => [name, value.kind === 'text' ? value.text : value.kind]),
      );
      return [
        `${it.name}/${it.container}`,
        {
          ...it.runs,
          opaque,
          variables: Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1))),
        },
      ];
    }),
  );
}

describe(`what kustomize ${versions['sigs.k8s.io/kustomize/api']} builds`, () => {
  for (const { name, files, output, error } of cases) {
    it(name, () => {
      const { workloads, problems } = supplied(files);
      if (output === undefined) {
        assert.ok(
          problems.some((it) => it.severity !== 'info'),
          error,
        );
        return;
      }
      const built = supplied({ 'built.yaml': output }).workloads;
      assert.deepEqual(seen(workloads), seen(built));
      assert.deepEqual(
        problems.filter((it) => it.severity === 'error'),
        [],
      );
    });
  }
});
