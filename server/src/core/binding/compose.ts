import type { Snapshot } from '../snapshot.ts';
import type { Data } from '../syntax/data.ts';
import type { Entry, Mapping, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { composeText } from './compose-text.ts';
import type { Layer } from './environment.ts';
import { environmentText, type Variable } from './variables.ts';

/** One service of a compose file, as far as its process environment goes. Paths are relative to the root. */
export interface ComposeService {
  readonly name: string;
  readonly context?: string;
  readonly dockerfile?: string;
  /** Lowest rank first; `undefined` members lead out of the workspace. */
  readonly envFiles: readonly (string | undefined)[];
  readonly variables: readonly ComposeVariable[];
}

export interface ComposeVariable {
  readonly name: string;
  /** As written, before interpolation; absent where the value is taken over from the host. */
  readonly text?: string;
  readonly entry?: Entry;
}

/** True for the paths that compose looks for, and their variants for environments. */
export function isComposeFile(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:[.-][^/]+)?\.ya?ml$/.test(path);
}

/** The services of a compose file, read once per version of the file. */
export const composeServices: (file: SourceFile) => readonly ComposeService[] = memo((file) => {
  const services = member(documentOf(file)?.root, 'services');
  if (services?.kind !== 'mapping') return [];
  return services.entries.flatMap((entry) =>
    entry.value?.kind === 'mapping' ? [composeService(entry.key.name, entry.value, folderOf(file.path))] : [],
  );
});

function composeService(name: string, body: Mapping, folder: string): ComposeService {
  const build = member(body, 'build');
  const written = build?.kind === 'mapping' ? textOf(member(build, 'context')) : textOf(build);
  const context = written === undefined ? undefined : resolvePath(folder, written);
  const file = build?.kind === 'mapping' ? textOf(member(build, 'dockerfile')) : undefined;
  const dockerfile = file === undefined || context === undefined ? undefined : resolvePath(context, file);
  return {
    name,
    envFiles: envFilePaths(member(body, 'env_file')).map((path) => resolvePath(folder, path)),
    variables: composeVariables(member(body, 'environment')),
    ...(context === undefined ? {} : { context }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
  };
}

function envFilePaths(value: Value | undefined): readonly string[] {
  if (!value) return [];
  if (value.kind === 'sequence') return value.items.flatMap(envFilePaths);
  const path = value.kind === 'mapping' ? textOf(member(value, 'path')) : textOf(value);
  return path === undefined ? [] : [path];
}

function composeVariables(value: Value | undefined): readonly ComposeVariable[] {
  if (value?.kind === 'mapping') {
    return value.entries.map((entry) => {
      const data: Data = entry.value?.kind === 'scalar' ? entry.value.data : { kind: 'none' };
      const text = environmentText(data);
      return { name: entry.key.name, entry, ...(text === undefined ? {} : { text }) };
    });
  }
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => {
    const text = textOf(item);
    if (text === undefined) return [];
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    return [at < 0 ? { name } : { name, text: text.slice(at + 1) }];
  });
}

function member(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind !== 'mapping') return undefined;
  return value.entries.findLast((entry) => entry.key.name === name)?.value;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.data.kind === 'str' ? value.data.value : undefined;
}

/**
 * The services of a compose file that run the code of a Python service: built from its folder, or from a folder above
 * with a Dockerfile of its own.
 */
export function servicesRunning(file: SourceFile, folder: string): readonly ComposeService[] {
  return composeServices(file).filter(({ context, dockerfile }) => {
    if (context === undefined) return false;
    if (context === folder) return true;
    return dockerfile !== undefined && folder !== '' && dockerfile.startsWith(`${folder}/`);
  });
}

/** True when a service of a compose file takes both dotenv files for its process environment. */
export function listedTogether(snapshot: Snapshot, a: string | undefined, b: string | undefined): boolean {
  return envFileLists(snapshot).some((paths) => paths.includes(a) && paths.includes(b));
}

const envFileLists = memo((snapshot: Snapshot): readonly (readonly (string | undefined)[])[] =>
  filesOf(snapshot.files, isComposeFile)
    .flatMap((file) => composeServices(file).map((it) => it.envFiles))
    .filter((paths) => paths.length > 1),
);

/** How the texts of a compose file become values. */
export interface ComposeReading {
  /** Other compose files may take part, so that no value is certain. */
  readonly combined: boolean;
  /** What interpolation takes from the dotenv file beside the compose file. */
  readonly variables?: ReadonlyMap<string, Variable>;
}

/** The layer that the `environment` maps of compose services make; where services differ the value is not known. */
export function composeLayer(
  file: SourceFile,
  services: readonly ComposeService[],
  reading: ComposeReading,
): Layer {
  const document = documentOf(file);
  const variables: Variable[] = [];
  const base = { kind: 'process', path: file.path, file, personal: false, variables } as const;
  const layer: Layer = document ? { ...base, document } : base;
  for (const service of services) {
    for (const own of service.variables) {
      const others = services.map((it) => it.variables.find((other) => other.name === own.name));
      const agreed = others.every((it) => it !== undefined && it.text === own.text);
      variables.push(composeVariable(layer, own, agreed, reading));
    }
  }
  return layer;
}

function composeVariable(
  layer: Layer,
  { name, text, entry }: ComposeVariable,
  agreed: boolean,
  { combined, variables }: ComposeReading,
): Variable {
  const source = { kind: 'process', layer, ...(entry ? { entry } : {}) } as const;
  const unknown = (reason: string): Variable => ({ name, value: { kind: 'unknown', reason }, source });
  if (text === undefined) {
    const beside = combined ? undefined : variables?.get(name);
    if (beside?.value.kind === 'text') return { ...beside, name };
    return unknown('the value is taken over from the host');
  }
  if (combined) return unknown('it depends on how compose files are combined');
  if (!agreed) return unknown('services of the compose file differ');
  const { value, variable } = composeText(text, variables);
  return { name, value, source: variable?.source ?? source };
}
