import { bindDataFile } from '../binding/bind.ts';
import type { Environment, Layer } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import type { DataFileFacts, MigrationFacts, ReaderFacts } from './facts.ts';
import { fieldNameFor, pydanticTarget } from './generate/pydantic-target.ts';

/** The YAML, TOML and JSON files that a reader loads, and that set OLD or NEW. */
export function dataFileFacts(
  snapshot: Snapshot,
  facts: Omit<MigrationFacts, 'dataFiles' | 'mentions'>,
): readonly DataFileFacts[] {
  const found = new Map<string, DataFileFacts>();
  for (const reader of facts.readers.filter((it) => it.old || it.new)) {
    const environments = environmentsOf(snapshot, reader.schema).map(shared);
    const loads = environments.some((it) => it.layers.some((layer) => layer.kind === 'file'));
    const keys = loads ? fileKeys(facts, reader) : undefined;
    if (keys === undefined) continue;
    for (const environment of environments) {
      for (const layer of environment.layers) {
        const own = layer.kind === 'file' ? oneFile(keys, reader, environment, layer) : undefined;
        if (own === undefined) continue;
        const known = found.get(own.path);
        found.set(own.path, known ? joined(known, own) : own);
      }
    }
  }
  // A file that every environment shares is nobody's production file.
  return [...found.values()].map((it) => (it.environments.length > 1 ? { ...it, production: false } : it));
}

function joined(a: DataFileFacts, b: DataFileFacts): DataFileFacts {
  return {
    ...a,
    environments: [...new Set([...a.environments, ...b.environments])],
    production: a.production || b.production,
    old: [...new Set([...a.old, ...b.old])],
    hasNew: a.hasNew || b.hasNew,
  };
}

function oneFile(
  keys: FileKeys,
  reader: ReaderFacts,
  environment: Environment,
  layer: Layer,
): DataFileFacts | undefined {
  const { document, path, file } = layer;
  if (path === undefined) return undefined;
  const base = {
    path,
    environments: [environment.name],
    production: environment.production,
    tracked: file?.tracked !== false,
    ...keys,
  };
  if (document === undefined || document.problems.length > 0) {
    // A file that cannot be read as a whole is named, by what stands in it.
    const named = file !== undefined && isWordOf(file.text, keys.oldKey);
    return named ? { ...base, old: [], hasNew: false, unread: true } : undefined;
  }
  const entries = bindDataFile(document, reader.schema).entries.map((it) => it.entry);
  const fold = (name: string) => (reader.schema.loading.caseSensitive ? name : name.toLowerCase());
  const of = (key: string | undefined): readonly Entry[] =>
    key === undefined ? [] : entries.filter((it) => fold(it.key.name) === fold(key));
  const old = of(keys.oldKey);
  const hasNew = of(keys.newKey).length > 0;
  return old.length > 0 || hasNew ? { ...base, document, old, hasNew } : undefined;
}

function isWordOf(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

interface FileKeys {
  readonly oldKey: string;
  readonly newKey?: string;
}

/** The keys of the field in files: its name, or its alias. */
function fileKeys(
  facts: Omit<MigrationFacts, 'dataFiles' | 'mentions'>,
  reader: ReaderFacts,
): FileKeys | undefined {
  const found = pydanticTarget({ ...facts, dataFiles: [], mentions: [] }, reader);
  if (found.ok) {
    const [oldKey = found.target.oldName] = found.target.oldKeys;
    const [newKey] = found.target.newKeys;
    return { oldKey, ...(newKey === undefined ? {} : { newKey }) };
  }
  const key = reader.old?.inputs[0]?.key ?? formerKey(facts, reader);
  return key === undefined ? undefined : { oldKey: key };
}

/** The name that OLD had in files, once NEW alone is declared. */
function formerKey(
  { from, toKeys }: { readonly from: string; readonly toKeys: readonly string[] },
  reader: ReaderFacts,
): string | undefined {
  if (reader.new === undefined || toKeys.includes(from)) return undefined;
  const named = fieldNameFor(from, reader, reader.new.name);
  return named.ok ? named.name : undefined;
}
