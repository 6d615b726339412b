import type { Entry } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf, joinPath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type ComposeEnvironment, composeEnvironment, NO_ENVIRONMENT } from './compose-environment.ts';
import { interpolate, onlyName } from './compose-interpolate.ts';
import { mergeServices } from './compose-merge.ts';
import { type ComposeProject, composeProjects, isComposeFile } from './compose-paths.ts';
import { type ComposeService, type ComposeVariable, composeService, member } from './compose-service.ts';
import type {
  EnvironmentFile,
  Supplied,
  SuppliedVariable,
  Supplier,
  SupplySource,
  Workload,
  WrittenVariables,
} from './supply.ts';

/** Compose files: https://github.com/compose-spec/compose-spec, as compose-go 2.16 reads them. */
export const compose: Supplier = {
  name: 'compose',
  matches: (path) => /\.ya?ml$/.test(path) || baseName(path) === '.env',
  supplied,
};

type Files = ReadonlyMap<string, SourceFile>;

function supplied(all: readonly SourceFile[]): Supplied {
  const files: Files = new Map(all.map((it) => [it.path, it]));
  const byFolder = new Map<string, string[]>();
  for (const { path } of all) {
    if (!isComposeFile(path)) continue;
    const folder = folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  const projects = [...byFolder].flatMap(([folder, paths]) => composeProjects(folder, paths));
  return { workloads: projects.flatMap((it) => projectWorkloads(files, it)), problems: [] };
}

/** The services of one compose file as they are written there. */
const servicesOf = memo((file: SourceFile): readonly ComposeService[] => {
  const document = documentOf(file);
  const services = member(document?.root, 'services');
  if (!document || services?.kind !== 'mapping') return [];
  return services.entries.flatMap((entry) =>
    entry.value?.kind === 'mapping' ? [composeService(document, entry, entry.value)] : [],
  );
});

function projectWorkloads(files: Files, project: ComposeProject): readonly Workload[] {
  const own = merged(files, project.paths);
  const below = merged(files, project.below ?? []);
  const besides = files.get(joinPath(project.folder, '.env'));
  const isDevelopment = project.environment === 'development';
  const environment = isDevelopment && besides ? composeEnvironment(besides) : NO_ENVIRONMENT;
  return [...own.values()].map((service) => {
    const lower = below.get(service.name);
    const isWhole = service.image !== undefined || service.context !== undefined;
    const guess =
      lower && isWhole ? `\`${service.path}\` is used together with \`${lower.path}\`` : undefined;
    return workload(project, lower ? mergeServices(lower, service) : service, environment, guess);
  });
}

function merged(files: Files, paths: readonly string[]): ReadonlyMap<string, ComposeService> {
  const services = new Map<string, ComposeService>();
  for (const path of paths) {
    const file = files.get(path);
    for (const service of file ? servicesOf(file) : []) {
      const lower = services.get(service.name);
      services.set(service.name, lower ? mergeServices(lower, service) : service);
    }
  }
  return services;
}

function workload(
  project: ComposeProject,
  service: ComposeService,
  environment: ComposeEnvironment,
  guess: string | undefined,
): Workload {
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
    sources: sourcesOf(service, environment),
    ...(guess === undefined ? {} : { guess }),
  };
}

function sourcesOf(service: ComposeService, environment: ComposeEnvironment): readonly SupplySource[] {
  const files = service.envFiles.map(
    ({ path, written, required, raw, at }): EnvironmentFile => ({
      kind: 'file',
      path,
      written,
      dialect: raw ? 'docker-run' : 'compose',
      at,
      required,
    }),
  );
  const byPath = new Map<string, SuppliedVariable[]>();
  for (const it of service.variables) {
    const known = byPath.get(it.path) ?? [];
    byPath.set(it.path, known);
    known.push(variable(it, environment));
  }
  const written = [...byPath].map(
    ([path, variables]): WrittenVariables => ({ kind: 'variables', path, variables }),
  );
  return [...files, ...written];
}

function variable(
  { name, text, path, entry, shape }: ComposeVariable,
  environment: ComposeEnvironment,
): SuppliedVariable {
  const base = { name, path, entry, shape, secret: false } as const;
  if (text === undefined) return taken(base, name, environment) ?? { ...base, value: HOST };
  const only = onlyName(text);
  const from = only === undefined ? undefined : taken(base, only, environment);
  if (from) return from;
  const value = interpolate(text, environment.lookUp);
  if (value.kind === 'text') return { ...base, value };
  return { ...base, value: { kind: 'interpolated', text } };
}

const HOST = { kind: 'unknown', reason: 'the value is taken over from the host' } as const;

type Bare = Omit<SuppliedVariable, 'value'> & { readonly entry: Entry };

/** The variable with the value of the line in `.env` that it stands for. */
function taken(base: Bare, name: string, environment: ComposeEnvironment): SuppliedVariable | undefined {
  const value = environment.lookUp(name);
  const line = environment.entryOf(name);
  if (value?.kind !== 'text' || !line) return undefined;
  return { ...base, value, taken: line };
}
