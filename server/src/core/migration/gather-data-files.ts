import { bindDataFile } from '../binding/bind.ts';
import type { Environment, Layer } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import type { DataFileFacts, DataKeyFacts, MigrationFacts, ReaderFacts } from './facts.ts';
import { fieldNameFor, pydanticTarget } from './generate/pydantic-target.ts';

type Facts = Omit<MigrationFacts, 'dataFiles' | 'mentions'>;

/** The YAML, TOML and JSON files that a reader loads, and that set one of the keys. */
export function dataFileFacts(snapshot: Snapshot, facts: Facts): readonly DataFileFacts[] {
  const found = new Map<string, DataFileFacts>();
  for (const reader of facts.readers.filter((it) => it.fields.size > 0 || it.named)) {
    const environments = environmentsOf(snapshot, reader.schema).map(shared);
    const loads = environments.some((it) => it.layers.some((layer) => layer.kind === 'file'));
    const names = loads ? fileNames(facts, reader) : undefined;
    if (names === undefined) continue;
    for (const environment of environments) {
      for (const layer of environment.layers) {
        const own = layer.kind === 'file' ? oneFile(facts, names, reader, environment, layer) : undefined;
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
  const keys = new Map(a.keys);
  for (const [key, own] of b.keys) {
    const known = keys.get(key);
    keys.set(key, known ? { ...known, entries: [...new Set([...known.entries, ...own.entries])] } : own);
  }
  return {
    ...a,
    keys,
    environments: [...new Set([...a.environments, ...b.environments])],
    production: a.production || b.production,
    old: [...new Set([...a.old, ...b.old])],
    hasNew: a.hasNew || b.hasNew,
  };
}

function oneFile(
  { fromKeys, toKeys }: Facts,
  names: ReadonlyMap<string, string>,
  reader: ReaderFacts,
  environment: Environment,
  layer: Layer,
): DataFileFacts | undefined {
  const { document, path, file } = layer;
  if (path === undefined) return undefined;
  const [first = ''] = fromKeys;
  const newKey = toKeys[0] === undefined ? undefined : names.get(toKeys[0]);
  const base = {
    path,
    environments: [environment.name],
    production: environment.production,
    tracked: file?.tracked !== false,
    oldKey: names.get(first) ?? first,
    ...(newKey === undefined ? {} : { newKey }),
  };
  if (document === undefined || document.problems.length > 0) {
    // A file that cannot be read as a whole is named, by what stands in it.
    const named = fromKeys.some((key) => isWordOf(file?.text ?? '', names.get(key) ?? key));
    return named ? { ...base, keys: new Map(), old: [], hasNew: false, unread: true } : undefined;
  }
  const entries = bindDataFile(document, reader.schema).entries.map((it) => it.entry);
  const fold = (name: string) => (reader.schema.loading.caseSensitive ? name : name.toLowerCase());
  const keys = new Map(
    [...names].map(([key, name]): [string, DataKeyFacts] => {
      const own = entries.filter((it) => fold(it.key.name) === fold(name));
      return [key, { name, entries: own }];
    }),
  );
  const held = (key: string): readonly Entry[] => keys.get(key)?.entries ?? [];
  const old = fromKeys.flatMap(held);
  const hasNew = toKeys.length > 0 && toKeys.every((key) => held(key).length > 0);
  const any = [...keys.values()].some((it) => it.entries.length > 0);
  return any ? { ...base, document, keys, old, hasNew } : undefined;
}

function isWordOf(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

/** What each key of the migration is called in files: the name or alias of its field, or what it will be called. */
function fileNames(facts: Facts, reader: ReaderFacts): ReadonlyMap<string, string> | undefined {
  const names = new Map(firstNames(facts, reader));
  // After a removal, the other fields say how names are written.
  const [sample = 'a'] = [...reader.fields.values(), ...reader.schema.fields].map((it) => it.name);
  for (const key of [...facts.fromKeys, ...facts.toKeys]) {
    if (names.has(key)) continue;
    const declared = reader.fields.get(key)?.inputs[0]?.key;
    const named = declared === undefined ? fieldNameFor(key, reader, sample) : undefined;
    const name = declared ?? (named?.ok === true ? named.name : undefined);
    if (name !== undefined) names.set(key, name);
  }
  return facts.fromKeys.some((it) => names.has(it)) ? names : undefined;
}

/** The names of the first key of each side, where an alias may hold them and its style goes on. */
function firstNames(facts: Facts, reader: ReaderFacts): readonly (readonly [string, string])[] {
  const found = pydanticTarget({ ...facts, dataFiles: [], mentions: [] }, reader);
  if (!found.ok) return [];
  const [oldName] = found.target.oldKeys;
  const [newName] = found.target.newKeys;
  return [
    ...(oldName === undefined ? [] : [[facts.from, oldName] as const]),
    ...(newName === undefined || facts.to === undefined ? [] : [[facts.to, newName] as const]),
  ];
}
