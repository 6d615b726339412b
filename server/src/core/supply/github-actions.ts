import type { Entry, Mapping, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { mappingsIn, memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import type { SuppliedVariable, Supplier, SupplySource, WhatRuns, Workload } from './supply.ts';
import { textOf, variablesIn, writtenText } from './written-text.ts';

/**
 * Workflows and composite actions of GitHub Actions (and of Forgejo and Gitea, which read the same): `env` of the
 * workflow ranks below that of the job, that below that of the step.
 */
export const githubActions: Supplier = {
  name: 'github-actions',
  matches: (path) => isWorkflow(path) || isAction(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

function isWorkflow(path: string): boolean {
  return /(?:^|\/)\.(?:github|forgejo|gitea)\/workflows\/[^/]+\.ya?ml$/.test(path);
}

function isAction(path: string): boolean {
  return /(?:^|\/)action\.ya?ml$/.test(path);
}

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  const root = documentOf(file)?.root;
  if (isAction(file.path)) {
    const runs = memberEntry(root, 'runs');
    if (!runs || textOf(file, memberAt(runs.value, 'using')) !== 'composite') return [];
    return stepsOf({ file, name: 'action', span: runs.key.span, above: [], body: runs.value });
  }
  const above = sourceOf(file, memberAt(root, 'env'));
  return mappingsIn(memberAt(root, 'jobs')).flatMap(({ entry, body }) =>
    jobOf(file, root, above, entry, body),
  );
});

/** What the steps of a job have in common. */
interface Job {
  readonly file: SourceFile;
  readonly name: string;
  readonly span: Span;
  readonly environment?: string;
  readonly folder?: string;
  /** Lowest rank first. */
  readonly above: readonly SupplySource[];
  readonly body: Value | undefined;
}

function jobOf(
  file: SourceFile,
  root: Mapping | undefined,
  above: readonly SupplySource[],
  entry: Entry,
  body: Mapping,
): readonly Workload[] {
  const environment = environmentOf(file, memberAt(body, 'environment'));
  const folder = [body, root]
    .map((it) => textOf(file, memberAt(memberAt(memberAt(it, 'defaults'), 'run'), 'working-directory')))
    .find((it) => it !== undefined);
  const name = entry.key.name;
  const container = sourceOf(file, memberAt(memberAt(body, 'container'), 'env'));
  const job: Job = {
    file,
    name,
    span: entry.key.span,
    above: [...container, ...above, ...sourceOf(file, memberAt(body, 'env'))],
    body,
    ...(environment === undefined ? {} : { environment }),
    ...(folder === undefined ? {} : { folder }),
  };
  return [...stepsOf(job), ...sideContainers(job)];
}

function environmentOf(file: SourceFile, value: Value | undefined): string | undefined {
  const name = textOf(file, value?.kind === 'mapping' ? memberAt(value, 'name') : value);
  return name === undefined || name.includes('${{') ? undefined : name;
}

/** A step with an `env` of its own is told apart; all others run in the environment of the job. */
function stepsOf(job: Job): readonly Workload[] {
  const { file, body } = job;
  const steps = oneOrMany(memberAt(body, 'steps')).filter((it) => it.kind === 'mapping');
  const written = steps.flatMap((step) => appended(file, memberAt(step, 'run')));
  const above: readonly SupplySource[] =
    written.length === 0
      ? job.above
      : [...job.above, { kind: 'variables', path: file.path, variables: written }];
  const plain = steps.filter((step) => sourceOf(file, memberAt(step, 'env')).length === 0);
  const lines = plain.flatMap((step) => textOf(file, memberAt(step, 'run')) ?? []);
  const own = steps.flatMap((step, index): Workload[] => {
    const sources = sourceOf(file, memberAt(step, 'env'));
    if (sources.length === 0) return [];
    const label =
      textOf(file, memberAt(step, 'name')) ?? textOf(file, memberAt(step, 'id')) ?? `step ${index + 1}`;
    const run = textOf(file, memberAt(step, 'run')) ?? textOf(file, memberAt(step, 'uses'));
    const at = memberEntry(step, 'env')?.key.span ?? job.span;
    const folder = textOf(file, memberAt(step, 'working-directory')) ?? job.folder;
    return [workload(job, at, [...above, ...sources], run, folder, label)];
  });
  if (above.length === 0) return own;
  return [workload(job, job.span, above, lines.join('\n'), job.folder), ...own];
}

function workload(
  job: Job,
  at: Span,
  sources: readonly SupplySource[],
  command: string | undefined,
  folder: string | undefined,
  container?: string,
): Workload {
  const inside = folder === undefined || folder.includes('${{') ? undefined : resolvePath('', folder);
  const runs: WhatRuns = {
    ...(command ? { command: command.trim() } : {}),
    ...(inside === undefined ? {} : { folder: inside }),
  };
  return {
    supplier: 'github-actions',
    name: job.name,
    path: job.file.path,
    span: at,
    role: 'pipeline',
    runs,
    sources,
    ...(container === undefined ? {} : { container }),
    ...(job.environment === undefined ? {} : { environment: job.environment }),
  };
}

/** Containers that run beside a job: a database with its password. */
function sideContainers(job: Job): readonly Workload[] {
  const { file } = job;
  return mappingsIn(memberAt(job.body, 'services')).flatMap(({ entry, body }) => {
    const sources = sourceOf(file, memberAt(body, 'env'));
    if (sources.length === 0) return [];
    const image = textOf(file, memberAt(body, 'image'));
    const it = workload(job, entry.key.span, sources, undefined, undefined, entry.key.name);
    return [image === undefined ? it : { ...it, runs: { image } }];
  });
}

function sourceOf(file: SourceFile, env: Value | undefined): readonly SupplySource[] {
  const variables = variablesIn(file, env, (value) => givenValue(file, value)).map((it) =>
    takesSecret(file, it.entry?.value) ? { ...it, secret: true } : it,
  );
  return variables.length === 0 ? [] : [{ kind: 'variables', path: file.path, variables }];
}

function givenValue(file: SourceFile, value: Value | undefined): SuppliedVariable['value'] | undefined {
  if (value === undefined) return { kind: 'text', text: '' };
  const written = writtenText(file, value);
  if (written?.kind === 'text' && written.text.includes('${{'))
    return { kind: 'unknown', reason: 'the value is an expression that is evaluated when the job runs' };
  return written;
}

function takesSecret(file: SourceFile, value: Value | undefined): boolean {
  return (
    value?.kind === 'scalar' &&
    /\$\{\{[^}]*\bsecrets\s*[.[]/.test(file.text.slice(value.span.start, value.span.end))
  );
}

const APPENDED =
  /\b(?:echo|printf)[ \t]+(?:-e[ \t]+)?["']?([A-Za-z_]\w*)=[^\n]{0,1000}>>[ \t]*["']?\$\{?GITHUB_ENV\b|^[ \t]*echo[ \t]+["']?([A-Za-z_]\w*)<</gm;

/** Names that a step writes to `$GITHUB_ENV`, for the steps after it. */
function appended(file: SourceFile, run: Value | undefined): readonly SuppliedVariable[] {
  if (run?.kind !== 'scalar') return [];
  const text = file.text.slice(run.span.start, run.span.end);
  if (!text.includes('GITHUB_ENV')) return [];
  return [...text.matchAll(APPENDED)].flatMap((match): SuppliedVariable[] => {
    const name = match[1] ?? match[2];
    if (name === undefined) return [];
    const start = run.span.start + match.index + match[0].indexOf(name);
    const at = span(start, start + name.length);
    return [
      {
        name,
        value: { kind: 'unknown', reason: 'a step of the job writes the value' },
        path: file.path,
        entry: { key: { name, span: at, data: { kind: 'str', value: name } }, span: at },
        shape: 'elsewhere',
        secret: false,
      },
    ];
  });
}
