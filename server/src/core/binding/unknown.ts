import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { referencedNames } from '../supply/compose/compose-interpolate.ts';
import { isComposeFile } from '../supply/compose/compose-paths.ts';
import { isSops, isSopsName, isSopsText } from '../supply/sops.ts';
import { entryContents } from '../syntax/content-of.ts';
import type { Document, Entry, Mapping } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import { memberAt } from '../syntax/value-members.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { nearest } from '../text/nearest.ts';
import { isProse } from '../text/prose.ts';
import type { SourceFile } from '../text/source-file.ts';
import { fieldOfFileKey, sectionPath } from './bind.ts';
import type { Environment, Layer } from './environment.ts';
import { environmentsOf } from './environments.ts';
import { isExtra } from './extras.ts';
import { meaningOf, namesOf } from './names.ts';
import { workloadsOf } from './what-runs.ts';

/** A schema that loads a file, and how the file reaches it. */
export interface FileReader {
  readonly schema: SettingsSchema;
  readonly layer: Layer;
  readonly environments: readonly string[];
  /** That the service is started where the file is is a guess. */
  readonly above: boolean;
}

/** An entry that no reader of its file knows. */
export interface UnknownKey {
  readonly entry: Entry;
  /** Readers that are proven to load the file and refuse the key: each would not start. */
  readonly refusedBy: readonly FileReader[];
  /** Proven readers that ignore the key. */
  readonly ignoredBy: readonly FileReader[];
  /** Known names that may be meant, as variables are usually written, nearest first; computed when asked for. */
  readonly near: readonly string[];
}

/** The readers of each settings file of a snapshot, by path. */
export const readersOf: (snapshot: Snapshot) => ReadonlyMap<string, readonly FileReader[]> = memo(
  (snapshot) => {
    const found = new Map<string, FileReader[]>();
    for (const schema of schemasOf(snapshot)) {
      for (const environment of environmentsOf(snapshot, schema)) {
        const views = environment.views ?? [];
        for (const layer of [environment, ...views].flatMap((it) => it.layers))
          if (layer.path !== undefined) add(found, schema, layer, environment);
      }
    }
    return found;
  },
);

function add(
  found: Map<string, FileReader[]>,
  schema: SettingsSchema,
  layer: Layer,
  { name, above = false }: Environment,
): void {
  const path = layer.path ?? '';
  const readers = found.get(path) ?? [];
  found.set(path, readers);
  const at = readers.findIndex((it) => it.schema === schema && isAlike(it.layer, layer));
  const known = readers[at];
  if (known?.environments.includes(name)) return;
  if (known) readers[at] = { ...known, environments: [...known.environments, name] };
  else readers.push({ schema, layer, environments: [name], above });
}

/** Layers of one file that hold the same, in whatever environment. */
function isAlike(a: Layer, b: Layer): boolean {
  const [first] = a.variables ?? [];
  const [other] = b.variables ?? [];
  return (
    a.kind === b.kind &&
    a.dialect === b.dialect &&
    first?.supplied === other?.supplied &&
    a.variables?.length === b.variables?.length
  );
}

/** The entries of a settings file that no reader declares, no interpolation uses and no mention names. */
export function unknownKeys(snapshot: Snapshot, document: Document): readonly UnknownKey[] {
  const readers = readersOf(snapshot).get(document.file.path) ?? [];
  const inherited = readers.filter((it) => !it.layer.variables);
  if (inherited.length === 0 || inherited.some((it) => it.schema.open.length > 0)) return [];
  const home = homeOf(document, inherited);
  if (home === undefined) return [];
  const isExtraOf = inherited.map((reader) => extraTest(reader, entryNames(home)));
  if (!entryNames(home).some((name) => isExtraOf.every((test) => test(name)))) return [];
  const elsewhere = knownElsewhere(snapshot);
  const used = usedNames(document);
  const isEncrypted = isSops(document.root) || isSopsText(document.file.text);
  const found: UnknownKey[] = [];
  for (const entry of home.entries) {
    const { name } = entry.key;
    if (!isExtraOf.every((test) => test(name))) continue;
    if (used.has(name) || elsewhere.has(name) || (isEncrypted && isSopsName(name))) continue;
    const unknown = unknownKey(entry, inherited);
    if (!isMentioned(snapshot, document, unknown)) found.push(unknown);
  }
  return found;
}

/**
 * A document that speaks of a key does not make a reader accept it that refuses it. Neither does a settings file
 * that readers of ours load whole: it holds the key, and uses it no more than this one.
 */
function isMentioned(snapshot: Snapshot, document: Document, { entry, refusedBy }: UnknownKey): boolean {
  const readers = readersOf(snapshot);
  return snapshot.mentions(entry.key.name).some((it) => {
    if (it.path === document.file.path || (refusedBy.length > 0 && isProse(it.path))) return false;
    return !readers.get(it.path)?.some(({ layer }) => layer.kind === 'file');
  });
}

