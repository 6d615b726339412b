import type { Entry, Mapping, Value } from '../../syntax/document.ts';
import { memberAt, memberEntry } from '../../syntax/value-members.ts';
import { resolvePath } from '../../text/relative-path.ts';
import type { Span } from '../../text/span.ts';
import { replicaCount } from '../replica-count.ts';
import type { SuppliedVariable } from '../supply.ts';
import { type ComposeReading, mergeTag, textOf } from './compose-reading.ts';
import { composeVariables } from './compose-variables.ts';

/** One service of a compose file. Paths are relative to the root. */
export interface ComposeService {
  readonly name: string;
  /** The file it stands in, and its name there. */
  readonly path: string;
  readonly span: Span;
  readonly context?: string;
  readonly dockerfile?: string;
  readonly image?: string;
  readonly entrypoint?: string;
  readonly command?: string;
  /** How many of it run: `deploy.replicas`, or `scale`. */
  readonly replicas?: number;
  /** Lowest rank first. */
  readonly envFiles: readonly ComposeEnvFile[];
  /** A later one of the same name wins. */
  readonly variables: readonly SuppliedVariable[];
  readonly extends?: ComposeExtends;
  /** What it takes out of the services below it. */
  readonly clears: {
    readonly envFiles: boolean;
    readonly variables: boolean;
    readonly names: readonly string[];
  };
  /** What it is built on and that is not in the workspace, as written. */
  readonly unseen: readonly { readonly name: string; readonly at: ComposePlace }[];
}

export interface ComposePlace {
  readonly path: string;
  readonly span: Span;
}

export interface ComposeEnvFile {
  readonly written: string;
  /** Undefined where it leads out of the workspace. */
  readonly path: string | undefined;
  readonly required: boolean;
  /** Read without quotes and interpolation. */
  readonly raw: boolean;
  readonly at: ComposePlace;
}

export interface ComposeExtends {
  readonly service: string;
  /** As written; absent for a service of the same file. */
  readonly file?: string;
  readonly at: ComposePlace;
}

/** Reads the body of a service. What compose refuses in it is noted, the rest of it still counts. */
export function composeService(reading: ComposeReading, entry: Entry, body: Mapping): ComposeService {
  const { path } = reading.document.file;
  const environment = memberEntry(body, 'environment');
  const environmentTag = mergeTag(reading, environment);
  const files = memberEntry(body, 'env_file');
  const fileTag = mergeTag(reading, files);
  const { variables, resets } =
    environmentTag === 'reset' ? { variables: [], resets: [] } : composeVariables(reading, environment);
  const texts = {
    image: textOf(reading, memberAt(body, 'image')),
    command: commandLine(reading, memberAt(body, 'command')),
    entrypoint: commandLine(reading, memberAt(body, 'entrypoint')),
  };
  const written =
    textOf(reading, memberAt(body, 'deploy', 'replicas')) ?? textOf(reading, memberAt(body, 'scale'));
  const replicas = replicaCount(written);
  const base = composeExtends(reading, memberAt(body, 'extends'));
  return {
    name: entry.key.name,
    path,
    span: entry.key.span,
    envFiles: fileTag === 'reset' ? [] : envFiles(reading, files?.value),
    variables,
    clears: { envFiles: fileTag !== undefined, variables: environmentTag !== undefined, names: resets },
    unseen: [],
    ...buildPaths(reading, memberAt(body, 'build')),
    ...(texts.image === undefined ? {} : { image: texts.image }),
    ...(texts.command === undefined ? {} : { command: texts.command }),
    ...(texts.entrypoint === undefined ? {} : { entrypoint: texts.entrypoint }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(base === undefined ? {} : { extends: base }),
  };
}

function buildPaths(
  reading: ComposeReading,
  build: Value | undefined,
): { readonly context?: string; readonly dockerfile?: string } {
  if (!build) return {};
  const written =
    build.kind === 'mapping' ? (textOf(reading, memberAt(build, 'context')) ?? '.') : textOf(reading, build);
  const context = written === undefined ? undefined : resolvePath(reading.folder, written);
  if (context === undefined) return {};
  const file = build.kind === 'mapping' ? textOf(reading, memberAt(build, 'dockerfile')) : undefined;
  const dockerfile = file === undefined ? undefined : resolvePath(context, file);
  return { context, ...(dockerfile === undefined ? {} : { dockerfile }) };
}

function commandLine(reading: ComposeReading, value: Value | undefined): string | undefined {
  if (value?.kind !== 'sequence') return textOf(reading, value);
  return value.items.map((item) => textOf(reading, item) ?? '').join(' ');
}

function composeExtends(reading: ComposeReading, value: Value | undefined): ComposeExtends | undefined {
  if (!value) return undefined;
  const { path } = reading.document.file;
  const service = textOf(reading, value.kind === 'scalar' ? value : memberAt(value, 'service'));
  if (service === undefined) return undefined;
  const file = textOf(reading, memberAt(value, 'file'));
  const { span } = memberAt(value, 'service') ?? value;
  return { service, at: { path, span }, ...(file === undefined ? {} : { file }) };
}

function envFiles(reading: ComposeReading, value: Value | undefined): readonly ComposeEnvFile[] {
  if (!value) return [];
  if (value.kind === 'sequence') return value.items.flatMap((item) => envFiles(reading, item));
  const isMapping = value.kind === 'mapping';
  const named = isMapping ? memberAt(value, 'path') : value;
  const written = textOf(reading, named);
  if (written === undefined || !named) return [];
  return [
    {
      written,
      path: resolvePath(reading.folder, written),
      required: !(isMapping && textOf(reading, memberAt(value, 'required')) === 'false'),
      raw: isMapping && textOf(reading, memberAt(value, 'format')) === 'raw',
      at: { path: reading.document.file.path, span: named.span },
    },
  ];
}
