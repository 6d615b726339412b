import type { Document, Entry, Mapping, Scalar, Value } from '../syntax/document.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';
import type { Span } from '../text/span.ts';
import { originalEntry, originalScalar } from './compose-originals.ts';
import { composeScalar } from './compose-scalar.ts';

/** One service of a compose file as it is written there. Paths are relative to the root. */
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
  /** Lowest rank first. */
  readonly envFiles: readonly ComposeEnvFile[];
  /** A later one of the same name wins. */
  readonly variables: readonly ComposeVariable[];
  readonly extends?: ComposeExtends;
}

export interface ComposeEnvFile {
  readonly written: string;
  /** Undefined where it leads out of the workspace. */
  readonly path: string | undefined;
  readonly required: boolean;
  /** Read without quotes and interpolation. */
  readonly raw: boolean;
  readonly at: { readonly path: string; readonly span: Span };
}

export interface ComposeVariable {
  readonly name: string;
  /** As written, before interpolation; absent where the value is taken over from the host. */
  readonly text?: string;
  readonly path: string;
  readonly entry: Entry;
  readonly shape: 'entry' | 'assignment';
}

export interface ComposeExtends {
  readonly service: string;
  /** As written; absent for a service of the same file. */
  readonly file?: string;
  readonly at: { readonly path: string; readonly span: Span };
}

/** Reads the body of a service. Wrong types are passed over here. */
export function composeService(document: Document, entry: Entry, body: Mapping): ComposeService {
  const { file } = document;
  const folder = folderOf(file.path);
  const text = (value: Value | undefined) => composeScalar(file.text, value);
  const build = member(body, 'build');
  const { context, dockerfile } = buildPaths(build, folder, text);
  const image = text(member(body, 'image'));
  const command = commandLine(member(body, 'command'), text);
  const entrypoint = commandLine(member(body, 'entrypoint'), text);
  const base = composeExtends(document, member(body, 'extends'), text);
  return {
    name: entry.key.name,
    path: file.path,
    span: entry.key.span,
    envFiles: envFiles(member(body, 'env_file'), document, text),
    variables: composeVariables(document, member(body, 'environment')),
    ...(context === undefined ? {} : { context }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(base === undefined ? {} : { extends: base }),
  };
}

type Text = (value: Value | undefined) => string | undefined;

function buildPaths(
  build: Value | undefined,
  folder: string,
  text: Text,
): { readonly context?: string; readonly dockerfile?: string } {
  if (!build) return {};
  const written = build.kind === 'mapping' ? (text(member(build, 'context')) ?? '.') : text(build);
  const context = written === undefined ? undefined : resolvePath(folder, written);
  if (context === undefined) return {};
  const file = build.kind === 'mapping' ? text(member(build, 'dockerfile')) : undefined;
  const dockerfile = file === undefined ? undefined : resolvePath(context, file);
  return { context, ...(dockerfile === undefined ? {} : { dockerfile }) };
}

function commandLine(value: Value | undefined, text: Text): string | undefined {
  if (value?.kind !== 'sequence') return text(value);
  return value.items.map((item) => text(item) ?? '').join(' ');
}

function composeExtends(
  { file }: Document,
  value: Value | undefined,
  text: Text,
): ComposeExtends | undefined {
  if (!value) return undefined;
  const at = { path: file.path, span: value.span };
  if (value.kind === 'scalar') {
    const service = text(value);
    return service === undefined ? undefined : { service, at };
  }
  const service = text(member(value, 'service'));
  const from = text(member(value, 'file'));
  const span = (member(value, 'service') ?? value).span;
  if (service === undefined) return undefined;
  return { service, at: { path: file.path, span }, ...(from === undefined ? {} : { file: from }) };
}

function envFiles(value: Value | undefined, document: Document, text: Text): readonly ComposeEnvFile[] {
  if (!value) return [];
  if (value.kind === 'sequence') return value.items.flatMap((item) => envFiles(item, document, text));
  const { path } = document.file;
  const isMapping = value.kind === 'mapping';
  const written = isMapping ? text(member(value, 'path')) : text(value);
  if (written === undefined) return [];
  const { span } = (isMapping ? member(value, 'path') : value) ?? value;
  return [
    {
      written,
      path: resolvePath(folderOf(path), written),
      required: !(isMapping && text(member(value, 'required')) === 'false'),
      raw: isMapping && text(member(value, 'format')) === 'raw',
      at: { path, span },
    },
  ];
}

function composeVariables(document: Document, value: Value | undefined): readonly ComposeVariable[] {
  const { path, text: whole } = document.file;
  if (value?.kind === 'mapping') {
    return value.entries.map((given) => {
      const entry = originalEntry(document, given);
      const text = composeScalar(whole, entry.value);
      const shape = 'entry' as const;
      return { name: entry.key.name, path, entry, shape, ...(text === undefined ? {} : { text }) };
    });
  }
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => assignment(document, item) ?? []);
}

/** `KEY=value` or `KEY` as an item of a list. */
function assignment(document: Document, given: Value): ComposeVariable | undefined {
  if (given.kind !== 'scalar') return undefined;
  const item = originalScalar(document, given);
  const text = composeScalar(document.file.text, item);
  if (text === undefined) return undefined;
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (name === '') return undefined;
  const entry = assignmentEntry(document.file.text, item, name, at < 0 ? undefined : text.slice(at + 1));
  const base = { name, path: document.file.path, entry, shape: 'assignment' } as const;
  return at < 0 ? base : { ...base, text: text.slice(at + 1) };
}

/** Key and value where they stand in the item; the whole item for both where escapes or line breaks move them. */
function assignmentEntry(text: string, item: Scalar, name: string, value: string | undefined): Entry {
  const { start, end } = item.content;
  const isPlain = text.startsWith(name, start) && end > start;
  const key = isPlain ? { start, end: start + name.length } : item.content;
  const base = { key: { name, span: key, data: { kind: 'str', value: name } as const }, span: item.span };
  if (value === undefined) return base;
  const own = isPlain ? { start: start + name.length + 1, end } : item.content;
  return {
    ...base,
    value: { kind: 'scalar', span: own, content: own, quote: 'none', data: { kind: 'str', value } },
  };
}

/** The value of a mapping's key, the last where it stands twice. */
export function member(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind !== 'mapping') return undefined;
  return value.entries.findLast((entry) => entry.key.name === name)?.value;
}
