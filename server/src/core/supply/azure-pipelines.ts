import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { listedVariables, mappedVariables, type Placeholders } from './hosted-variables.ts';
import type { SuppliedVariable, Supplier, SupplySource, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

const OPEN: Placeholders = { pattern: /\$[({[]/, reason: 'the value is worked out when the job runs' };

/**
 * Azure Pipelines: `variables` of the pipeline, its stages and jobs, under the names that processes see (capitals, `_`
 * for `.`), and `env` of steps, which ranks above.
 */
export const azurePipelines: Supplier = {
  name: 'azure-pipelines',
  matches: (path) =>
    /(?:^|\/)\.?azure-pipelines?[^/]*\.ya?ml$|(?:^|\/)\.azure-pipelines\/.*\.ya?ml$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  const root = documentOf(file)?.root;
  return root ? inScope(file, root, [], 'pipeline') : [];
});

/** A pipeline, stage or job: what stands above it counts in it. */
function inScope(
  file: SourceFile,
  scope: Value,
  above: readonly SupplySource[],
  name: string,
): readonly Workload[] {
  const sources = [...above, ...sourceOf(file, memberAt(scope, 'variables'))];
  const inner = (['stages', 'jobs'] as const).flatMap((key) =>
    oneOrMany(memberAt(scope, key)).flatMap((it) => {
      const own = textOf(file, memberAt(it, key === 'stages' ? 'stage' : 'job'));
      return inScope(file, it, sources, own ?? textOf(file, memberAt(it, 'deployment')) ?? name);
    }),
  );
  const steps = memberEntry(scope, 'steps');
  if (!steps) return inner;
  const at = steps.key.span;
  const base = { supplier: 'azure-pipelines', name, path: file.path, role: 'pipeline' } as const;
  const own = oneOrMany(steps.value).flatMap((step, index): readonly Workload[] => {
    const variables = mappedVariables(file, memberAt(step, 'env'), OPEN);
    if (variables.length === 0) return [];
    const command = textOf(file, memberAt(step, 'script')) ?? textOf(file, memberAt(step, 'bash'));
    const container = textOf(file, memberAt(step, 'displayName')) ?? `step ${index + 1}`;
    const all: readonly SupplySource[] = [...sources, { kind: 'variables', path: file.path, variables }];
    const place = memberEntry(step, 'env')?.key.span ?? span(at.start, at.end);
    return [
      { ...base, span: place, container, runs: command === undefined ? {} : { command }, sources: all },
    ];
  });
  return [...(sources.length > 0 ? [{ ...base, span: at, runs: {}, sources }] : []), ...own, ...inner];
}

function sourceOf(file: SourceFile, value: Value | undefined): readonly SupplySource[] {
  const listed = value?.kind === 'sequence';
  const variables = (
    listed
      ? listedVariables(file, value, { name: 'name', value: 'value' }, OPEN)
      : mappedVariables(file, value, OPEN)
  ).map((it): SuppliedVariable => {
    const name = it.name.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
    // Where the process sees another name, what is written here is not it.
    return name === it.name ? it : { ...it, name, shape: 'elsewhere' };
  });
  const groups = listed ? value.items.flatMap((it) => groupOf(file, it)) : [];
  return variables.length === 0 ? groups : [...groups, { kind: 'variables', path: file.path, variables }];
}

function groupOf(file: SourceFile, item: Value): readonly SupplySource[] {
  const at = memberAt(item, 'group');
  const name = textOf(file, at);
  return at === undefined || name === undefined
    ? []
    : [{ kind: 'opaque', name, at: { path: file.path, span: at.span } }];
}
