import { isShellPath, type ShellContent, shellOf } from '../syntax/shell.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { shellVariables } from './shell-variables.ts';
import type { Supplier, WhatRuns, Workload } from './supply.ts';

/**
 * `.envrc` of direnv, which sets up the shell of a developer, and scripts that start a service, by their names. Other
 * scripts do not start services: what they set stays with what they mention.
 */
export const shellScripts: Supplier = {
  name: 'shell',
  matches: (path) => isShellPath(path) && (isEnvrc(path) || STARTS.test(baseName(path))),
  supplied: (files) => ({ workloads: files.flatMap((file) => workloadOf(file) ?? []), problems: [] }),
};

const STARTS = /(?:^|[-_.])(?:entry-?point|start|run|serve|prestart|boot|launch)(?:[-_.]|$)/i;

function isEnvrc(path: string): boolean {
  return baseName(path) === '.envrc';
}

const workloadOf = memo((file: SourceFile): Workload | undefined => {
  const { path, text } = file;
  const content = shellOf(file);
  const own = isEnvrc(path);
  const variables = shellVariables(path, content, text, { defaults: !own });
  const [first] = variables;
  if (first === undefined) return undefined;
  return {
    supplier: 'shell',
    name: baseName(path),
    path,
    span: first.entry?.key.span ?? span(0, 0),
    role: own ? 'service' : 'image',
    runs: own ? { folder: folderOf(path) } : started(path, text, content),
    sources: [{ kind: 'variables', path, variables }],
    ...(own ? { environment: 'development' } : {}),
  };
});

/** The last command that takes the place of the script. */
function started(path: string, text: string, { commands }: ShellContent): WhatRuns {
  const found = commands.findLast((it) => text.slice(it.span.start, it.span.end).startsWith('exec '));
  const words = found?.words.slice(1).map((it) => text.slice(it.span.start, it.span.end)) ?? [];
  const command = words.filter((it) => it !== '"$@"').join(' ');
  return command === '' ? { folder: folderOf(path) } : { command };
}
