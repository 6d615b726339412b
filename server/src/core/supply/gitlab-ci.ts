import type { Entry, Mapping, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { entriesOf, mappingsIn, memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import type {
  SuppliedVariable,
  Supplier,
  SupplyProblem,
  SupplySource,
  WhatRuns,
  Workload,
} from './supply.ts';
import { textOf, variablesIn, writtenText } from './written-text.ts';

/**
 * Pipelines of GitLab CI: `variables` of the file rank below those of the job, those below reports of other jobs. Files that `include: local` names are
 * joined as GitLab joins them, `extends` is followed.
 */
export const gitlabCi: Supplier = {
  name: 'gitlab-ci',
  matches: (path) => /(?:^|\/)\.?[^/]*gitlab-ci\.ya?ml$|(?:^|\/)\.gitlab\/.*\.ya?ml$/.test(path),
  supplied: (files) => {
    const pipelines = pipelinesOf(files);
    return {
      workloads: pipelines.flatMap(workloadsOf),
      problems: pipelines.flatMap((it) => it.problems),
    };
  },
};

/** Keys at the top of a file that are no jobs. */
const RESERVED: ReadonlySet<string> = new Set([
  'after_script',
  'before_script',
  'cache',
  'default',
  'image',
  'include',
  'pages:deploy',
  'services',
  'spec',
  'stages',
  'types',
  'variables',
  'workflow',
]);

interface Pipeline {
  /** Those included first, as GitLab merges them. */
  readonly files: readonly SourceFile[];
  readonly jobs: ReadonlyMap<string, readonly JobPart[]>;
  readonly problems: readonly SupplyProblem[];
}

/** A job as one file writes it; a later file adds to an earlier one. */
interface JobPart {
  readonly file: SourceFile;
  readonly entry: Entry;
  readonly body: Mapping;
}

/** One for each file that no other includes. */
function pipelinesOf(files: readonly SourceFile[]): readonly Pipeline[] {
  const byPath = new Map(files.map((it) => [it.path, it]));
  const included = new Set(files.flatMap((it) => includesOf(it).map((other) => other.path)));
  const roots = files.filter((it) => !included.has(it.path) || it.path === '.gitlab-ci.yml');
  return roots.map((root) => {
    const problems: SupplyProblem[] = [];
    const own = withIncluded(root, byPath, new Set(), problems);
    const jobs = new Map<string, JobPart[]>();
    for (const file of own) {
      for (const { entry, body } of mappingsIn(documentOf(file)?.root)) {
        const name = entry.key.name;
        if (!RESERVED.has(name)) jobs.set(name, [...(jobs.get(name) ?? []), { file, entry, body }]);
      }
    }
    return { files: own, jobs, problems };
  });
}

interface Include {
  readonly path: string;
  readonly value: Value;
}

/** Files of the same repository; those of other places are not here. */
function includesOf(file: SourceFile): readonly Include[] {
  return oneOrMany(memberAt(documentOf(file)?.root, 'include')).flatMap((value) => {
    const at = value.kind === 'mapping' ? memberAt(value, 'local') : value;
    const written = textOf(file, at);
    if (at === undefined || written === undefined || /^https?:|[*$]/.test(written)) return [];
    const path = resolvePath('', written.replace(/^\/+/, ''));
    return path === undefined ? [] : [{ path, value: at }];
  });
}

function withIncluded(
  file: SourceFile,
  files: ReadonlyMap<string, SourceFile>,
  seen: Set<string>,
  problems: SupplyProblem[],
): readonly SourceFile[] {
  seen.add(file.path);
  const before = includesOf(file).flatMap(({ path, value }) => {
    const other = files.get(path);
    if (other && seen.has(path)) {
      const message = `\`${path}\` is included by itself, so GitLab refuses the pipeline`;
      problems.push({ path: file.path, span: value.span, message, severity: 'warning' });
    }
    return other && !seen.has(path) ? withIncluded(other, files, seen, problems) : [];
  });
  return [...before, file];
}

function workloadsOf(pipeline: Pipeline): readonly Workload[] {
  const globals = pipeline.files.flatMap((file) => {
    const root = documentOf(file)?.root;
    return variablesOf(file, memberAt(root, 'variables'));
  });
  const ruled = pipeline.files.flatMap((file) => {
    const rules = memberAt(memberAt(documentOf(file)?.root, 'workflow'), 'rules');
    return oneOrMany(rules).flatMap((rule) => alternatives(file, memberAt(rule, 'variables')));
  });
  const reports = reportsOf(pipeline);
  return [...pipeline.jobs.keys()].flatMap((name) => {
    const chain = name.startsWith('.') ? undefined : chainOf(pipeline, name, []);
    return chain ? jobOf(chain, lastOf([...globals, ...ruled]), reports) : [];
  });
}

/** A job and what it extends, lowest rank first, each once; undefined where that leads round. */
function chainOf(
  pipeline: Pipeline,
  name: string,
  above: readonly string[],
  seen: Set<string> = new Set(),
): readonly JobPart[] | undefined {
  const parts = pipeline.jobs.get(name);
  if (parts === undefined || above.includes(name) || above.length > 10 || seen.has(name)) return undefined;
  seen.add(name);
  const names = parts.flatMap(({ file, body }) =>
    oneOrMany(memberAt(body, 'extends')).flatMap((it) => textOf(file, it) ?? []),
  );
  const bases = names.flatMap((it) => chainOf(pipeline, it, [...above, name], seen) ?? []);
  return [...bases, ...parts];
}

function jobOf(
  chain: readonly JobPart[],
  globals: readonly SuppliedVariable[],
  reports: readonly JobPart[],
): readonly Workload[] {
  const job = chain.at(-1);
  if (job === undefined) return [];
  const find = (name: string): { readonly file: SourceFile; readonly value: Value } | undefined => {
    const part = chain.findLast((it) => memberAt(it.body, name) !== undefined);
    const value = part && memberAt(part.body, name);
    return part && value ? { file: part.file, value } : undefined;
  };
  const own = chain.flatMap(({ file, body }) => [
    ...variablesOf(file, memberAt(body, 'variables')),
    ...oneOrMany(memberAt(body, 'rules')).flatMap((rule) => alternatives(file, memberAt(rule, 'variables'))),
  ]);
  const sources: SupplySource[] = [];
  const shared = inherited(globals, find('inherit'));
  for (const variables of [shared, lastOf(own)])
    if (variables.length > 0) sources.push({ kind: 'variables', path: job.file.path, variables });
  for (const report of reports) {
    if (report.entry === job.entry) continue;
    const at = { path: report.file.path, span: report.entry.key.span };
    sources.push({ kind: 'opaque', name: `dotenv report of ${report.entry.key.name}`, at });
  }
  if (sources.length === 0) return [];
  const environment = environmentOf(find('environment'));
  return [
    {
      supplier: 'gitlab-ci',
      name: job.entry.key.name,
      path: job.file.path,
      span: job.entry.key.span,
      role: 'pipeline',
      runs: runsOf(find),
      sources,
      ...(environment === undefined ? {} : { environment }),
    },
  ];
}

type Find = (name: string) => { readonly file: SourceFile; readonly value: Value } | undefined;

function runsOf(find: Find): WhatRuns {
  const script = ['before_script', 'script'].flatMap((name) => {
    const found = find(name);
    return oneOrMany(found?.value).flatMap((it) => (found ? (textOf(found.file, it) ?? []) : []));
  });
  const image = find('image');
  const written =
    image && textOf(image.file, image.value.kind === 'mapping' ? memberAt(image.value, 'name') : image.value);
  return {
    ...(script.length > 0 ? { command: script.join('\n') } : {}),
    ...(written === undefined ? {} : { image: written }),
  };
}

function environmentOf(found: ReturnType<Find>): string | undefined {
  if (found === undefined) return undefined;
  const { file, value } = found;
  const name = textOf(file, value.kind === 'mapping' ? memberAt(value, 'name') : value);
  return name === undefined || name.includes('$') ? undefined : name;
}

/** `inherit: variables: false`, or the names that are taken over. */
function inherited(
  globals: readonly SuppliedVariable[],
  found: ReturnType<Find>,
): readonly SuppliedVariable[] {
  const wanted = memberAt(found?.value, 'variables');
  if (found === undefined || wanted === undefined) return globals;
  if (wanted.kind !== 'sequence') return textOf(found.file, wanted) === 'false' ? [] : globals;
  const names = new Set(wanted.items.map((it) => textOf(found.file, it)));
  return globals.filter((it) => names.has(it.name));
}

/** A later one of the same name wins, at the place of the first. */
function lastOf(variables: readonly SuppliedVariable[]): readonly SuppliedVariable[] {
  return [...new Map(variables.map((it) => [it.name, it])).values()];
}

function variablesOf(file: SourceFile, value: Value | undefined): readonly SuppliedVariable[] {
  return variablesIn(file, value, (it) => givenValue(file, it)).map((it) => {
    const inner = it.entry?.value?.kind === 'mapping' ? memberEntry(it.entry.value, 'value') : undefined;
    return inner === undefined || it.entry === undefined
      ? it
      : { ...it, entry: { ...it.entry, value: inner.value as Value }, shape: 'elsewhere' as const };
  });
}

function givenValue(file: SourceFile, value: Value | undefined): SuppliedVariable['value'] | undefined {
  if (value === undefined) return { kind: 'text', text: '' };
  if (value.kind === 'mapping') {
    const isRaw = textOf(file, memberAt(value, 'expand')) === 'false';
    const written = writtenText(file, memberAt(value, 'value')) ?? { kind: 'text', text: '' };
    return isRaw ? written : expandable(written);
  }
  const written = writtenText(file, value);
  return written && expandable(written);
}

function expandable(value: SuppliedVariable['value']): SuppliedVariable['value'] {
  return value.kind === 'text' && value.text.includes('$')
    ? { kind: 'unknown', reason: 'GitLab puts other variables in when the job runs' }
    : value;
}

/** Variables of a rule count only where the rule does. */
function alternatives(file: SourceFile, value: Value | undefined): readonly SuppliedVariable[] {
  return variablesOf(file, value).map((it) => ({
    ...it,
    value: { kind: 'unknown', reason: 'a rule of the pipeline decides the value' },
  }));
}

/** Jobs that hand variables of any name to others. */
function reportsOf(pipeline: Pipeline): readonly JobPart[] {
  return [...pipeline.jobs.values()].flat().filter(({ body }) => {
    const reports = memberAt(memberAt(body, 'artifacts'), 'reports');
    return entriesOf(reports).some((it) => it.key.name === 'dotenv');
  });
}
