import { memoBy } from '../text/memo.ts';
import { baseName, folderOf, joinPath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import {
  type ComposeEnvironment,
  composeEnvironment,
  NO_ENVIRONMENT,
} from './compose/compose-environment.ts';
import type { LookUp } from './compose/compose-interpolate.ts';
import { mergeServices } from './compose/compose-merge.ts';
import { type ComposeProject, composeProjects, isComposeFile } from './compose/compose-paths.ts';
import { namedByEnvFiles } from './compose/compose-place.ts';
import { type LoadedProject, loadProject } from './compose/compose-project.ts';
import type { ComposeService } from './compose/compose-service.ts';
import { sameEnvironment } from './environment-name.ts';
import type {
  EnvironmentFile,
  OpaqueStore,
  Supplied,
  SuppliedVariable,
  Supplier,
  SupplyProblem,
  SupplySource,
  Workload,
  WrittenVariables,
} from './supply.ts';

/**
 * Compose files: https://github.com/compose-spec/compose-spec, as compose-go 2.16 reads them. Any YAML file may be
 * included or extended, and `.env` gives the variables and may name the files.
 */
export const compose: Supplier = {
  name: 'compose',
  matches: (path) => /\.ya?ml$/.test(path) || isVariablesFile(path),
  supplied,
};

type Files = ReadonlyMap<string, SourceFile>;

/** Names that `include` takes variables from besides `.env`. */
function isVariablesFile(path: string): boolean {
  return /^\.env$|\.env$/.test(baseName(path));
}

function supplied(all: readonly SourceFile[]): Supplied {
  return ofRelevant(relevant(all));
}

/**
 * The files that can take part: a key press in any other leaves all as it is. Where something is included or extended
 * that may be any file.
 */
function relevant(all: readonly SourceFile[]): readonly SourceFile[] {
  const own = all.filter((it) => isComposeFile(it.path));
  if (own.some((it) => /\b(?:include|extends)\b/.test(it.text))) return all;
  const beside = new Set(own.map((it) => joinPath(folderOf(it.path), '.env')));
  const variables = all.filter((it) => beside.has(it.path));
  // The files that `COMPOSE_FILE` lists may have any name.
  return variables.some((it) => it.text.includes('COMPOSE_FILE')) ? all : [...own, ...variables];
}

const ofRelevant = memoBy((all: readonly SourceFile[]) => all, suppliedBy);

function suppliedBy(all: readonly SourceFile[]): Supplied {
  const files: Files = new Map(all.map((it) => [it.path, it]));
  const byFolder = new Map<string, string[]>();
  for (const { path } of all) {
    if (!isComposeFile(path)) continue;
    const folder = folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  const projects = [...byFolder].flatMap(([folder, paths]) =>
    composeProjects(folder, paths, listed(files, folder)),
  );
  const loaded = projects.map((project) => loadInPlace(files, project, projects));
  const referred = new Set(loaded.flatMap((it) => [...it.own.referred]));
  // What another project includes or extends is a part of that one.
  const whole = loaded.filter(({ project }) => !referred.has(project.paths[0] ?? ''));
  return {
    workloads: whole.flatMap(workloads),
    problems: distinct(whole.flatMap((it) => it.own.problems)),
  };
}

/** The files that `COMPOSE_FILE` in the `.env` of a folder lists, as paths of the workspace. */
function listed(files: Files, folder: string): readonly string[] {
  const file = files.get(joinPath(folder, '.env'));
  if (!file?.text.includes('COMPOSE_FILE')) return [];
  const { lookUp } = composeEnvironment(file);
  const text = (name: string) => {
    const value = lookUp(name);
    return value?.kind === 'text' && value.text !== '' ? value.text : undefined;
  };
  const separator = text('COMPOSE_PATH_SEPARATOR') ?? ':';
  const names = text('COMPOSE_FILE')?.split(separator) ?? [];
  return names
    .map((name) => joinPath(folder, name.trim().replace(/^\.\//, '')))
    .filter((it) => files.has(it));
}

interface LoadedParts {
  readonly project: ComposeProject;
  /** In words, where its environment is told by something else than a name of its files. */
  readonly assumedEnvironment?: string;
  /** What the `.env` of the project says. */
  readonly variables: ComposeEnvironment;
  readonly own: LoadedProject;
  readonly below: LoadedProject;
}

/** Where no name of its files says the environment of a project, and no other project has that one, its env files do. */
function loadInPlace(
  files: Files,
  project: ComposeProject,
  projects: readonly ComposeProject[],
): LoadedParts {
  const loaded = loadWith(files, project);
  const named = project.assumed ? namedByEnvFiles(loaded.own.services.values()) : undefined;
  if (!named || project.role === 'tests') return loaded;
  const { environment, path } = named;
  const isThere = (it: ComposeProject) => it !== project && sameEnvironment(it.environment, environment);
  if (projects.some(isThere)) return loaded;
  const assumedEnvironment = `\`${project.paths[0]}\` is used in ${environment}, as it reads \`${path}\``;
  return { ...loadWith(files, { ...project, environment }), assumedEnvironment };
}

function loadWith(files: Files, project: ComposeProject): LoadedParts {
  const { folder, paths, below, environment } = project;
  const beside = files.get(joinPath(folder, '.env'));
  const variables: ComposeEnvironment =
    environment === 'development' && beside ? composeEnvironment(beside) : NO_ENVIRONMENT;
  return {
    project,
    variables,
    own: loadProject(files, folder, paths, variables),
    below: loadProject(files, folder, below ?? [], variables),
  };
}

function distinct(problems: readonly SupplyProblem[]): readonly SupplyProblem[] {
  const keys = new Set<string>();
  return problems.filter(({ path, span, message }) => {
    const key = `${path} ${span.start} ${message}`;
    return !keys.has(key) && keys.add(key);
  });
}

function workloads({ project, variables, own, below, assumedEnvironment }: LoadedParts): readonly Workload[] {
  const place = assumedEnvironment === undefined ? {} : { assumedEnvironment };
  return [...own.services.values()].map((service) => {
    const lower = below.services.get(service.name);
    if (!lower) return { ...workload(project, variables, service), ...place };
    // Compose refuses a service without either, so the file below is certainly part of it.
    const isWhole = service.image !== undefined || service.context !== undefined;
    const guess = `\`${service.path}\` is used together with \`${lower.path}\``;
    const { path, span } = service;
    const joined = { ...mergeServices(lower, service), path, span };
    return { ...workload(project, variables, joined), ...place, ...(isWhole ? { guess } : {}) };
  });
}

function workload(project: ComposeProject, variables: ComposeEnvironment, service: ComposeService): Workload {
  const { name, path, span, context, dockerfile, image } = service;
  const command = [service.entrypoint, service.command].filter((it) => it !== undefined).join(' ');
  return {
    supplier: 'compose',
    name,
    path,
    span,
    environment: project.environment,
    role: project.role,
    runs: {
      ...(context === undefined ? {} : { context }),
      ...(dockerfile === undefined ? {} : { dockerfile }),
      ...(image === undefined ? {} : { image }),
      ...(command === '' ? {} : { command }),
    },
    ...(service.replicas === undefined ? {} : { replicas: service.replicas }),
    sources: sourcesOf(service, variables),
  };
}

/** All files first, then all that is written in place, then what is not seen. */
function sourcesOf(service: ComposeService, variables: ComposeEnvironment): readonly SupplySource[] {
  const outside = outsideOf(service, variables);
  const files = service.envFiles.map(
    ({ path, written, required, raw, at }): EnvironmentFile => ({
      kind: 'file',
      path,
      written,
      dialect: raw ? 'docker-run' : 'compose',
      at,
      required,
      ...(raw ? {} : { outside }),
    }),
  );
  const unseen = service.unseen.map(({ name, at }): OpaqueStore => ({ kind: 'opaque', name, at }));
  return [...files, ...writtenIn(service.variables), ...unseen];
}

/**
 * What an env file is interpolated from before its own lines: the project's `.env`, then the service's `environment`
 * (compose-go 2.16, `types.resolveEnvironment`).
 */
function outsideOf({ variables }: ComposeService, { lookUp }: ComposeEnvironment): LookUp {
  const written = new Map(variables.map(({ name, value }) => [name, value]));
  return (name) => {
    const value = written.get(name);
    return lookUp(name) ?? (value?.kind === 'text' ? value : undefined);
  };
}

/** One source for each run of variables of one file, so that their order stays. */
function writtenIn(variables: readonly SuppliedVariable[]): readonly WrittenVariables[] {
  const runs: { readonly path: string; readonly variables: SuppliedVariable[] }[] = [];
  for (const it of variables) {
    const last = runs.at(-1);
    if (last?.path === it.path) last.variables.push(it);
    else runs.push({ path: it.path, variables: [it] });
  }
  return runs.map((it): WrittenVariables => ({ kind: 'variables', ...it }));
}
