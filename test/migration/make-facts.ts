import type {
  EntryFacts,
  EnvironmentFacts,
  LayerFacts,
  MigrationFacts,
  ReaderFacts,
} from '../../server/src/core/migration/facts.ts';
import { parseRecord } from '../../server/src/core/migration/record.ts';
import { walkStatements } from '../../server/src/core/python/tree.ts';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import { type Loading, NO_LOADING } from '../../server/src/core/schema/loading.ts';
import { pythonProjects } from '../../server/src/core/schema/project.ts';
import type { PythonProject } from '../../server/src/core/schema/reader.ts';
import type { Field, SettingsSchema } from '../../server/src/core/schema/schema.ts';
import { DEFAULT_OPTIONS, type Snapshot } from '../../server/src/core/snapshot.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { type SourceFile, sourceFile } from '../../server/src/core/text/source-file.ts';
import { type Span, span } from '../../server/src/core/text/span.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

/** A field as a test describes it. */
export interface FieldShape {
  readonly name: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** Name in the environment, where it is not the field's. */
  readonly environment?: string;
  readonly decoding?: Field['decoding'];
  readonly undecided?: boolean;
}

export interface FactsShape {
  readonly kind?: MigrationFacts['kind'];
  readonly from: string;
  readonly to?: string;
  /** Where one side has several keys. */
  readonly fromKeys?: readonly string[];
  readonly toKeys?: readonly string[];
  readonly convert?: string;
  readonly answers?: ReadonlyMap<string, string>;
  readonly files: Readonly<Record<string, string>>;
  /** Path of the module that declares the class, or reads the environment. */
  readonly module: string;
  readonly className?: string;
  readonly fields?: readonly FieldShape[];
  readonly old?: string;
  readonly new?: string;
  readonly loading?: Partial<Loading>;
  readonly emptyAccepted?: boolean | undefined;
  readonly environments?: readonly EnvironmentShape[];
  readonly codeowners?: string;
}

export interface EnvironmentShape {
  readonly name: string;
  /** Dotenv files by path, low to high. */
  readonly dotenv?: readonly string[];
  readonly process?: readonly string[];
  readonly coupling?: 'bundled' | 'external';
  readonly opaque?: readonly string[];
  readonly unseen?: boolean;
  readonly production?: boolean;
  readonly untracked?: boolean;
}

export async function snapshotOf(files: Readonly<Record<string, string>>): Promise<Snapshot> {
  const python = await loadPythonParser();
  const sources = Object.entries(files).map(([path, text]) => [path, sourceFile(path, text)] as const);
  return {
    today: '2026-09-23',
    trusted: true,
    options: DEFAULT_OPTIONS,
    configurations: [],
    files: new Map<string, SourceFile>(sources),
    mentions: () => [],
    skipped: [],
    refs: new Map(),
    given: new Map(),
    engines: { python, pattern: () => undefined, record: () => [] },
  } as unknown as Snapshot;
}

/** Facts made from texts, with what a settings reader would say given by hand. */
export async function makeFacts(shape: FactsShape): Promise<MigrationFacts> {
  const snapshot = await snapshotOf(shape.files);
  const [project] = pythonProjects(snapshot, ['BaseSettings', 'environ']);
  if (project === undefined) throw new Error('the test has no Python file');
  const reader = readerOf(project, shape);
  return {
    kind: shape.kind ?? 'rename',
    service: project.service,
    recordFolder: 'settings-migrations',
    from: shape.from,
    ...(shape.to === undefined ? {} : { to: shape.to }),
    ...keysOf(shape),
    convert: shape.convert ?? 'same',
    answers: shape.answers ?? new Map(),
    readers: [reader],
    environments: (shape.environments ?? []).map((it) => environmentOf(snapshot, shape, it)),
    mentions: [],
    tests: [],
    dynamicReaders: [],
    otherNames: [],
    knownKeys: (shape.fields ?? []).map((it) => it.environment ?? it.name.toUpperCase()),
    records: [...snapshot.files.values()].filter((it) => it.path.endsWith('.md')).map(parseRecord),
    ...(shape.codeowners === undefined ? {} : { codeowners: shape.codeowners }),
    project,
    lineLength: 88,
    dataFiles: [],
  };
}

function keysOf(shape: FactsShape): {
  readonly fromKeys: readonly string[];
  readonly toKeys: readonly string[];
} {
  return {
    fromKeys: shape.fromKeys ?? [shape.from],
    toKeys: shape.toKeys ?? (shape.to === undefined ? [] : [shape.to]),
  };
}

function everyKey(shape: FactsShape): readonly string[] {
  const { fromKeys, toKeys } = keysOf(shape);
  return [...new Set([...fromKeys, ...toKeys])];
}

