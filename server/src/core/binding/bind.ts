import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entriesOf, memberAt } from '../syntax/value-members.ts';
import { memo, memo2 } from '../text/memo.ts';
import type { Environment, Layer } from './environment.ts';
import { fileKeys } from './file-source.ts';
import { meaningOf, namesOf } from './names.ts';

/** An entry of a settings file and what it is to one schema. */
export type BoundEntry =
  | { readonly kind: 'field'; readonly entry: Entry; readonly field: Field; readonly hidden: boolean }
  /** Sets a part of a nested field; `path` are the keys below it. */
  | {
      readonly kind: 'part';
      readonly entry: Entry;
      readonly field: Field;
      readonly path: readonly string[];
      readonly hidden: boolean;
    }
  /** No field of this schema reads it. */
  | { readonly kind: 'extra'; readonly entry: Entry; readonly hidden: boolean };

/** All entries of one document as one schema sees them. `hidden`: a later entry of the same name takes its place. */
export interface DocumentBinding {
  readonly document: Document;
  readonly entries: readonly BoundEntry[];
  /** By field, in order of the file. */
  readonly byField: ReadonlyMap<Field, readonly BoundEntry[]>;
}

/** The bindings of all layers of one environment, lowest rank first. */
export interface Binding {
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly layers: readonly { readonly layer: Layer; readonly binding: DocumentBinding }[];
}

/** Binds the layers of an environment; each document is bound once per schema. */
export function bind(schema: SettingsSchema, environment: Environment): Binding {
  const layers = environment.layers.flatMap((layer) =>
    layer.document ? [{ layer, binding: bindLayer(layer, schema, layer.document) }] : [],
  );
  return { schema, environment, layers };
}

/** What the entries of a layer's document are to a schema: all of them, or those that supply its variables. */
export function bindLayer(layer: Layer, schema: SettingsSchema, document: Document): DocumentBinding {
  if (layer.variables) return bindSupplied(layer, schema)(document);
  return layer.kind === 'file' ? bindDataFile(document, schema) : bindVariables(document, schema);
}

/** What the entries that supply a layer's variables are to a schema. */
const bindSupplied = memo2((layer: Layer, schema: SettingsSchema) =>
  memo((document: Document): DocumentBinding => {
    const variables = (layer.variables ?? []).flatMap(({ name, supplied }) =>
      supplied?.entry ? [{ name, entry: supplied.entry }] : [],
    );
    return boundVariables(document, variables, schema);
  }),
);

/** What the entries of a dotenv file are to a schema. */
export const bindVariables: (document: Document, schema: SettingsSchema) => DocumentBinding = memo2(
  (document, schema) => {
    const variables = document.root.entries.map((entry) => ({ name: entry.key.name, entry }));
    return boundVariables(document, variables, schema);
  },
);

/** A variable by the name that the process gets, which is not always the key of its entry. */
interface NamedEntry {
  readonly name: string;
  readonly entry: Entry;
}

function boundVariables(
  document: Document,
  all: readonly NamedEntry[],
  schema: SettingsSchema,
): DocumentBinding {
  const names = namesOf(schema);
  const last = new Map(all.map(({ name, entry }) => [names.fold(name), entry]));
  const entries = all.flatMap(({ name, entry }): readonly BoundEntry[] => {
    const meaning = meaningOf(names, name);
    const hidden = last.get(names.fold(name)) !== entry;
    if (meaning.kind === 'extra') return [{ kind: 'extra', entry, hidden }];
    if (meaning.kind === 'part')
      return [{ kind: 'part', entry, field: meaning.field, path: meaning.path, hidden }];
    return meaning.fields.map((field) => ({ kind: 'field', entry, field, hidden }));
  });
  return indexed(document, entries);
}

/** What the top-level entries of a YAML, TOML or JSON file are to a schema. */
export const bindDataFile: (document: Document, schema: SettingsSchema) => DocumentBinding = memo2(
  (document, schema) => {
    const { fold, byKey } = fileKeysOf(schema);
    const last = new Map(document.root.entries.map((entry) => [entry.key.name, entry]));
    const entries = sectionEntries(document, schema).map((entry): BoundEntry => {
      const field = byKey.get(fold(entry.key.name));
      const hidden = last.has(entry.key.name) && last.get(entry.key.name) !== entry;
      return field ? { kind: 'field', entry, field, hidden } : { kind: 'extra', entry, hidden };
    });
    return indexed(document, entries);
  },
);

/** Which field takes a key at the top of a data file. */
const fileKeysOf = memo((schema: SettingsSchema) => {
  const { loading } = schema;
  const folds = !loading.caseSensitive && behaviourOf(loading.version).foldsFileKeys;
  const fold = folds ? (key: string) => key.toLowerCase() : (key: string) => key;
  const byKey = new Map<string, Field>();
  for (const field of schema.fields) {
    for (const key of fileKeys(field, loading)) if (!byKey.has(fold(key))) byKey.set(fold(key), field);
  }
  return { fold, byKey };
});

/** The field that takes a key at the top of a data file; undefined for a key that none does. */
export function fieldOfFileKey(schema: SettingsSchema, key: string): Field | undefined {
  const { fold, byKey } = fileKeysOf(schema);
  return byKey.get(fold(key));
}

/** The entries that the class reads: those of its section or table, where it names one. */
function sectionEntries(document: Document, schema: SettingsSchema): readonly Entry[] {
  return entriesOf(memberAt(document.root, ...sectionPath(document, schema)));
}

/** The keys that lead to the section or table of a file that the class reads; none where it reads the whole file. */
export function sectionPath(document: Document, schema: SettingsSchema): readonly string[] {
  const { yamlSection, tomlHeader, pyprojectHeader } = schema.loading;
  const name = document.format.name;
  const pyproject = document.file.path.endsWith('pyproject.toml');
  const toml = pyproject ? (pyprojectHeader ?? ['tool', 'pydantic-settings']) : (tomlHeader ?? []);
  return name === 'yaml' ? (yamlSection?.split('.') ?? []) : name === 'toml' ? toml : [];
}

function indexed(document: Document, entries: readonly BoundEntry[]): DocumentBinding {
  const byField = new Map<Field, BoundEntry[]>();
  for (const it of entries) {
    if (it.kind === 'extra') continue;
    const known = byField.get(it.field);
    if (known) known.push(it);
    else byField.set(it.field, [it]);
  }
  return { document, entries, byField };
}
