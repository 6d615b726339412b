import { dockerfileOf, isDockerfilePath } from '../syntax/dockerfile.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { type DockerCommand, type DockerImage, dockerImage } from './docker-image.ts';
import type { SuppliedVariable, Supplier, SupplyProblem, WhatRuns, Workload } from './supply.ts';

/** Dockerfiles: what the last stage puts into the environment of every container of the image, below all else. */
export const dockerfiles: Supplier = {
  name: 'dockerfile',
  matches: isDockerfilePath,
  supplied: (files) => ({
    workloads: files.flatMap((file) => imageOf(file).workload ?? []),
    problems: files.flatMap((file) => imageOf(file).problems),
  }),
};

const imageOf = memo(
  (file: SourceFile): { readonly workload?: Workload; readonly problems: readonly SupplyProblem[] } => {
    const content = dockerfileOf(file);
    const problems = content.problems.map(
      ({ span: at, message }): SupplyProblem => ({ path: file.path, span: at, message, severity: 'error' }),
    );
    const image = dockerImage(content);
    if (image === undefined) return { problems };
    const from = content.instructions.findLast((it) => it.keyword === 'FROM');
    const name = baseName(file.path);
    const workload: Workload = {
      supplier: 'dockerfile',
      name,
      path: file.path,
      span: from?.keywordSpan ?? span(0, 0),
      role: /(?:^|[.-])tests?(?:[.-]|$)/i.test(name) ? 'tests' : 'image',
      runs: whatRuns(image, file.path),
      sources: [{ kind: 'variables', path: file.path, variables: variablesOf(image, file.path) }],
    };
    return { workload, problems };
  },
);

function variablesOf(image: DockerImage, path: string): readonly SuppliedVariable[] {
  return image.variables.map(({ name, text, reason, entry }) => ({
    name,
    value: reason === undefined ? { kind: 'text', text } : { kind: 'unknown', reason },
    path,
    entry,
    shape: 'entry',
    secret: false,
  }));
}

function whatRuns(image: DockerImage, path: string): WhatRuns {
  const context = folderOf(path);
  const command = commandLine(image);
  const folder = sourceFolder(image);
  const started = folder === undefined ? undefined : resolvePath(context, folder);
  return {
    context,
    dockerfile: path,
    ...(command === '' ? {} : { command }),
    ...(started === undefined ? {} : { folder: started }),
  };
}

/** The entry point and what it is given; the shell form of an entry point is given nothing. */
function commandLine({ entrypoint, command }: DockerImage): string {
  if (entrypoint && 'line' in entrypoint) return entrypoint.line;
  return [entrypoint, command].map(lineOf).filter(Boolean).join(' ');
}

function lineOf(command: DockerCommand | undefined): string {
  if (command === undefined) return '';
  return 'line' in command ? command.line : command.words.join(' ');
}

/** The folder of the build context that is the image's working directory, by what is copied there. */
function sourceFolder({ folder, copies }: DockerImage): string | undefined {
  if (folder === undefined) return undefined;
  for (const { sources, to } of copies.toReversed()) {
    const [source] = sources;
    // Several sources, patterns and names with an extension are files as a rule.
    if (source === undefined || sources.length > 1 || /[*?[]|[^./][^/]*\.\w+$/.test(source)) continue;
    const path = source.replace(/^\/+|\/+$/g, '') || '.';
    if (isWithin(folder, to)) return `${path}/${folder.slice(to.length)}`;
    const rest = to.slice(folder.length).replace(/^\/+/, '');
    if (isWithin(to, folder) && `/${path}`.endsWith(`/${rest}`)) return path.slice(0, -rest.length) || '.';
  }
  return undefined;
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '/' || inner.startsWith(`${outer}/`);
}
