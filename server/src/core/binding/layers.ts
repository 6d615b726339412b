import type { DataFile } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { EnvironmentFile } from '../supply/supply.ts';
import type { Document, Format } from '../syntax/document.ts';
import { dotenv } from '../syntax/dotenv.ts';
import { documentOf } from '../syntax/formats.ts';
import { json } from '../syntax/json.ts';
import { toml } from '../syntax/toml.ts';
import { yaml } from '../syntax/yaml.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Layer } from './environment.ts';

/** The document of a file that a loader reads as dotenv, whatever its name. */
const dotenvDocument = memo((file: SourceFile) => {
  const known = documentOf(file);
  return known?.format === dotenv ? known : dotenv.parse(file);
});

/** One layer object per file and way of loading, so that what is bound to it is kept while the file stays the same. */
const plain = memo((file: SourceFile) => dotenvLayerOf(file, { personal: false }));
const personal = memo((file: SourceFile) => dotenvLayerOf(file, { personal: true }));
const unproven = memo((file: SourceFile) => dotenvLayerOf(file, { personal: false, unproven: true }));
const asProcess = memo((file: SourceFile): Layer => ({ ...plain(file), kind: 'process' }));
const byDialect = memo((_file: SourceFile) => new Map<string, Layer>());

function dotenvLayerOf(file: SourceFile, facts: Pick<Layer, 'personal' | 'unproven'>): Layer {
  return { kind: 'dotenv', path: file.path, file, document: dotenvDocument(file), ...facts };
}

/** The layer of a dotenv file; undefined where there is no such file. */
export function dotenvLayer(
  snapshot: Snapshot,
  path: string,
  how: 'plain' | 'personal' | 'unproven' | 'process' = 'plain',
): Layer | undefined {
  const file = snapshot.files.get(path);
  if (!file) return undefined;
  return { plain, personal, unproven, process: asProcess }[how](file);
}

const FORMATS: Readonly<Record<DataFile['kind'], Format>> = { yaml, toml, json, pyproject: toml };

/** The document of a file that a source of the library reads, whatever its name. */
function dataDocument(file: SourceFile, data: DataFile['kind']): Document {
  const known = documentOf(file);
  return known?.format === FORMATS[data] ? known : FORMATS[data].parse(file);
}

/** The layer of a file of `KEY=VALUE` lines that a workload takes; undefined where there is no such file. */
export function environmentFileLayer(
  snapshot: Snapshot,
  { path, dialect }: EnvironmentFile,
  guessed: boolean,
): Layer | undefined {
  const file = path === undefined ? undefined : snapshot.files.get(path);
  if (!file) return undefined;
  const known = byDialect(file);
  const key = `${dialect} ${guessed}`;
  let layer = known.get(key);
  if (!layer) {
    layer = { ...asProcess(file), dialect, ...(guessed ? { guessed } : {}) };
    known.set(key, layer);
  }
  return layer;
}

const dataLayers = memo((_file: SourceFile) => new Map<DataFile['kind'], Layer>());

/** The layer of a YAML, TOML or JSON file that a class names. */
export function dataLayer(snapshot: Snapshot, path: string, data: DataFile['kind']): Layer | undefined {
  const file = snapshot.files.get(path);
  if (!file) return undefined;
  const known = dataLayers(file);
  let layer = known.get(data);
  if (!layer) {
    layer = { kind: 'file', path, file, data, document: dataDocument(file, data), personal: false };
    known.set(data, layer);
  }
  return layer;
}

/** The layer of a folder of secrets; undefined where the workspace has none of its files. */
export function secretsLayer(snapshot: Snapshot, folder: string): Layer | undefined {
  const files: SourceFile[] = [];
  for (const file of snapshot.files.values()) {
    if (file.path.startsWith(`${folder}/`) && !file.path.slice(folder.length + 1).includes('/'))
      files.push(file);
  }
  return files.length === 0 ? undefined : { kind: 'secrets', path: folder, files, personal: false };
}