/** The mapping that all readers take keys from: the top, or the section or table that each of them names. */
function homeOf(document: Document, readers: readonly FileReader[]): Mapping | undefined {
  const paths = readers.map(({ schema, layer }) =>
    layer.kind === 'file' ? sectionPath(document, schema) : [],
  );
  const [path = []] = paths;
  if (paths.some((other) => other.join('\n') !== path.join('\n'))) return undefined;
  const home = memberAt(document.root, ...path);
  return home?.kind === 'mapping' ? home : undefined;
}

/** True for those of the names that the reader takes for no field and no part of one. */
function extraTest({ schema, layer }: FileReader, names: readonly string[]): (name: string) => boolean {
  return isIn(layer.kind === 'file' ? extraFileKeys(names)(schema) : extraVariables(names)(schema));
}

function isIn(names: ReadonlySet<string>): (name: string) => boolean {
  return (name) => names.has(name);
}

/** Looked up once for each list of names: a change of a value leaves it as it is. */
const extraVariables = memo((list: readonly string[]) =>
  memo((schema: SettingsSchema): ReadonlySet<string> => {
    const names = namesOf(schema);
    return new Set(list.filter((name) => meaningOf(names, name).kind === 'extra'));
  }),
);

const extraFileKeys = memo((list: readonly string[]) =>
  memo(
    (schema: SettingsSchema): ReadonlySet<string> =>
      new Set(list.filter((name) => fieldOfFileKey(schema, name) === undefined)),
  ),
);

/** Names that interpolations of the document use. */
const usedNames: (document: Document) => ReadonlySet<string> = memo((document) => {
  const names = new Set<string>();
  if (document.format.name !== 'dotenv') return names;
  for (const { value } of entryContents(document.root)) {
    if (value?.kind !== 'scalar') continue;
    for (const part of value.parts ?? []) if (part.kind === 'variable') names.add(part.name);
  }
  return names;
});

/**
 * Names that something else than settings code uses: those that files of workloads take over or refer to, and those
 * that tests and pipelines set for themselves.
 */
export const knownElsewhere: (snapshot: Snapshot) => ReadonlySet<string> = memo(
  (snapshot: Snapshot): ReadonlySet<string> => {
    const names = new Set(namesIn(filesOf(snapshot.files, isComposeFile)));
    for (const { role, sources } of workloadsOf(snapshot)) {
      for (const source of sources) {
        if (source.kind === 'opaque') for (const name of source.names ?? []) names.add(name);
        if (source.kind !== 'variables') continue;
        for (const { name, value } of source.variables) {
          if (value.kind === 'unknown' || role === 'tests' || role === 'pipeline') names.add(name);
          if (value.kind === 'interpolated') for (const it of referencedNames(value.text)) names.add(it);
        }
      }
    }
    return names;
  },
);

/** Names that compose files refer to, in whatever place. */
const namesIn = memo(
  (files: readonly SourceFile[]): ReadonlySet<string> =>
    new Set(files.flatMap((file) => referencedNames(file.text))),
);

function unknownKey(entry: Entry, readers: readonly FileReader[]): UnknownKey {
  const proven = readers.filter((it) => !it.layer.unproven && it.layer.kind !== 'process');
  const refusedBy = proven.filter((it) => refuses(it, entry));
  const candidates = () => readers.flatMap(({ schema }) => candidatesOf(schema));
  let near: readonly string[] | undefined;
  return {
    entry,
    refusedBy,
    ignoredBy: proven.filter((it) => !refusedBy.includes(it)),
    get near() {
      near ??= nearest(entry.key.name, candidates());
      return near;
    },
  };
}

/** Names in the spelling that variables usually have. */
export const candidatesOf: (schema: SettingsSchema) => readonly string[] = memo((schema) =>
  schema.fields.flatMap((field) =>
    field.inputs.map((it) => (schema.loading.caseSensitive ? it.environment : it.environment.toUpperCase())),
  ),
);

/** True where the reader does not start with this entry, which it knows for no field, whichever release it runs with. */
export function refuses(reader: FileReader, entry: Entry): boolean {
  const others = reader.schema.otherReleases?.schemas ?? [];
  return refusesAs(reader, entry) && others.every((schema) => refusesAs({ ...reader, schema }, entry));
}

function refusesAs({ schema, layer, above }: FileReader, entry: Entry): boolean {
  if (above) return false;
  if (schema.reader === 'json-schema') return schema.loading.extra === 'forbid' && layer.kind === 'dotenv';
  if (schema.reader !== 'pydantic-settings' || schema.loading.extra !== 'forbid') return false;
  if (layer.kind === 'file') return true;
  const { dotenvFiltering, envPrefix } = schema.loading;
  const names = namesOf(schema);
  const name = names.fold(entry.key.name);
  if (dotenvFiltering === 'only_existing') return false;
  if (dotenvFiltering === 'match_prefix') return name.startsWith(names.fold(envPrefix));
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  if (!scalar) return false;
  const text = scalar.data.kind === 'str' ? scalar.data.value : '';
  const variable = {
    name: entry.key.name,
    value: { kind: 'text', text: scalar.parts ? 'interpolated' : text },
    source: { kind: 'dotenv', layer, entry },
  } as const;
  return isExtra(schema, name, variable, new Map());
}