function readerOf(project: PythonProject, shape: FactsShape): ReaderFacts {
  const loading: Loading = { ...NO_LOADING, caseSensitive: false, extra: 'forbid', ...shape.loading };
  const pydantic = shape.className !== undefined;
  const place = { path: shape.module, span: span(0, 1) };
  const fields = (shape.fields ?? []).map((it) => fieldOf(project, shape, it));
  const schema: SettingsSchema = {
    id: `${project.moduleName(shape.module)}${shape.className ? `:${shape.className}` : ''}`,
    reader: pydantic ? 'pydantic-settings' : 'os-environ',
    form: pydantic ? 'class' : 'calls',
    service: project.service,
    place,
    ...(shape.className ? { className: shape.className } : {}),
    fields,
    loading,
    open: [],
    modelUndecided: [],
  };
  const old = fields.find((it) => it.name === (shape.old ?? shape.from.toLowerCase()));
  const next = fields.find((it) => it.name === shape.new);
  return {
    name: shape.className ?? project.moduleName(shape.module),
    schema,
    ...(old ? { old } : {}),
    ...(next ? { new: next } : {}),
    fields: new Map(
      everyKey(shape).flatMap((key) => {
        const named = key === shape.from ? old : key === shape.to && next ? next : undefined;
        const variable = (it: Field) => it.inputs[0]?.environment.toUpperCase() === key.toUpperCase();
        const field = named ?? fields.find(variable);
        return field ? [[key, field] as const] : [];
      }),
    ),
    strict: pydantic && loading.extra === 'forbid' ? ['dotenv'] : [],
    emptyAccepted: shape.emptyAccepted,
    readsOld: [],
    readsNew: [],
    named: false,
  };
}

function fieldOf(project: PythonProject, shape: FactsShape, it: FieldShape): Field {
  const { name, declaration } = declarationOf(project, shape, it.name);
  const place = { path: shape.module, span: name };
  return {
    name: it.name,
    place,
    declaration: { path: shape.module, span: declaration },
    annotation: '',
    type: it.type,
    required: it.required ?? true,
    defaultFactory: false,
    inputs: [{ key: it.name, environment: it.environment ?? it.name, path: [] }],
    loc: it.name,
    decoding: it.decoding ?? 'none',
    secret: it.type.kind === 'secret',
    undecided: it.undecided ? [{ ...place, reason: 'a validator' }] : [],
  };
}

function declarationOf(
  project: PythonProject,
  shape: FactsShape,
  field: string,
): { readonly name: Span; readonly declaration: Span } {
  const file = project.mentioning([field]).find((it) => it.file.path === shape.module);
  for (const statement of walkStatements(file?.module.body ?? [])) {
    if (statement.kind !== 'class' || statement.name !== shape.className) continue;
    for (const it of statement.body) {
      if (it.kind === 'annotated' && it.target.kind === 'name' && it.target.name === field) {
        return { name: it.target.span, declaration: it.span };
      }
    }
  }
  return { name: span(0, 1), declaration: span(0, 1) };
}

function environmentOf(snapshot: Snapshot, shape: FactsShape, it: EnvironmentShape): EnvironmentFacts {
  const layer =
    (kind: 'dotenv' | 'process') =>
    (path: string): LayerFacts => {
      const file = snapshot.files.get(path);
      const document = file && documentOf(file);
      const entry = (key: string | undefined): EntryFacts | undefined => {
        const found = document?.root.entries.findLast(
          (other) => key !== undefined && other.key.name.toUpperCase() === key.toUpperCase(),
        );
        const data = found?.value?.kind === 'scalar' ? found.value.data : undefined;
        return found && { entry: found, valid: true, ...(data?.kind === 'str' ? { text: data.value } : {}) };
      };
      const old = entry(shape.from);
      const next = entry(shape.to);
      return {
        kind,
        path,
        ...(document ? { document } : {}),
        tracked: !it.untracked,
        ...(old ? { old } : {}),
        ...(next ? { new: next } : {}),
        entries: new Map(
          everyKey(shape).flatMap((key) => {
            const own = entry(key);
            return own ? [[key, own] as const] : [];
          }),
        ),
      };
    };
  return {
    name: it.name,
    production: it.production ?? it.name === 'production',
    coupling: it.coupling ?? 'external',
    unseen: it.unseen ?? false,
    opaque: it.opaque ?? [],
    layers: [...(it.dotenv ?? []).map(layer('dotenv')), ...(it.process ?? []).map(layer('process'))],
  };
}

/** The files of a workspace with edits applied; throws when two edits of one file overlap. */
export function withEdits(
  files: Readonly<Record<string, string>>,
  edits: readonly { readonly path: string; readonly span: Span; readonly newText: string }[],
): Record<string, string> {
  const result: Record<string, string> = { ...files };
  for (const path of new Set(edits.map((it) => it.path))) {
    result[path] = applyEdits(
      files[path] ?? '',
      edits.filter((it) => it.path === path),
    );
  }
  return result;
}
