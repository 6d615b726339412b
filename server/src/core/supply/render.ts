import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { listedVariables } from './hosted-variables.ts';
import type { SuppliedVariable, Supplier, SupplySource, WhatRuns, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

/** `render.yaml` of Render: `envVars` of services, and the groups they take over. */
export const render: Supplier = {
  name: 'render',
  matches: (path) => /(?:^|\/)render\.ya?ml$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  const root = documentOf(file)?.root;
  return oneOrMany(memberAt(root, 'services')).flatMap((service): readonly Workload[] => {
    const own = memberEntry(service, 'envVars');
    const name = textOf(file, memberAt(service, 'name'));
    if (!own || name === undefined) return [];
    const sources = sourcesOf(file, own.value, memberAt(root, 'envVarGroups'));
    const at = memberEntry(service, 'name')?.key.span ?? span(0, 0);
    return [
      {
        supplier: 'render',
        name,
        path: file.path,
        span: at,
        role: 'service',
        runs: runsOf(file, service),
        sources,
      },
    ];
  });
});

/** What a service writes itself wins over its groups. */
function sourcesOf(
  file: SourceFile,
  list: Value | undefined,
  groups: Value | undefined,
): readonly SupplySource[] {
  const shared = oneOrMany(list).flatMap((item): readonly SupplySource[] => {
    const at = memberAt(item, 'fromGroup');
    const name = textOf(file, at);
    if (at === undefined || name === undefined) return [];
    const group = oneOrMany(groups).find((it) => textOf(file, memberAt(it, 'name')) === name);
    if (group) return written(file, memberAt(group, 'envVars'));
    return [{ kind: 'opaque', name, at: { path: file.path, span: at.span } }];
  });
  return [...shared, ...written(file, list)];
}

function written(file: SourceFile, list: Value | undefined): readonly SupplySource[] {
  const reason = 'Render gives the value';
  const variables = listedVariables(file, list, { name: 'key', value: 'value' }, { pattern: /(?!)/, reason });
  const known: readonly SuppliedVariable[] = variables.map((it) =>
    it.entry?.value === undefined ? { ...it, secret: true } : it,
  );
  return known.length === 0 ? [] : [{ kind: 'variables', path: file.path, variables: known }];
}

function runsOf(file: SourceFile, service: Value): WhatRuns {
  const text = (name: string) => textOf(file, memberAt(service, name));
  const folder = resolvePath('', text('rootDir') ?? '');
  const command = text('startCommand') ?? text('dockerCommand');
  const context = text('dockerContext');
  const dockerfile = text('dockerfilePath');
  const image = textOf(file, memberAt(service, 'image', 'url'));
  const built = context === undefined ? undefined : resolvePath(folder ?? '', context);
  const path = dockerfile === undefined ? undefined : resolvePath(folder ?? '', dockerfile);
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(command === undefined ? {} : { command }),
    ...(built === undefined ? {} : { context: built }),
    ...(path === undefined ? {} : { dockerfile: path }),
    ...(image === undefined ? {} : { image }),
  };
}
