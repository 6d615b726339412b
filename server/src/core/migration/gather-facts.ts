import type { Environment, Layer } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import { meaningOf, namesOf } from '../binding/names.ts';
import { dotenvVariables, processVariables, type Variable } from '../binding/variables.ts';
import { optionsFor } from '../options-for.ts';
import { findSchemas, settingsName } from '../schema/find-schemas.ts';
import { pythonProjects } from '../schema/project.ts';
import type { PythonProject } from '../schema/reader.ts';
import { schemasOf, readers as settingsReaders } from '../schema/readers.ts';
import type { Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import { nearest } from '../text/nearest.ts';
import { coerceBuiltin } from '../values/coerce-builtin.ts';
import { type CoercionContext, coercePydantic } from '../values/coerce-pydantic.ts';
import type {
  EntryFacts,
  EnvironmentFacts,
  LayerFacts,
  MentionFacts,
  MigrationFacts,
  ReaderFacts,
  TestUse,
} from './facts.ts';
import { readsOfField } from './field-reads.ts';
import { everyExpression } from './generate/instances.ts';
import { recordsOf } from './record.ts';
import type { LayerKind } from './replica-model.ts';

/** A change as it is asked for; `from` may be a variable, a field or a key of a data file. */
export interface FactsRequest {
  readonly kind: 'rename' | 'remove';
  readonly from: string;
  readonly to?: string;
  readonly settings?: string;
}

export type GatheredFacts =
  | { readonly ok: true; readonly facts: MigrationFacts }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** Everything that a migration of one key is judged by, read from the snapshot. */
export function gatherFacts(snapshot: Snapshot, request: FactsRequest): GatheredFacts {
  const chosen = chooseSchemas(snapshot, request);
  if (!chosen.ok) return chosen;
  const { service } = chosen;
  const project = projectOf(snapshot, service);
  if (!project) return { ok: false, message: `no Python code is in \`${service || '.'}\``, candidates: [] };
  const all = schemasOf(snapshot).filter((it) => it.service === service);
  const names = variableNames(chosen.schemas, request);
  const readers = all.flatMap((schema) => readerFacts(snapshot, project, schema, names));
  const first = chosen.schemas[0];
  const folder = optionsFor(snapshot, first?.place.path ?? service).migrations;
  const environments = environmentFacts(snapshot, readers, names);
  return {
    ok: true,
    facts: {
      kind: request.kind,
      service,
      recordFolder: service === '' ? folder : `${service}/${folder}`,
      from: names.from,
      ...(names.to === undefined ? {} : { to: names.to }),
      readers,
      environments,
      mentions: mentionFacts(snapshot, environments, readers, names),
      tests: testUses(project, names),
      dynamicReaders: all.flatMap((schema): readonly Undecided[] =>
        schema.reader === 'os-environ' ? schema.open : [],
      ),
      knownKeys: knownKeys(all),
      records: recordsOf(snapshot),
      ...codeowners(snapshot),
      project,
    },
  };
}

type Chosen =
  | { readonly ok: true; readonly service: string; readonly schemas: readonly SettingsSchema[] }
  | Extract<GatheredFacts, { ok: false }>;

/** The schemas that declare the key. They must be of one service, or the request has to say which. */
function chooseSchemas(snapshot: Snapshot, { from, settings, to }: FactsRequest): Chosen {
  const all = schemasOf(snapshot);
  if (settings !== undefined) {
    const found = findSchemas(snapshot, settings);
    if (found.kind === 'error') return { ok: false, message: found.message, candidates: found.candidates };
    if (!fieldNamed(found.schema, from) && !(to !== undefined && fieldNamed(found.schema, to))) {
      const message = `\`${found.schema.id}\` has no field that \`${from}\` sets`;
      return { ok: false, message, candidates: nearest(from, knownKeys([found.schema])) };
    }
    return { ok: true, service: found.schema.service, schemas: [found.schema] };
  }
  let schemas = all.filter((schema) => fieldNamed(schema, from) !== undefined);
  // Once code reads only NEW, a record still asks about OLD.
  if (schemas.length === 0 && to !== undefined) schemas = all.filter((schema) => fieldNamed(schema, to));
  const services = [...new Set(schemas.map((it) => it.service))];
  const [service] = services;
  if (service === undefined) {
    return {
      ok: false,
      message: `no settings code reads \`${from}\``,
      candidates: nearest(from, knownKeys(all)),
    };
  }
  if (services.length > 1) {
    const message = `several services read \`${from}\`; choose one with \`settings\``;
    return { ok: false, message, candidates: schemas.map((it) => settingsName(it, all)) };
  }
  return { ok: true, service, schemas };
}

function fieldNamed(schema: SettingsSchema, name: string): Field | undefined {
  const meaning = meaningOf(namesOf(schema), name);
  if (meaning.kind === 'field') return meaning.fields[0];
  return schema.fields.find((field) => field.name === name || field.inputs.some((it) => it.key === name));
}

interface Names {
  readonly from: string;
  readonly to?: string;
}

/** As people write variables: upper case where the reader does not tell them apart. */
function variableNames(schemas: readonly SettingsSchema[], { from, to }: FactsRequest): Names {
  const schema = schemas[0];
  const field = schema && fieldNamed(schema, from);
  if (!schema || schema.loading.caseSensitive) return to === undefined ? { from } : { from, to };
  const written = field?.inputs.find((it) => it.environment.toLowerCase() === from.toLowerCase());
  const name = (written ?? field?.inputs[0])?.environment ?? from;
  const prefix = schema.loading.envPrefix;
  const asVariable = (key: string) => key.toUpperCase();
  if (to === undefined) return { from: asVariable(name) };
  const bare = to === to.toLowerCase() && prefix !== '' && !to.startsWith(prefix.toLowerCase());
  return { from: asVariable(name), to: asVariable(bare ? `${prefix}${to}` : to) };
}

function projectOf(snapshot: Snapshot, service: string): PythonProject | undefined {
  const markers = [...new Set(settingsReaders.flatMap((it) => it.markers))];
  return pythonProjects(snapshot, markers).find((it) => it.service === service);
}

function readerFacts(
  snapshot: Snapshot,
  project: PythonProject,
  schema: SettingsSchema,
  names: Names,
): readonly ReaderFacts[] {
  const old = fieldNamed(schema, names.from);
  const next = names.to === undefined ? undefined : fieldNamed(schema, names.to);
  if (!old && !next && !isStrict(schema)) return [];
  return [
    {
      name: schema.className ?? schema.id,
      schema,
      ...(old ? { old } : {}),
      ...(next ? { new: next } : {}),
      strict: strictLayers(schema),
      emptyAccepted: emptyAccepted(snapshot, schema, old ?? next),
      readsOld: old ? readsOfField(project, schema, old, names.from) : [],
      readsNew: next && names.to !== undefined ? readsOfField(project, schema, next, names.to) : [],
    },
  ];
}

/** A class that reads neither key and refuses what it does not know is stopped by the new one all the same. */
function isStrict(schema: SettingsSchema): boolean {
  return schema.reader === 'pydantic-settings' && schema.loading.extra === 'forbid';
}

/** pydantic-settings refuses unknown keys of dotenv files, never of the process environment. */
function strictLayers(schema: SettingsSchema): ReaderFacts['strict'] {
  if (schema.reader !== 'pydantic-settings' || schema.loading.extra !== 'forbid') return [];
  if (schema.loading.envFileUndecided) return undefined;
  return schema.loading.sources.includes('dotenv') && schema.loading.envFiles.length > 0 ? ['dotenv'] : [];
}

function emptyAccepted(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field | undefined,
): boolean | undefined {
  if (!field) return undefined;
  if (field.undecided.length > 0) return undefined;
  if (field.decoding === 'json') return false;
  const result =
    schema.reader === 'os-environ'
      ? coerceBuiltin(field.type, '')
      : coercePydantic(field.type, str(''), textContext(snapshot));
  return result.kind === 'undecided' ? undefined : result.kind === 'value';
}

/** The environments of all readers, joined by name. Personal layers are nobody else's. */
function environmentFacts(
  snapshot: Snapshot,
  readers: readonly ReaderFacts[],
  names: Names,
): readonly EnvironmentFacts[] {
  const joined = new Map<string, EnvironmentFacts>();
  for (const reader of readers.filter((it) => it.old || it.new)) {
    for (const environment of environmentsOf(snapshot, reader.schema)) {
      const own = oneEnvironment(snapshot, shared(environment), reader, names);
      const known = joined.get(environment.name);
      joined.set(environment.name, known ? join(known, own) : own);
    }
  }
  return [...joined.values()];
}

function join(a: EnvironmentFacts, b: EnvironmentFacts): EnvironmentFacts {
  const same = (x: LayerFacts, y: LayerFacts) => x.kind === y.kind && x.path === y.path;
  return {
    ...a,
    unseen: a.unseen && b.unseen,
    opaque: [...new Set([...a.opaque, ...b.opaque])],
    layers: [...a.layers, ...b.layers.filter((it) => !a.layers.some((known) => same(known, it)))],
  };
}

function oneEnvironment(
  snapshot: Snapshot,
  environment: Environment,
  reader: ReaderFacts,
  names: Names,
): EnvironmentFacts {
  const process = processVariables(environment.layers);
  return {
    name: environment.name,
    production: environment.production,
    coupling: environment.coupling,
    unseen: environment.unseen,
    opaque: environment.opaque,
    layers: environment.layers.flatMap((layer): readonly LayerFacts[] => {
      if (layer.kind !== 'process' && layer.kind !== 'dotenv') return [];
      const variables =
        layer.kind === 'dotenv'
          ? dotenvVariables(layer, process)
          : [...processVariables([layer]).byName.values()];
      return [layerFacts(snapshot, layer, layer.kind, variables, reader, names)];
    }),
  };
}

function layerFacts(
  snapshot: Snapshot,
  layer: Layer,
  kind: LayerKind,
  variables: readonly Variable[],
  reader: ReaderFacts,
  names: Names,
): LayerFacts {
  const fold = namesOf(reader.schema).fold;
  const entryOf = (name: string | undefined, field: Field | undefined): EntryFacts | undefined => {
    const found = name === undefined ? undefined : variables.findLast((it) => fold(it.name) === fold(name));
    return found && entryFacts(snapshot, reader.schema, field, found);
  };
  const old = entryOf(names.from, reader.old);
  const next = entryOf(names.to, reader.new ?? reader.old);
  return {
    kind,
    ...(layer.path === undefined ? {} : { path: layer.path }),
    ...(layer.document && !layer.variables ? { document: layer.document } : {}),
    tracked: layer.file?.tracked === true,
    ...(old ? { old } : {}),
    ...(next ? { new: next } : {}),
  };
}

function entryFacts(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field | undefined,
  it: Variable,
): EntryFacts {
  const entry = it.source.entry ? { entry: it.source.entry } : {};
  if (it.value.kind !== 'text') return entry;
  const { text } = it.value;
  const valid = field && isValid(snapshot, schema, field, text);
  return { ...entry, text, ...(valid === undefined ? {} : { valid }) };
}

function isValid(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  text: string,
): boolean | undefined {
  if (field.undecided.length > 0 || field.decoding !== 'none') return undefined;
  const result =
    schema.reader === 'os-environ'
      ? coerceBuiltin(field.type, text)
      : coercePydantic(field.type, str(text), textContext(snapshot));
  return result.kind === 'undecided' ? undefined : result.kind === 'value';
}

/** Files that name the key and that no reader understands. Settings files and settings code are no mentions. */
function mentionFacts(
  snapshot: Snapshot,
  environments: readonly EnvironmentFacts[],
  readers: readonly ReaderFacts[],
  names: Names,
): readonly MentionFacts[] {
  const known = new Set<string | undefined>([
    ...environments.flatMap((it) => it.layers.map((layer) => layer.path)),
    ...readers.flatMap((it) => [...it.readsOld, ...it.readsNew].map((read) => read.path)),
    ...readers.map((it) => it.schema.place.path),
  ]);
  const of = (key: string | undefined, name: 'old' | 'new'): readonly MentionFacts[] =>
    key === undefined
      ? []
      : snapshot
          .mentions(key)
          .filter((it) => !known.has(it.path))
          .map((it) => ({ path: it.path, line: it.line + 1, name }));
  return [...of(names.from, 'old'), ...of(names.to, 'new')];
}

function testUses(project: PythonProject, names: Names): readonly TestUse[] {
  const keys = [names.from, ...(names.to === undefined ? [] : [names.to])];
  return project.mentioning(keys).flatMap((file) => {
    if (!isTestPath(file.file.path)) return [];
    return [...everyExpression(file.module.body)].flatMap(({ expression }): readonly TestUse[] =>
      expression.kind === 'string' && keys.includes(expression.value)
        ? [
            {
              path: file.file.path,
              span: expression.span,
              name: expression.value === names.from ? 'old' : 'new',
            },
          ]
        : [],
    );
  });
}

function knownKeys(schemas: readonly SettingsSchema[]): readonly string[] {
  const keys = schemas.flatMap((schema) =>
    schema.fields.flatMap((field) =>
      field.inputs.map((it) =>
        schema.loading.caseSensitive ? it.environment : it.environment.toUpperCase(),
      ),
    ),
  );
  return [...new Set(keys)];
}

const ownersFile = memo((snapshot: Snapshot) =>
  ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS']
    .map((path) => snapshot.files.get(path))
    .find((file) => file !== undefined && file.problem === undefined),
);

function codeowners(snapshot: Snapshot): { readonly codeowners?: string } {
  const file = ownersFile(snapshot);
  return file ? { codeowners: file.text } : {};
}

function textContext({ engines }: Snapshot): CoercionContext {
  return { mode: 'text', pattern: engines.pattern, parseUrl: engines.url };
}
