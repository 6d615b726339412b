import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { mappingsIn, memberAt, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { mappedVariables } from './hosted-variables.ts';
import type { Supplier, SupplySource, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

/** Jobs of CircleCI: `environment` of the job's image ranks below that of the job, that below that of a step. */
export const circleCi: Supplier = {
  name: 'circleci',
  matches: (path) => /(?:^|\/)\.circleci\/config\.ya?ml$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) =>
  mappingsIn(memberAt(documentOf(file)?.root, 'jobs')).flatMap(({ entry, body }) => {
    const [image, ...beside] = oneOrMany(memberAt(body, 'docker'));
    const shared = [
      ...sourceOf(file, memberAt(image, 'environment')),
      ...sourceOf(file, memberAt(body, 'environment')),
    ];
    const base = {
      supplier: 'circleci',
      name: entry.key.name,
      path: file.path,
      span: entry.key.span,
      role: 'pipeline',
    } as const;
    const others = beside.flatMap((it): readonly Workload[] => {
      const sources = sourceOf(file, memberAt(it, 'environment'));
      const name = textOf(file, memberAt(it, 'image'));
      if (sources.length === 0 || name === undefined) return [];
      return [{ ...base, container: name, runs: { image: name }, sources }];
    });
    return [
      ...(shared.length > 0 ? [{ ...base, runs: {}, sources: shared }] : []),
      ...stepsOf(file, body, base, shared),
      ...others,
    ];
  }),
);

function stepsOf(
  file: SourceFile,
  job: Value,
  base: Omit<Workload, 'runs' | 'sources'>,
  shared: readonly SupplySource[],
): readonly Workload[] {
  return oneOrMany(memberAt(job, 'steps')).flatMap((step, index): readonly Workload[] => {
    const run = memberAt(step, 'run');
    const sources = sourceOf(file, memberAt(run, 'environment'));
    if (sources.length === 0) return [];
    const command = textOf(file, memberAt(run, 'command'));
    const container = textOf(file, memberAt(run, 'name')) ?? `step ${index + 1}`;
    return [
      {
        ...base,
        container,
        runs: command === undefined ? {} : { command },
        sources: [...shared, ...sources],
      },
    ];
  });
}

function sourceOf(file: SourceFile, value: Value | undefined): readonly SupplySource[] {
  const reason = 'the value is put in when the job runs';
  const variables = mappedVariables(file, value, { pattern: /<<|\$/, reason });
  return variables.length === 0 ? [] : [{ kind: 'variables', path: file.path, variables }];
}
