import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { mappingsIn, memberAt } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { mappedVariables, type Placeholders } from './hosted-variables.ts';
import type { Supplier, SupplySource, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

const OPEN: Placeholders = {
  pattern: /\$\{/,
  reason: 'the value is worked out when the function is deployed',
};

/** Functions of `serverless.yml` and of AWS SAM templates, below what all functions of the file have. */
export const serverless: Supplier = {
  name: 'serverless',
  matches: (path) => isServerless(path) || isTemplate(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

function isServerless(path: string): boolean {
  return /(?:^|\/)serverless(?:\.[\w-]+)?\.ya?ml$/.test(path);
}

function isTemplate(path: string): boolean {
  return /(?:^|\/)(?:sam-)?template\.ya?ml$/.test(path);
}

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  const root = documentOf(file)?.root;
  if (isServerless(file.path)) {
    const shared = sourceOf(file, memberAt(root, 'provider', 'environment'));
    return mappingsIn(memberAt(root, 'functions')).flatMap(({ entry, body }) => {
      const handler = textOf(file, memberAt(body, 'handler'));
      const own = sourceOf(file, memberAt(body, 'environment'));
      return workload(file, entry.key, [...shared, ...own], handler, '');
    });
  }
  if (!file.text.includes('AWS::Serverless')) return [];
  const shared = sourceOf(file, memberAt(root, 'Globals', 'Function', 'Environment', 'Variables'));
  return mappingsIn(memberAt(root, 'Resources')).flatMap(({ entry, body }) => {
    if (textOf(file, memberAt(body, 'Type')) !== 'AWS::Serverless::Function') return [];
    const own = sourceOf(file, memberAt(body, 'Properties', 'Environment', 'Variables'));
    const handler = textOf(file, memberAt(body, 'Properties', 'Handler'));
    const code = textOf(file, memberAt(body, 'Properties', 'CodeUri')) ?? '';
    return workload(file, entry.key, [...shared, ...own], handler, code);
  });
});

function sourceOf(file: SourceFile, value: Value | undefined): readonly SupplySource[] {
  const variables = mappedVariables(file, value, OPEN);
  return variables.length === 0 ? [] : [{ kind: 'variables', path: file.path, variables }];
}

/** `folder/module.function` names the module whose function is called. */
function workload(
  file: SourceFile,
  { name, span }: { readonly name: string; readonly span: Workload['span'] },
  sources: readonly SupplySource[],
  handler: string | undefined,
  code: string,
): readonly Workload[] {
  if (sources.length === 0) return [];
  const folder = resolvePath(folderOf(file.path), code);
  const module = handler === undefined ? undefined : handler.replace(/\.[^./]+$/, '').replaceAll('/', '.');
  const runs = {
    ...(folder === undefined ? {} : { folder }),
    ...(module === undefined ? {} : { command: `python -m ${module}` }),
  };
  return [{ supplier: 'serverless', name, path: file.path, span, role: 'service', runs, sources }];
}
